/** `routelens preview`: how flows are spread over the multipath routes of a file. */
import { groupsToShow, previewGroups, type Preview } from '../ide/preview.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { HashKey } from '../kernel/siphash.ts';
import type { Flow } from '../net/flow.ts';
import type { DistributeOptions } from '../simulate/distribute.ts';
import { parseFlows, type FlowRow, type ParsedFlows } from '../simulate/flows.ts';
import type { Group } from '../simulate/types.ts';
import { createAnalyzer } from '../workspace/analyzer.ts';
import { readText } from '../workspace/disk.ts';
import { readInputs } from './inputs.ts';
import { rangeIn, type TextRange } from './located.ts';
import { reportPreviewJson } from './reporters/previewJson.ts';
import { reportPreviewText } from './reporters/previewText.ts';
import { givenFile, isNameWithoutInput, type StandardInputOptions } from './standardInput.ts';
import { absolutePath, printedPath, type ExitStatus, type Terminal } from './terminal.ts';

export interface PreviewOptions extends StandardInputOptions {
  readonly format: 'text' | 'json';
  readonly kernel: KernelProfile;
  readonly netplan?: string;
  readonly flows?: string;
  readonly profile?: string;
  readonly policy?: number;
  readonly fields?: number;
  readonly seed?: number;
  readonly hashKey?: HashKey;
  readonly down: readonly string[];
  readonly failedNeighbour: readonly string[];
  readonly line?: number;
}

/** A preview with what a reporter needs to name its groups. */
export interface PreviewReport extends Preview {
  /** What was asked for, as printed. */
  readonly file: string;
  /** The file that a group stands in, as printed. */
  readonly fileOf: (group: Group) => string;
  readonly rangeOf: (group: Group) => TextRange;
  /** Flows of the user; undefined: those of the profile. */
  readonly flows: readonly Flow[] | undefined;
  /** Their rows in the order of the input, those that could not be read included. */
  readonly flowRows: readonly FlowRow[];
}

/** More flows than a terminal should ever be asked to print or a message to hold. */
const maxFlowBytes = 1024 * 1024 * 1024;

export function runPreview(path: string, options: PreviewOptions, terminal: Terminal): ExitStatus {
  if (isNameWithoutInput([path], options, terminal)) return 2;
  if (path === '-' && options.flows === '-') {
    terminal.complain('only one of FILE and --flows can be standard input');
    return 2;
  }
  const flows = readFlows(options.flows, terminal);
  if (flows === 'unreadable') return 2;
  const report = makeReport(path, { ...options, given: flows }, terminal);
  if (report === undefined) return 2;
  terminal.print(
    options.format === 'json'
      ? reportPreviewJson(report)
      : reportPreviewText(report, terminal.paint),
  );
  return 0;
}

type GivenFlows = Pick<ParsedFlows, 'flows' | 'rows'>;

function readFlows(
  source: string | undefined,
  terminal: Terminal,
): GivenFlows | undefined | 'unreadable' {
  if (source === undefined) return undefined;
  const text =
    source === '-'
      ? terminal.readStandardInput()
      : readText(absolutePath(terminal.directory, source), maxFlowBytes);
  if (text === undefined) {
    terminal.complain(`cannot read ${source}`);
    return 'unreadable';
  }
  const { flows, rows, problems } = parseFlows(text);
  for (const { line, message } of problems.slice(0, maxProblems))
    terminal.complain(`${source}:${line}: ${message}`);
  if (problems.length > maxProblems)
    terminal.complain(`${source}: ${problems.length - maxProblems} more lines like these`);
  return { flows, rows };
}

const maxProblems = 10;

interface Asked extends PreviewOptions {
  readonly given: GivenFlows | undefined;
}

function makeReport(path: string, asked: Asked, terminal: Terminal): PreviewReport | undefined {
  const given = givenFile([path], asked, terminal);
  const { hosts, unreadable } = readInputs(path === '-' ? [] : [path], terminal.directory, given);
  for (const sentence of unreadable) terminal.complain(sentence);
  if (hosts.length === 0) return undefined;
  const sources = new Map(hosts.flatMap(({ files }) => files.map((file) => [file.id, file])));
  const rangeOf = ({ origin }: Group): TextRange => rangeIn(sources.get(origin.file), origin.span);
  const analyzer = createAnalyzer();
  const previews = hosts.map(({ files, root, shown }) => {
    const { host, groups } = analyzer.analyze(files, {
      kernel: asked.kernel,
      ...(asked.netplan === undefined ? {} : { netplanVersion: asked.netplan }),
      isTree: root.isTree,
    });
    const wanted = groupsToShow(host, groups).filter(
      (group) => shown.has(group.origin.file) && isOnLine(rangeOf(group), asked.line),
    );
    return previewGroups(host, wanted, toDistributeOptions(asked));
  });
  return {
    distributions: previews.flatMap(({ distributions }) => distributions),
    refusals: previews.flatMap(({ refusals }) => refusals),
    file: given?.path ?? path,
    fileOf: ({ origin }) => printedPath(terminal.directory, origin.file),
    rangeOf,
    flows: asked.given?.flows,
    flowRows: asked.given?.rows ?? [],
  };
}

function isOnLine({ start, end }: TextRange, line: number | undefined): boolean {
  return line === undefined || (start.line <= line && line <= end.line);
}

function toDistributeOptions(asked: Asked): DistributeOptions {
  const { policy, fields, seed, hashKey, profile, given, down, failedNeighbour } = asked;
  return {
    down,
    failedNeighbours: failedNeighbour,
    ...(policy === undefined ? {} : { policy }),
    ...(fields === undefined ? {} : { fields }),
    ...(seed === undefined ? {} : { seed }),
    ...(hashKey === undefined ? {} : { hashKey }),
    ...(profile === undefined ? {} : { profile }),
    ...(given === undefined ? {} : { flows: given.flows }),
  };
}
