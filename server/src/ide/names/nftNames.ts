/**
 * Tables, chains, sets, maps and variables of nft, wherever a text of nft names them.
 * A chain or set belongs to its table: `inet uplinks/prerouting` is one name in every file that says `inet uplinks`.
 */
import type { Host } from '../../host/model.ts';
import { lexNft, type Token } from '../../netfilter/nft/lex.ts';
import { parseStructure, type Node } from '../../netfilter/nft/structure.ts';
import { nftTexts } from './nftTexts.ts';
import type { Speller } from './spelling.ts';
import type { NameKind, NamePlace } from './types.ts';

export function nftNames(host: Host, spell: Speller): readonly NamePlace[] {
  return nftTexts(host).flatMap(({ file, source }) => {
    const tokens = lexNft(source).filter(({ kind }) => kind !== 'carriage-return');
    const finder: Finder = { file, spell, places: [] };
    for (const node of parseStructure(tokens).nodes) visitNode(finder, node, undefined);
    return finder.places;
  });
}

interface Finder {
  readonly file: string;
  readonly spell: Speller;
  readonly places: NamePlace[];
}

const verbs = new Set(
  'add create insert replace delete destroy flush list reset rename'.split(' '),
);
const families = new Set(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']);
/** Objects of a table, and the kind of name that they have. */
const objects: ReadonlyMap<string, NameKind> = new Map([
  ['chain', 'nft-chain'],
  ['rule', 'nft-chain'],
  ['set', 'nft-set'],
  ['map', 'nft-set'],
  ['element', 'nft-set'],
]);
/** `@nh,96,32` and its like read bytes of the packet. */
const payloads = new Set(['ll', 'nh', 'th', 'ih']);

/** `table`: the key of the table that the node stands in. */
function visitNode(finder: Finder, node: Node, table: string | undefined): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  const inner = visitHeader(finder, tokens, { table, opens: node.kind === 'block' });
  if (node.kind === 'block') for (const child of node.body) visitNode(finder, child, inner);
}

interface Standing {
  readonly table: string | undefined;
  /** The statement opens a block. */
  readonly opens: boolean;
}

/** Names at the beginning of a statement, then those within it; answers the table that it is about. */
function visitHeader(
  finder: Finder,
  tokens: readonly Token[],
  { table, opens }: Standing,
): string | undefined {
  const verb = tokens[0]?.kind === 'word' && verbs.has(tokens[0].text) ? tokens[0].text : undefined;
  const rest = verb === undefined ? tokens : tokens.slice(1);
  const [object, ...after] = rest;
  const isNew =
    opens || verb === 'add' || verb === 'create' || (verb === undefined && table === undefined);
  if (object?.kind === 'word' && object.text === 'table') {
    const named = readTable(after);
    add(finder, { kind: 'nft-table', key: named.key, token: named.token, defines: isNew });
    return named.key;
  }
  if (object?.kind === 'word' && (object.text === 'define' || object.text === 'redefine')) {
    add(finder, {
      kind: 'nft-variable',
      key: keyIn(finder.file, after[0]),
      token: after[0],
      defines: true,
    });
    visitUses(finder, after.slice(1), table);
    return table;
  }
  const kind = object?.kind === 'word' ? objects.get(object.text) : undefined;
  if (
    object === undefined ||
    kind === undefined ||
    (table !== undefined && !opens && object.text === 'set')
  ) {
    visitUses(finder, rest, table);
    return table;
  }
  return visitObject(finder, {
    kind,
    after,
    table,
    isNew: isNew && object.text !== 'rule' && object.text !== 'element',
  });
}

interface ObjectStatement {
  readonly kind: NameKind;
  readonly after: readonly Token[];
  readonly table: string | undefined;
  readonly isNew: boolean;
}

/** `chain NAME` in a block, `add chain inet TABLE NAME …` as a command. */
function visitObject(
  finder: Finder,
  { kind, after, table, isNew }: ObjectStatement,
): string | undefined {
  if (table !== undefined) {
    add(finder, { kind, key: keyIn(table, after[0]), token: after[0], defines: isNew });
    visitUses(finder, after.slice(1), table);
    return table;
  }
  const named = readTable(after);
  add(finder, { kind: 'nft-table', key: named.key, token: named.token, defines: false });
  const [token, ...uses] = named.after;
  add(finder, { kind, key: keyIn(named.key, token), token, defines: isNew });
  visitUses(finder, uses, named.key);
  return named.key;
}

/** `jump CHAIN`, `goto CHAIN`, `@SET`, `$VARIABLE`, in verdict maps too. */
function visitUses(finder: Finder, tokens: readonly Token[], table: string | undefined): void {
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (before?.kind === 'word' && (before.text === 'jump' || before.text === 'goto'))
      add(finder, { kind: 'nft-chain', key: keyIn(table, token), token, defines: false });
    if (token.kind === 'reference' && !payloads.has(token.text))
      add(finder, { kind: 'nft-set', key: keyIn(table, token), token, defines: false });
    if (token.kind === 'variable')
      add(finder, { kind: 'nft-variable', key: keyIn(finder.file, token), token, defines: false });
  });
}

interface TableName {
  readonly key: string | undefined;
  readonly token: Token | undefined;
  readonly after: readonly Token[];
}

/** Without a family `ip` is meant (nft(8)). */
function readTable(tokens: readonly Token[]): TableName {
  const [first, second] = tokens;
  const hasFamily = first !== undefined && families.has(first.text) && second !== undefined;
  const token = hasFamily ? second : first;
  const family = hasFamily ? first.text : 'ip';
  const key = token === undefined || !isName(token) ? undefined : `${family} ${token.text}`;
  return { key, token, after: tokens.slice(hasFamily ? 2 : 1) };
}

function keyIn(place: string | undefined, token: Token | undefined): string | undefined {
  return place === undefined || token === undefined || !isName(token)
    ? undefined
    : `${place}/${token.text}`;
}

function isName({ kind, unknown }: Token): boolean {
  return unknown === undefined && kind !== 'symbol' && kind !== 'newline' && kind !== 'unclosed';
}

interface FoundName {
  readonly kind: NameKind;
  readonly key: string | undefined;
  readonly token: Token | undefined;
  readonly defines: boolean;
}

function add({ file, spell, places }: Finder, { kind, key, token, defines }: FoundName): void {
  if (token === undefined || key === undefined) return;
  const sigil = token.kind === 'reference' || token.kind === 'variable' ? 1 : 0;
  const span = { start: token.span.start + sigil, end: token.span.end };
  for (const spelling of spell({ file, span }, token.text))
    places.push({ kind, key, role: defines ? 'definition' : 'reference', ...spelling });
}
