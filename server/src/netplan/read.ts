/**
 * What one netplan file says: typed values with their places, and what netplan refuses of it.
 * Invariant: never throws; a value that netplan refuses is `unknown` in the links and a problem in `problems`.
 * Follows netplan 1.2 (src/parse.c).
 */
import { createMemo } from '../base/pieces.ts';
import type { Problem } from '../base/problem.ts';
import { isSurelyRead } from './sure.ts';
import type { YamlDocument, YamlEntry, YamlMapping, YamlNode, YamlScalar } from '../yaml/types.ts';
import { checkMapping } from './check.ts';
import { mappingsOf } from './entries.ts';
import { createFactReader } from './facts.ts';
import { isLinkKind, root } from './keys/network.ts';
import { readLink } from './link.ts';
import { refuseValue } from './refusal.ts';
import type { Report } from './refusal.ts';
import { syntaxProblem } from './syntax.ts';
import type { GatedProblem, NetplanDocument, NetplanLink, NetplanLinkKind } from './types.ts';

/** Reads the tree of a netplan file. `fileId` goes into every origin. */
export function readNetplan(yaml: YamlDocument, fileId: string): NetplanDocument {
  const problems: Problem[] = yaml.errors.map(syntaxProblem);
  const gated: GatedProblem[] = [];
  const report: Report = (span, { since, until, ...refusal }) => {
    const problem = { ...refusal, span };
    if (since === undefined && until === undefined) problems.push(problem);
    else gated.push({ problem, ...definedOnly({ since, until }) });
  };
  const { root: tree } = yaml;
  if (tree === undefined) return { renderer: undefined, links: [], problems, gated };
  if (tree.kind !== 'mapping') {
    // A broken text often leaves one word as the whole tree: the syntax error says enough.
    if (problems.length === 0) report(tree.span, refuseFile());
    return { renderer: undefined, links: [], problems, gated };
  }
  checkMapping(tree, root, report);
  const facts = createFactReader(fileId);
  const networks = mappingsOf(tree, 'network');
  const renderer = networks
    .map((network) => facts.text(network, 'renderer'))
    .findLast((fact) => fact !== undefined);
  const links = linkEntries(tree).map((entry) => readLinkOnce(entry, fileId));
  const sure = problems.filter(
    ({ rule, span }) => rule === 'netplan-syntax' || isSurelyRead(yaml, span),
  );
  return {
    renderer,
    links,
    problems: sure.toSorted(byPlace),
    gated: gated.filter(({ problem }) => isSurelyRead(yaml, problem.span)),
  };
}

function definedOnly({
  since,
  until,
}: {
  readonly since: string | undefined;
  readonly until: string | undefined;
}): Pick<GatedProblem, 'since' | 'until'> {
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/** The entry of a definition. */
export interface LinkEntry {
  readonly kind: NetplanLinkKind;
  readonly entry: YamlEntry;
  /** The value of the entry. */
  readonly mapping: YamlMapping;
  /** `renderer` of the section, if it stands above. */
  readonly renderer: YamlScalar | undefined;
}

/** The definitions of a file, in the order of the text; `NetplanDocument.links` has one link for each. */
export function linkEntries(tree: YamlNode | undefined): readonly LinkEntry[] {
  if (tree?.kind !== 'mapping') return [];
  const found: LinkEntry[] = [];
  for (const network of mappingsOf(tree, 'network'))
    for (const { key, value } of network.entries)
      if (isLinkKind(key.text) && value?.kind === 'mapping') addEntries(key.text, value, found);
  return found;
}

function addEntries(kind: NetplanLinkKind, section: YamlMapping, found: LinkEntry[]): void {
  let renderer: YamlScalar | undefined;
  for (const entry of section.entries) {
    const { key, value } = entry;
    if (key.text === 'renderer' && value?.kind === 'scalar') renderer = value;
    if (value?.kind === 'mapping') found.push({ kind, entry, mapping: value, renderer });
  }
}

/** Links of blocks that an edit did not change: their nodes are the same objects, so their reading is the same. */
const readings = createMemo<NetplanLink>();

function readLinkOnce({ kind, entry, mapping, renderer }: LinkEntry, fileId: string): NetplanLink {
  const { key: id, span } = entry;
  const inputs = [kind, fileId, renderer?.text, renderer?.span.start];
  return readings.recall(entry, inputs, () => {
    const link = readLink({ kind, id, span, mapping }, fileId);
    if (renderer === undefined || link.renderer !== undefined) return link;
    // It stands outside of the link, and moves apart from it: its place has to be a copy.
    const copy = { ...renderer, span: { ...renderer.span } };
    return { ...link, renderer: createFactReader(fileId).textOf(copy) };
  });
}

function byPlace(a: Problem, b: Problem): number {
  return a.span.start - b.span.start;
}

function refuseFile(): ReturnType<typeof refuseValue> {
  return refuseValue(
    'the file holds no keys',
    'expected mapping (check indentation)',
    'begin the file with `network:`',
  );
}
