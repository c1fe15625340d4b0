/** One iptables command: what is read, and what its words came to. */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import type { Word } from '../source.ts';
import type { ProgramOption } from './parsed.ts';
import { textOf } from './state.ts';
import type { ParseState } from './state.ts';

export interface IptablesInput {
  /** The words after the command name. */
  readonly words: readonly Word[];
  readonly family: Family;
  /** The table where `-t` is missing: `filter`, or the current one of iptables-restore. */
  readonly table: string | Unknown;
  /** A line of iptables-restore. */
  readonly isRestore?: boolean;
  readonly span: Span;
  readonly file: string;
  readonly context: CommandContext;
}

export interface Parsed extends IptablesInput {
  readonly state: ParseState;
  readonly tableName: string | Unknown;
  readonly command: ProgramOption;
  readonly operands: readonly Word[];
}

/** The number of a rule, 1 for the first. */
export function numberOf(word: Word): number | Unknown {
  const text = textOf(word);
  const number = text === undefined ? Number.NaN : Number.parseInt(text, 10);
  if (number >= 1) return number;
  return isUnknown(word.value) ? word.value : unknown(`\`${text ?? ''}\` is not a number`);
}
