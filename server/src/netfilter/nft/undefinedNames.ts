/**
 * Chains and sets that nobody declares in a text which begins with `flush ruleset`: after it nothing else is there, so that
 * the kernel refuses the whole text. Any other text may add to what is there already, and says nothing here.
 */
import type { Problem } from '../../base/problem.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { isFamily } from './reader.ts';
import type { Block, Node } from './structure.ts';

/** `family table name`, of chains, sets, maps and flowtables. */
type Names = Set<string>;

const holders = ['chain', 'set', 'map', 'flowtable'];

/** Undefined uses at their places. */
export function undefinedNames(nodes: readonly Node[]): readonly Problem[] {
  const [first, ...rest] = nodes;
  if (first?.kind !== 'statement' || !isFlush(first.tokens)) return [];
  const tables = rest.flatMap((node) => (node.kind === 'block' ? [node] : []));
  // What commands add, remove and rename is not followed.
  const isPlain = rest.every((node) =>
    node.kind === 'block' ? isTable(node) : isAnyToken(node.tokens[0], ['define', 'redefine']),
  );
  if (!isPlain) return [];
  const names: Names = new Set();
  for (const table of tables)
    for (const [object, label] of headersOf(table))
      if (isAnyToken(object, holders)) names.add(`${keyOf(table)} ${label?.text ?? ''}`);
  return tables.flatMap((table) => usesIn(table, names));
}

function isFlush(tokens: readonly Token[]): boolean {
  return tokens.length === 2 && isToken(tokens[0], 'flush') && isToken(tokens[1], 'ruleset');
}

function isTable({ header, body }: Block): boolean {
  const isKnown = header.every(({ unknown, kind }) => unknown === undefined && kind !== 'variable');
  const hasNames = body.every((node) => headOf(node).every(({ unknown }) => unknown === undefined));
  return isKnown && hasNames && isToken(header[0], 'table');
}

function headOf(node: Node): readonly Token[] {
  return node.kind === 'block' ? node.header : node.tokens.slice(0, 2);
}

function headersOf({ body }: Block): readonly (readonly Token[])[] {
  return body.map((node) => headOf(node));
}

/** `inet t`; without a family it is `ip`. */
function keyOf({ header }: Block): string {
  const [, family, name] = header;
  return isFamily(family?.text) ? `${family?.text} ${name?.text}` : `ip ${family?.text}`;
}

function usesIn(table: Block, names: Names): readonly Problem[] {
  const chains = table.body.flatMap((node) =>
    node.kind === 'block' && isToken(node.header[0], 'chain') ? [node] : [],
  );
  return chains.flatMap(({ body }) =>
    body.flatMap((node) =>
      node.kind === 'statement' ? problemsOf(node.tokens, keyOf(table), names) : [],
    ),
  );
}

function problemsOf(tokens: readonly Token[], key: string, names: Names): readonly Problem[] {
  return tokens.flatMap((token, at) => {
    const isCall = isAnyToken(tokens[at - 1], ['jump', 'goto']) && token.kind === 'word';
    // `@nh,0,4` are bits of the packet.
    const isSet = token.kind === 'reference' && !isToken(tokens[at + 1], ',');
    if ((!isCall && !isSet) || token.unknown !== undefined) return [];
    return names.has(`${key} ${token.text}`) ? [] : [problem(token, isCall ? 'chain' : 'set')];
  });
}

function problem({ text, span }: Token, what: 'chain' | 'set'): Problem {
  return {
    rule: 'nft-missing',
    span,
    what: `the table has no ${what} \`${text}\``,
    why: 'after `flush ruleset` nothing else is there, and nft loads none of the text: `No such file or directory`',
    todo: `declare the ${what} in the same table, or correct the name`,
  };
}
