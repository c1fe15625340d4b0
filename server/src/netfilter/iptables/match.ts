/** The conditions of an iptables rule. What is not modelled is kept as text, so that the rule is known to be narrower. */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Fact, Unknown } from '../../base/fact.ts';
import { parseMark, parseMarkAndMask } from '../marks.ts';
import { emptyMatch, stateList } from '../match.ts';
import type { MatchDraft } from '../match.ts';
import type { Word } from '../source.ts';
import type { BalanceMatch, LinkMatch, RuleMatch } from '../types.ts';
import { prefixesIn } from './addressList.ts';
import type { ParsedOption, ProgramOption, UsedExtension } from './parsed.ts';
import type { ParseState } from './state.ts';

/** Matches whose options say it all, or that never narrow a rule. */
const silent = new Set([
  'mark',
  'connmark',
  'conntrack',
  'state',
  'comment',
  'tcp',
  'udp',
  'multiport',
  'statistic',
]);

/** The conditions of one rule. */
export function readMatch(state: ParseState, file: string): RuleMatch {
  const match = emptyMatch();
  for (const option of state.programOptions) readProgramOption(match, { state, option, file });
  for (const used of state.matches) readExtension(match, used, file);
  match.other.push(...state.others.map((option) => describe(option)));
  return match;
}

interface OwnOption {
  readonly state: ParseState;
  readonly option: ProgramOption;
  readonly file: string;
}

function readProgramOption(match: MatchDraft, { state, option, file }: OwnOption): void {
  const [word] = option.values;
  if (word === undefined) {
    if (option.name === 'fragments') match.other.push(describe(option));
    return;
  }
  switch (option.name) {
    case 'in-interface':
      match.iif = linkMatch(option, word, file);
      return;
    case 'out-interface':
      match.oif = linkMatch(option, word, file);
      return;
    case 'source':
    case 'destination':
      match[option.name] = { negated: option.negated, prefixes: prefixesOf(word, state, file) };
      return;
    case 'protocol':
      if (word.value !== 'all' && word.value !== '0') match.other.push(describe(option));
      return;
    default:
  }
}

function linkMatch(option: ParsedOption, word: Word, file: string): LinkMatch {
  return {
    negated: option.negated,
    names: [{ value: word.value, origin: { file, span: word.span } }],
  };
}

function prefixesOf(
  word: Word,
  { family }: ParseState,
  file: string,
): NonNullable<RuleMatch['source']>['prefixes'] {
  const origin = { file, span: word.span };
  if (isUnknown(word.value)) return [{ value: word.value, origin }];
  return prefixesIn(word.value, family).map((value) => ({ value, origin }));
}

function readExtension(match: MatchDraft, used: UsedExtension, file: string): void {
  if (used.name === 'statistic') {
    const balance = statisticOf(used, file);
    if (balance !== undefined) {
      match.balance.push(balance);
      return;
    }
  }
  if (!silent.has(used.name) && !used.isImplicit) match.other.push(`-m ${used.name}`);
  for (const option of used.options) {
    if (!readCondition(match, { used, option, file })) match.other.push(describe(option));
  }
}

interface Condition {
  readonly used: UsedExtension;
  readonly option: ParsedOption;
  readonly file: string;
}

/** False: the condition is not modelled. */
function readCondition(match: MatchDraft, { used, option, file }: Condition): boolean {
  const [word] = option.values;
  if (used.name === 'comment') return true;
  if (word === undefined) return false;
  if (option.name === 'mark' && (used.name === 'mark' || used.name === 'connmark')) {
    const mark = parseMarkAndMask(word.value);
    if (mark === undefined) return false;
    match[used.name === 'mark' ? 'mark' : 'ctMark'] = {
      negated: option.negated,
      value: { value: mark.value, origin: { file, span: word.span } },
      mask: mark.mask,
    };
    return true;
  }
  if (option.name !== 'ctstate' && option.name !== 'state') return false;
  match.ctStates = isUnknown(word.value)
    ? undefined
    : stateList(wholeWords(used, option, word.value), option.negated);
  return match.ctStates !== undefined;
}

/** Names of states can be cut short. */
function wholeWords(used: UsedExtension, option: ParsedOption, text: string): readonly string[] {
  const row = used.extension?.options.find(({ name }) => name === option.name);
  return (row?.value?.normal?.(text) ?? text).split(',');
}

/** `-m statistic`; undefined where a number of it is missing. */
function statisticOf(used: UsedExtension, file: string): BalanceMatch | undefined {
  const wordOf = (name: string): Word | undefined =>
    used.options.find((option) => option.name === name)?.values[0];
  const [mode, probability, every, packet] = ['mode', 'probability', 'every', 'packet'].map(
    (name) => wordOf(name),
  );
  const negated = used.options.some((option) => option.negated);
  const shared = { negated, numbers: undefined };
  if (mode?.value === 'random' && probability !== undefined)
    return {
      balance: { kind: 'probability', probability: factOf(probability, file, Number) },
      ...shared,
    };
  if (mode?.value !== 'nth' || every === undefined) return undefined;
  const origin = { file, span: every.span };
  return {
    balance: {
      kind: 'nth',
      every: factOf(every, file, parseMark),
      packet: packet === undefined ? { value: 0, origin } : factOf(packet, file, parseMark),
    },
    ...shared,
  };
}

/** The number that a word is, with its place. */
export function factOf(
  word: Word,
  file: string,
  read: (text: string) => number | undefined,
): Fact<number> {
  return { value: numberOf(word, read), origin: { file, span: word.span } };
}

function numberOf({ value }: Word, read: (text: string) => number | undefined): number | Unknown {
  if (isUnknown(value)) return value;
  const number = read(value);
  return number === undefined || Number.isNaN(number)
    ? unknown(`\`${value}\` is not a number`)
    : number;
}

function describe(option: ParsedOption): string {
  const values = option.values.map(({ value }) =>
    isUnknown(value) ? `$${value.symbol ?? '?'}` : value,
  );
  return [option.negated ? '!' : '', option.written, ...values]
    .filter((part) => part !== '')
    .join(' ');
}
