/** Completion inside an iptables command: options, matches, targets, chains; links, addresses and marks of the host. */
import { isUnknown } from '../../base/fact.ts';
import { stepsOf } from '../../host/commands.ts';
import type { Host } from '../../host/model.ts';
import type { Family } from '../../net/address.ts';
import { extensions } from '../../netfilter/iptables/extensions.ts';
import { commandRows, isCommandName, ruleRows } from '../../netfilter/iptables/program.ts';
import type { ProgramOptionRow } from '../../netfilter/iptables/program.ts';
import { textOf } from '../../netfilter/iptables/state.ts';
import type { ParseState } from '../../netfilter/iptables/state.ts';
import { builtInChains, tableNames } from '../../netfilter/iptables/tables.ts';
import type { ValueKind } from '../../netfilter/iptables/value.ts';
import type { Completion } from '../completion.ts';
import { iptablesAt, optionOf, stateAfter } from '../netfilter/iptablesCommand.ts';
import type { WrittenOption } from '../netfilter/iptablesCommand.ts';
import type { Word } from '../../netfilter/source.ts';
import type { Place } from '../types.ts';
import { addressCandidates, linkCandidates, markCandidates } from './hostValues.ts';
import type { Candidate } from './hostValues.ts';

export function completeIptables(place: Place): readonly Completion[] {
  const { host, document, offset } = place;
  const at = iptablesAt(place);
  if (at === undefined) return [];
  const { words, family, restoreTable } = at;
  const before = words.filter(({ span }) => span.end < offset);
  const begun = words.find(({ span }) => span.start < offset && offset <= span.end);
  const span = { start: begun?.span.start ?? offset, end: offset };
  const state = stateAfter(before, at);
  const option = optionOf(before.at(-1), stateAfter(before.slice(0, -1), at));
  const isLong = document.file.text.slice(span.start, offset).startsWith('--');
  const found =
    option === undefined || option.found.takes === 'nothing'
      ? [...secondWords(state, before.at(-2)), ...optionCandidates(state, isLong)]
      : valueCandidates(option, { host, family, state, restoreTable });
  return found.map((candidate) => ({ ...candidate, span }));
}

/** `-P CHAIN` asks for a policy. */
function secondWords(state: ParseState, option: Word | undefined): readonly Candidate[] {
  const last = state.programOptions.at(-1);
  const isOpen =
    last?.name === 'policy' && last.values.length < 2 && /^-(?:P|-p)/.test(textOf(option) ?? '');
  return isOpen ? ['ACCEPT', 'DROP'].map((label) => ({ label, kind: 'value' })) : [];
}

/** Commands until there is one, then options of the rule; those of the matches and the target in use come first. */
function optionCandidates(state: ParseState, isLong: boolean): readonly Candidate[] {
  const given = new Set<string>(state.programOptions.map(({ name }) => name));
  const hasCommand = state.programOptions.some(({ name }) => isCommandName(name));
  const own = [...state.matches, ...(state.target === undefined ? [] : [state.target])].flatMap(
    ({ extension, options }) =>
      (extension?.options ?? []).filter(
        (row) => row.isRepeatable || !options.some(({ name }) => name === row.name),
      ),
  );
  const rows: readonly ProgramOptionRow[] = hasCommand ? ruleRows : [...commandRows, ...ruleRows];
  return [
    ...own.map((row): Candidate => ({
      label: `--${row.name}`,
      kind: 'keyword',
      doc: row.doc,
      ...(row.value === undefined ? {} : { detail: row.value.placeholder }),
    })),
    ...rows
      .filter(({ name }) => name === 'match' || !given.has(name))
      .map((row) => programCandidate(row, isLong)),
  ];
}

function programCandidate(
  { name, letter, placeholder = '', doc }: ProgramOptionRow,
  isLong: boolean,
): Candidate {
  const label = letter === undefined || isLong ? `--${name}` : `-${letter}`;
  return { label, kind: 'keyword', detail: `--${name} ${placeholder}`.trimEnd(), doc };
}

interface Context {
  readonly host: Host;
  readonly family: Family;
  readonly state: ParseState;
  readonly restoreTable: string | undefined;
}

function valueCandidates({ found }: WrittenOption, context: Context): readonly Candidate[] {
  const { host, family } = context;
  if (found.owner !== undefined) return extensionValues(found.row.value, context);
  switch (found.name) {
    case 'table':
      return tableNames.map((label) => ({ label, kind: 'value' }));
    case 'in-interface':
    case 'out-interface':
      return linkCandidates(host);
    case 'source':
    case 'destination':
      return [
        ...addressCandidates(host, { family, networks: true }),
        ...addressCandidates(host, { family }),
      ];
    case 'protocol':
      return protocols.map((label) => ({ label, kind: 'value' }));
    case 'match':
      return extensionNames('match', context);
    case 'jump':
      return [...standard, ...extensionNames('target', context), ...ownChains(context)];
    case 'goto':
      return ownChains(context);
    default:
      return isCommandName(found.name) && found.name !== 'new-chain' ? allChains(context) : [];
  }
}

const protocols = ['tcp', 'udp', 'icmp', 'ipv6-icmp', 'esp', 'ah', 'gre', 'sctp', 'all'];

const standard: readonly Candidate[] = [
  { label: 'ACCEPT', kind: 'value', doc: 'Lets the packet through, and ends the table.' },
  { label: 'DROP', kind: 'value', doc: 'Drops the packet without a word.' },
  { label: 'RETURN', kind: 'value', doc: 'Goes back to the chain that called this one.' },
];

function extensionNames(
  kind: 'match' | 'target',
  { family, ...context }: Context,
): readonly Candidate[] {
  const table = tableOf(context);
  return extensions
    .filter((each) => each.kind === kind && (each.family ?? family) === family)
    .filter(({ tables }) => tables === undefined || table === undefined || tables.includes(table))
    .map(({ name, doc }) => ({ label: name, kind: 'keyword', doc }));
}

/** Undefined where it is unknown. */
function tableOf({
  state,
  restoreTable = 'filter',
}: Pick<Context, 'state' | 'restoreTable'>): string | undefined {
  const option = state.programOptions.findLast(({ name }) => name === 'table');
  return option === undefined ? restoreTable : textOf(option.values[0]);
}

function allChains(context: Context): readonly Candidate[] {
  const table = tableOf(context);
  const own = table === undefined ? [] : builtInChains(table);
  return [...own.map((label): Candidate => ({ label, kind: 'value' })), ...ownChains(context)];
}

/** Chains that the files of the host make in this table. */
function ownChains({ host, family, ...context }: Context): readonly Candidate[] {
  const table = tableOf(context);
  const names = new Set<string>();
  for (const document of host.documents) {
    const steps = stepsOf(document).flatMap(({ netfilter }) => netfilter?.steps ?? []);
    const all = document.kind === 'iptables-restore' ? document.netfilter : steps;
    for (const step of all) {
      if (step.kind !== 'chain') continue;
      const { chain, families, table: its, hook, flavour } = step.chain;
      const isHere = flavour === 'iptables' && hook === undefined && families.includes(family);
      if (isHere && !isUnknown(chain) && (table === undefined || its === table)) names.add(chain);
    }
  }
  return [...names].map((label) => ({ label, kind: 'value', detail: 'chain of these files' }));
}

/** Words that are few, and marks of the host where a mark is meant. */
function extensionValues(
  value: ValueKind | undefined,
  { host, family }: Context,
): readonly Candidate[] {
  if (value === undefined) return [];
  const words = (value.words ?? []).map((label): Candidate => ({ label, kind: 'value' }));
  if (value.placeholder === 'value[/mask]') return [...words, ...markCandidates(host)];
  if (value.placeholder.startsWith('address'))
    return [...words, ...addressCandidates(host, { family })];
  return value.placeholder === 'link' ? [...words, ...linkCandidates(host)] : words;
}
