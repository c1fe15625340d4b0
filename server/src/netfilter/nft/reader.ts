/** What is shared while an nft text is read: its source, what it defined so far, and what came out. */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Origin, Unknown } from '../../base/fact.ts';
import type { Problem } from '../../base/problem.ts';
import { coverSpans } from '../../base/span.ts';
import type { Span } from '../../base/span.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import type { TextSource } from '../source.ts';
import type { NetfilterStep } from '../types.ts';
import type { BaseChain } from './chain.ts';
import { families } from './keywords.ts';
import type { Token } from './lex.ts';
import type { Scope } from './scope.ts';

export interface RulesetInput {
  readonly source: TextSource;
  readonly file: string;
  readonly context: CommandContext;
  /** The whole command where the text is its arguments: the origin of whatever it adds. */
  readonly whole: Span | undefined;
  /** Nothing else is read with it. A file can be a part that another file includes, with the variables of that file. */
  readonly isSelfContained: boolean;
}

export interface Reader {
  readonly input: RulesetInput;
  readonly scope: Scope;
  readonly steps: NetfilterStep[];
  /** What is done at the end of the text. */
  readonly renamings: NetfilterStep[];
  readonly problems: Problem[];
  /** By `chainKeyOf`. */
  readonly baseChains: Map<string, BaseChain>;
  hasInclude: boolean;
}

export interface TableName {
  readonly family: string;
  readonly table: string | Unknown;
}

/** `[FAMILY] TABLE` at the beginning of the tokens; `ip` where no family is written. */
export function readTableName(tokens: readonly Token[]): {
  readonly name: TableName;
  readonly after: readonly Token[];
} {
  const [first] = tokens;
  const family = first?.kind === 'word' && isFamily(first.text) ? first.text : undefined;
  const rest = family === undefined ? tokens : tokens.slice(1);
  return { name: { family: family ?? 'ip', table: nameOf(rest[0]) }, after: rest.slice(1) };
}

export function isFamily(word: string | undefined): boolean {
  return word !== undefined && Object.hasOwn(families, word);
}

/** Families of arp, bridge and netdev tables are none: they see no IP hook. */
export function familiesOf({ family }: TableName): readonly Family[] {
  return families[family] ?? [];
}

export function nameOf(token: Token | undefined): string | Unknown {
  return token === undefined ? unknown('no name is written') : (token.unknown ?? token.text);
}

/** `family table`, the prefix of the names of sets and chains. */
export function tableKeyOf({ family, table }: TableName): string {
  return `${family} ${isUnknown(table) ? '?' : table}`;
}

export function chainKeyOf(name: TableName, chain: string | Unknown): string {
  return `${tableKeyOf(name)} ${isUnknown(chain) ? '?' : chain}`;
}

export function originOf({ input }: Reader, tokens: readonly Token[]): Origin {
  const [first] = tokens;
  const last = tokens.at(-1);
  const span =
    first === undefined || last === undefined
      ? { start: 0, end: 0 }
      : coverSpans(first.span, last.span);
  return { file: input.file, span: input.whole ?? span };
}
