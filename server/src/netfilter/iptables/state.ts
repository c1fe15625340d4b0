/** A command line of iptables while its words are told apart. */
import { isUnknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Family } from '../../net/address.ts';
import { protocolNumber } from '../../net/protocol.ts';
import type { Word } from '../source.ts';
import { optionsOf } from './longOptions.ts';
import type { OptionScope } from './longOptions.ts';
import type { ParsedOption, ProgramOption, UsedExtension } from './parsed.ts';

export interface ParseState extends OptionScope {
  readonly words: readonly Word[];
  readonly family: Family;
  /** A line of iptables-restore. */
  readonly isRestore: boolean;
  at: number;
  /** A `!` stands before the option at the cursor. */
  isNegated: boolean;
  readonly programOptions: ProgramOption[];
  /** 0: none, undefined: unknown. */
  protocol: number | undefined;
  protocolText: string | undefined;
  readonly others: ParsedOption[];
  isUncertain: boolean;
  /** `--help` or `--version`: iptables does nothing else. */
  isOver: boolean;
  /** `-6` in a line of iptables-restore, or `-4` in one of ip6tables-restore. */
  isForOther: boolean;
  refusal: Refusal | undefined;
}

/** What iptables refuses: where, in its own words. */
export interface Refusal {
  readonly span: Span;
  readonly words: string;
  /** iptables took it until 1.8.7, with a warning. */
  readonly isOld?: true;
}

/** Only the first refusal counts, and none behind a word that could be anything. */
export function refuse(state: ParseState, span: Span, words: string): void {
  if (state.refusal === undefined && !state.isUncertain) state.refusal = { span, words };
}

/** The same for what older programs took. */
export function refuseNow(state: ParseState, span: Span, words: string): void {
  if (state.refusal === undefined && !state.isUncertain)
    state.refusal = { span, words, isOld: true };
}

/** From now on the options of the extension are known; of several extensions the newest wins a name. */
export function use(state: ParseState, used: UsedExtension): void {
  if (used.extension?.kind === 'target') state.target = used;
  else state.matches.push(used);
  const { extension } = used;
  if (extension !== undefined && !state.loaded.some(({ owner }) => owner === extension))
    state.loaded.unshift(...optionsOf(extension));
}

export function protocolOf(text: string): number | undefined {
  if (text === 'all') return 0;
  return ['mh', 'ipv6-mh', 'mobility-header'].includes(text) ? 135 : protocolNumber(text);
}

export function textOf(word: Word | undefined): string | undefined {
  return word === undefined || isUnknown(word.value) ? undefined : word.value;
}
