/**
 * What one netplan file says: typed values with their places, and what netplan refuses of it.
 * Invariant: never throws; a value that netplan refuses is `unknown` in the links and a problem in `problems`.
 * Follows netplan 1.2 (src/parse.c).
 */
import type { Fact } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { YamlDocument, YamlMapping, YamlNode } from '../yaml/types.ts';
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
  const links = networks.flatMap((network) => readSections(network, fileId));
  return { renderer, links, problems: beforeSyntaxError(problems, yaml), gated };
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

function readSections(network: YamlMapping, fileId: string): NetplanLink[] {
  return network.entries.flatMap(({ key, value }) =>
    isLinkKind(key.text) && value?.kind === 'mapping' ? readSection(key.text, value, fileId) : [],
  );
}

function readSection(kind: NetplanLinkKind, section: YamlMapping, fileId: string): NetplanLink[] {
  const facts = createFactReader(fileId);
  const links: NetplanLink[] = [];
  let sectionRenderer: Fact<string> | undefined;
  for (const { key: id, value, span } of section.entries) {
    if (id.text === 'renderer' && value?.kind === 'scalar') sectionRenderer = facts.textOf(value);
    else if (value?.kind === 'mapping')
      links.push(readLinkOnce({ kind, id, span, mapping: value, sectionRenderer }, fileId));
  }
  return links;
}

type LinkDefinition = Parameters<typeof readLink>[0];

interface LinkReading {
  readonly definition: LinkDefinition;
  readonly fileId: string;
  readonly link: NetplanLink;
}

/** Links of blocks that an edit did not move: their nodes are the same objects, so their reading is the same. */
const readings = new WeakMap<YamlMapping, LinkReading>();

function readLinkOnce(definition: LinkDefinition, fileId: string): NetplanLink {
  const { mapping, kind, id, span, sectionRenderer } = definition;
  const known = readings.get(mapping);
  if (
    known?.fileId === fileId &&
    known.definition.kind === kind &&
    known.definition.id === id &&
    known.definition.span === span &&
    known.definition.sectionRenderer === sectionRenderer
  )
    return known.link;
  const link = readLink(definition, fileId);
  readings.set(mapping, { definition, fileId, link });
  return link;
}

/**
 * A text that is broken at one place is often read wrongly around and behind it.
 * So a value problem counts only in front of the line of the first syntax error, and not where the value that is missing
 * may be what could not be read.
 */
function beforeSyntaxError(problems: readonly Problem[], yaml: YamlDocument): readonly Problem[] {
  const first = yaml.errors[0];
  if (first === undefined) return problems.toSorted(byPlace);
  const cut = lastKeyBefore(yaml.root, first.span.start);
  const kept = problems.filter(
    ({ rule, span }) =>
      rule === 'netplan-syntax' ||
      (span.end < first.span.start && (cut === undefined || span.end <= cut)),
  );
  return kept.toSorted(byPlace);
}

function byPlace(a: Problem, b: Problem): number {
  return a.span.start - b.span.start;
}

/** Where the last key in front of an offset begins, if nothing was read behind it. */
function lastKeyBefore(node: YamlNode | undefined, offset: number): number | undefined {
  if (node?.kind === 'sequence')
    return lastKeyBefore(
      node.items.findLast((item) => item.span.start < offset),
      offset,
    );
  if (node?.kind !== 'mapping') return undefined;
  const last = node.entries.findLast(({ key }) => key.span.start < offset);
  if (last === undefined) return undefined;
  const isEmpty =
    last.value === undefined || (last.value.kind === 'scalar' && last.value.text === '');
  return isEmpty ? last.key.span.start : lastKeyBefore(last.value, offset);
}

function refuseFile(): ReturnType<typeof refuseValue> {
  return refuseValue(
    'the file holds no keys',
    'expected mapping (check indentation)',
    'begin the file with `network:`',
  );
}
