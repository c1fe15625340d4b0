import { groupsToShow, previewGroups } from '../../ide/preview.ts';
import type { Flow } from '../../net/flow.ts';
import type { PreviewResult } from '../../protocol.ts';
import { parseFlows } from '../../simulate/flows.ts';
import type { DistributeOptions } from '../../simulate/distribute.ts';
import type { Group } from '../../simulate/types.ts';
import { toRange } from '../convert.ts';
import { toPreviewGroup, describeKernel } from '../previewResult.ts';
import { readPreviewParams, type PreviewRequest } from '../previewParams.ts';
import type { Session, View } from '../session.ts';

export function handlePreview({ files }: Session, params: unknown): PreviewResult | null {
  const request = readPreviewParams(params);
  const view = request === undefined ? undefined : files.view(request.uri);
  if (request === undefined || view === undefined) return null;
  const flows = request.flows === undefined ? undefined : parseFlows(request.flows);
  const given = flows?.flows;
  const lineOf = (group: Group): number =>
    toRange(view.document.file, group.origin.span).start.line;
  const { distributions, refusals } = previewGroups(
    view.host,
    groupsAt(view, request),
    optionsOf(request, given),
  );
  return {
    ...describeKernel(view.host.kernel),
    groups: distributions.map((one) => toPreviewGroup(one, { given, line: lineOf(one.group) })),
    refused: refusals.map(({ group, reason }) => ({ line: lineOf(group), reason })),
    problems: [
      ...request.problems,
      ...(flows?.problems ?? []).map(
        ({ line, message }) => `Line ${line} of the flows: ${message}.`,
      ),
    ],
  };
}

/** The groups of the document, or those whose command is on the line. */
function groupsAt(
  { document: { file }, host, groups }: View,
  { line }: PreviewRequest,
): readonly Group[] {
  const inFile = groupsToShow(host, groups).filter(({ origin }) => origin.file === file.id);
  if (line === undefined) return inFile;
  return inFile.filter(({ origin }) => {
    const { start, end } = toRange(file, origin.span);
    return start.line <= line && line <= end.line;
  });
}

function optionsOf(
  { policy, seed, profile, down }: PreviewRequest,
  flows: readonly Flow[] | undefined,
): DistributeOptions {
  return {
    down,
    ...(policy === undefined ? {} : { policy }),
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
    ...(flows === undefined || flows.length === 0 ? {} : { flows }),
  };
}
