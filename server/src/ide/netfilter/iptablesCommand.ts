/** The iptables command at the cursor, its words told apart as iptables does it. */
import { isUnknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { lookUpLong } from '../../netfilter/iptables/longOptions.ts';
import type { FoundOption } from '../../netfilter/iptables/longOptions.ts';
import { parseWords } from '../../netfilter/iptables/parse.ts';
import { programRows, rowOfLetter } from '../../netfilter/iptables/program.ts';
import type { ProgramOptionRow } from '../../netfilter/iptables/program.ts';
import type { ParseState } from '../../netfilter/iptables/state.ts';
import type { Word } from '../../netfilter/source.ts';
import { commandAt } from '../completion/ipCommand.ts';
import type { Place } from '../types.ts';
import { restoreLineAt } from './restoreLine.ts';

const program = /^(ip6?tables)(?:-nft|-legacy)?$/;

export interface IptablesCommand {
  /** Without the program. */
  readonly words: readonly Word[];
  readonly family: Family;
  /** The table of a line for iptables-restore; absent: `-t` or `filter`. */
  readonly restoreTable?: string;
}

/** A command with the cursor behind its program, or a line of rules for iptables-restore. */
export function iptablesAt(place: Place): IptablesCommand | undefined {
  const line = restoreLineAt(place);
  if (line !== undefined)
    return line.kind === 'rule' ? { ...line, restoreTable: line.table ?? 'filter' } : undefined;
  const command = commandAt(place.document, place.offset);
  const tool = program.exec(command?.name ?? '')?.[1];
  const [first, ...words] = command?.words ?? [];
  if (first === undefined || tool === undefined || place.offset <= first.span.end) return undefined;
  return { words, family: tool === 'iptables' ? 4 : 6 };
}

/** What iptables knows after some words of a command. */
export function stateAfter(
  words: readonly Word[],
  { family, restoreTable }: Omit<IptablesCommand, 'words'>,
): ParseState {
  return parseWords({ words, family, isRestore: restoreTable !== undefined });
}

/** An option of the program or of a match or target, as it is written. */
export interface WrittenOption {
  readonly found: FoundOption;
  /** Of the program's own options. */
  readonly row: ProgramOptionRow | undefined;
}

/** The option that a word is, in the scope of the words before it; undefined for any other word. */
export function optionOf(word: Word | undefined, before: ParseState): WrittenOption | undefined {
  const text = word === undefined || isUnknown(word.value) ? '' : word.value;
  if (text.startsWith('--') && text.length > 2) {
    const found = lookUpLong(before, text.slice(2));
    return found === undefined ? undefined : { found, row: rowOf(found) };
  }
  const letter = /^-([^-])$/.exec(text)?.[1];
  const row = letter === undefined ? undefined : rowOfLetter(letter);
  if (row === undefined) return undefined;
  const { name, takes } = row;
  return { found: { name, takes, owner: undefined, row: undefined }, row };
}

function rowOf({ name, owner }: FoundOption): ProgramOptionRow | undefined {
  return owner === undefined ? programRows.find((row) => row.name === name) : undefined;
}
