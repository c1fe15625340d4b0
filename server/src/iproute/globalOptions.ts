/** Options before the object: `-4`, `-6`, `-f inet`, `-n NAME`, `-b FILE`, … (iproute2 6.1, ip/ip.c, in its order). */
import { isUnknown, unknown, type Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { Family } from '../net/address.ts';
import type { ShellWord } from '../shell/types.ts';
import { invalidValue, unknownOption } from './wording.ts';

export interface GlobalOptions {
  /** Index of the object's word, or undefined if the command ends or cannot be read further. */
  readonly next: number | undefined;
  readonly family: Family | Unknown | undefined;
  readonly netns: string | Unknown | undefined;
  /** The word after `-batch`. */
  readonly batch: ShellWord | undefined;
  readonly force: boolean;
  readonly problems: readonly Problem[];
}

type Meaning =
  | 'flag'
  | 'force'
  | 'value'
  | 'family'
  | 'netns'
  | 'batch'
  | '4'
  | '6'
  | 'other-family';

/** Long names in the order of comparison; a beginning is enough. */
const options: readonly (readonly [string, Meaning])[] = [
  ['-loops', 'value'],
  ['-family', 'family'],
  ['-4', '4'],
  ['-6', '6'],
  ['-0', 'other-family'],
  ['-M', 'other-family'],
  ['-B', 'other-family'],
  ['-human-readable', 'flag'],
  ['-iec', 'flag'],
  ['-stats', 'flag'],
  ['-statistics', 'flag'],
  ['-details', 'flag'],
  ['-resolve', 'flag'],
  ['-oneline', 'flag'],
  ['-timestamp', 'flag'],
  ['-tshort', 'flag'],
  ['-Version', 'flag'],
  ['-force', 'force'],
  ['-batch', 'batch'],
  ['-brief', 'flag'],
  ['-json', 'flag'],
  ['-pretty', 'flag'],
  ['-rcvbuf', 'value'],
  ['-color', 'flag'],
  ['-help', 'flag'],
  ['-netns', 'netns'],
  ['-Numeric', 'flag'],
  ['-all', 'flag'],
  ['-echo', 'flag'],
];
const exact = new Set(['-4', '-6', '-0', '-M', '-B']);
const familyRow = {
  keyword: '-family',
  abbreviates: true,
  argument: { kind: 'choice', words: ['inet', 'inet6', 'mpls', 'bridge', 'link'] },
  doc: 'Protocol family.',
  refusal: 'invalid protocol family',
} as const;

/** Reads the options of a command whose words are given with the name first. */
export function readGlobalOptions(words: readonly ShellWord[]): GlobalOptions {
  const state: {
    family: GlobalOptions['family'];
    netns: GlobalOptions['netns'];
    batch: ShellWord | undefined;
    force: boolean;
    problems: Problem[];
  } = {
    // `$IP6` may hold `ip -6`.
    family:
      typeof words[0]?.value === 'string' ? undefined : unknown('the command may hold options'),
    netns: undefined,
    batch: undefined,
    force: false,
    problems: [],
  };
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.several === true) return { next: undefined, ...state };
    if (typeof word.value !== 'string') {
      // `ip -$family route`, `ip $proto route`: an option, if an object follows.
      state.family = unknown('an option is known only when the script runs');
      if (/\$/.test(word.raw) && typeof words[at + 1]?.value === 'string') continue;
      return { next: undefined, ...state };
    }
    if (word.value === '--') return { next: at + 1, ...state };
    if (!word.value.startsWith('-')) break;
    const meaning = meaningOf(word.value);
    if (meaning === undefined) {
      state.problems.push(unknownOption(word.span, word.value));
      return { next: undefined, ...state };
    }
    // MPLS labels, bridge entries and packet addresses are not read.
    if (meaning === 'other-family') return { next: undefined, ...state };
    const value = words[at + 1];
    if (meaning === '4' || meaning === '6') state.family = meaning === '4' ? 4 : 6;
    else if (meaning === 'family') state.family = familyOf(value, state.problems);
    else if (meaning === 'netns') state.netns = value?.value;
    else if (meaning === 'batch') state.batch = value;
    else if (meaning === 'force') state.force = true;
    if (meaning === 'family' && isUnknown(state.family) && typeof value?.value === 'string')
      return { next: undefined, ...state };
    if (meaning === 'family' || meaning === 'netns' || meaning === 'value' || meaning === 'batch')
      at += 1;
  }
  return { next: at, ...state };
}

function meaningOf(written: string): Meaning | undefined {
  const option = written.startsWith('--') ? written.slice(1) : written;
  if (/^-c(?:o(?:l(?:or?)?)?)?=/.test(option)) return 'flag';
  return options.find(([name]) =>
    exact.has(name) ? name === option : option.length > 1 && name.startsWith(option),
  )?.[1];
}

function familyOf(word: ShellWord | undefined, problems: Problem[]): GlobalOptions['family'] {
  if (word === undefined) return undefined;
  if (word.value === 'inet') return 4;
  if (word.value === 'inet6') return 6;
  if (
    typeof word.value === 'string' &&
    !familyRow.argument.words.some((each) => each === word.value)
  ) {
    problems.push(
      invalidValue({ span: word.span, text: word.value }, familyRow, '`inet` or `inet6`'),
    );
  }
  return unknown('it is another family');
}
