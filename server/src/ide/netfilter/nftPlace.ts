/** The statement of nft at a place: of a file, of a here-document, or of the arguments of a command. */
import { touchesSpan, type Span } from '../../base/span.ts';
import { scriptOf } from '../../host/commands.ts';
import { lexNft, type Token } from '../../netfilter/nft/lex.ts';
import { parseStructure, type Node } from '../../netfilter/nft/structure.ts';
import type { Level } from '../../netfilter/nft/words/walk.ts';
import { tableOfCommand } from '../../netfilter/nft/words/walk.ts';
import { nftSourceOf } from '../../netfilter/read.ts';
import { fileSource, type TextSource } from '../../netfilter/source.ts';
import { commandAt } from '../completion/ipCommand.ts';
import type { Place } from '../types.ts';

/** A statement with what it stands in. */
export interface NftStatement {
  readonly level: Level;
  /** `inet uplinks`, of the block around it. */
  readonly table: string | undefined;
  readonly tokens: readonly Token[];
}

export interface NftWord extends NftStatement {
  /** Index of the word at the cursor. */
  readonly at: number;
}

export interface NftCursor extends NftStatement {
  /** The word that is being written. */
  readonly begun: Token | undefined;
  /** What a candidate replaces: without the quote before it. */
  readonly span: Span;
  /** Arguments of a command: the shell would take double quotes away. */
  readonly isArgument: boolean;
}

/** The word at a place with the whole statement around it. */
export function nftWordAt(place: Place): NftWord | undefined {
  const text = textAt(place);
  if (text === undefined) return undefined;
  const tokens = tokensOf(text.source);
  const word =
    tokens.find(({ kind, span }) => isWord(kind) && touchesSpan(span, place.offset)) ??
    tokens.find(({ span }) => touchesSpan(span, place.offset));
  if (word === undefined) return undefined;
  const found = findStatement(parseStructure(tokens).nodes, word);
  return found === undefined ? undefined : { ...found, at: found.tokens.indexOf(word) };
}

/** The statement before a place, with what stands in it so far; undefined in comments. */
export function nftCursorAt(place: Place): NftCursor | undefined {
  const { document, offset } = place;
  const text = textAt(place);
  if (text === undefined) return undefined;
  const tokens = tokensOf(text.source);
  const before = tokens.filter(({ span }) => span.end <= offset);
  const gap = document.file.text.slice(before.at(-1)?.span.end ?? text.start, offset);
  const begun = tokens.find(
    (token) => token.span.start < offset && offset <= token.span.end && isBegun(token),
  );
  if (begun === undefined && gap.includes('#')) return undefined;
  const isQuoted = begun?.kind === 'string' || begun?.kind === 'unclosed';
  const start = begun === undefined ? offset : begun.span.start + (isQuoted ? 1 : 0);
  const span = { start, end: offset };
  const cursor: Token = { kind: 'word', text: '', span };
  const known = before.filter((token) => token !== begun);
  const after = tokens.filter((token) => token !== begun && !before.includes(token));
  const found = findStatement(parseStructure([...known, cursor, ...after]).nodes, cursor);
  if (found === undefined) return undefined;
  const written = found.tokens.slice(0, found.tokens.indexOf(cursor));
  return { ...found, tokens: written, begun, span, isArgument: text.isArgument };
}

const isWord = (kind: Token['kind']): boolean =>
  !['newline', 'symbol', 'carriage-return'].includes(kind);

function isBegun({ kind, text }: Token): boolean {
  return isWord(kind) || text === '@' || text === '$';
}

interface TextAt {
  readonly source: TextSource;
  readonly start: number;
  readonly isArgument: boolean;
}

function textAt({ document, offset }: Place): TextAt | undefined {
  const { kind, file } = document;
  if (kind === 'nft') return { source: fileSource(file.text), start: 0, isArgument: false };
  const fed = (scriptOf(document)?.commands ?? []).find(
    ({ name, input }) => name === 'nft' && input !== undefined && touchesSpan(input.span, offset),
  );
  const command = fed ?? commandAt(document, offset);
  const [program] = command?.words ?? [];
  if (command?.name !== 'nft' || program === undefined || offset <= program.span.end)
    return undefined;
  const source = nftSourceOf(command);
  if (source === undefined || (fed === undefined && command.input !== undefined)) return undefined;
  const start = fed?.input?.span.start ?? program.span.end;
  return { source, start, isArgument: fed === undefined };
}

function tokensOf(source: TextSource): readonly Token[] {
  return lexNft(source).filter(({ kind }) => kind !== 'carriage-return');
}

const levels: Readonly<Record<string, Level>> = {
  table: 'table',
  chain: 'chain',
  set: 'set',
  map: 'set',
  flowtable: 'flowtable',
};

/** The innermost statement that holds a token. */
function findStatement(
  nodes: readonly Node[],
  token: Token,
  around: Omit<NftStatement, 'tokens'> = { level: 'top', table: undefined },
): NftStatement | undefined {
  for (const node of nodes) {
    const tokens = node.kind === 'block' ? node.header : node.tokens;
    if (tokens.includes(token))
      return { level: around.level, table: around.table ?? tableOfCommand(tokens), tokens };
    if (node.kind === 'statement') continue;
    const found = findStatement(node.body, token, {
      level: levelOf(node.header),
      table: around.table ?? tableOfCommand(node.header),
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function levelOf(header: readonly Token[]): Level {
  const word = header.find(({ text }) => Object.hasOwn(levels, text))?.text ?? '';
  return levels[word] ?? 'other';
}
