/** What stands inside a table: chains with their rules, sets and maps. */
import type { Unknown } from '../../base/fact.ts';
import { coverSpans } from '../../base/span.ts';
import { readBaseChain } from './chain.ts';
import type { BaseChain } from './chain.ts';
import { beginsPart } from './keywords.ts';
import { isAnyToken, isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { refusedProblem, syntaxProblem } from './problem.ts';
import { chainKeyOf, familiesOf, nameOf, originOf, tableKeyOf } from './reader.ts';
import type { Reader, TableName } from './reader.ts';
import { readRule } from './rule.ts';
import { ruleRefusal } from './ruleCheck.ts';
import { expandVariables, readDefine } from './scope.ts';
import type { Block } from './structure.ts';

/** Something that a table holds: the table, its name in it, and its block if it has one. */
export interface Declaration {
  readonly name: TableName;
  readonly label: Token | undefined;
  readonly block: Block | undefined;
}

/** A chain and all its rules. */
export function readChain(reader: Reader, { name, label, block }: Declaration): void {
  if (label === undefined || familiesOf(name).length === 0) return;
  const chain = nameOf(expandVariables(reader.scope, [label])[0]);
  const statements = statementsOf(reader, block);
  const typed = statements.find(([first]) => isToken(first, 'type'));
  const base = typed === undefined ? undefined : readBaseChain(typed, reader.problems);
  if (base !== undefined) reader.baseChains.set(chainKeyOf(name, chain), base);
  declareChain(reader, {
    name,
    chain,
    base,
    policy: policyOf(statements),
    tokens: block?.header ?? [label],
  });
  for (const tokens of statements) {
    if (!isChainSetting(tokens)) addRule(reader, { name, chain, tokens, insert: 'append' });
  }
}

/** In their order, since a `define` counts for what stands behind it. */
function statementsOf(reader: Reader, block: Block | undefined): readonly (readonly Token[])[] {
  return (block?.body ?? []).flatMap((node) => {
    if (node.kind !== 'statement') return [];
    const [first] = node.tokens;
    if (isAnyToken(first, ['define', 'redefine'])) readDefine(reader.scope, node.tokens);
    if (isToken(first, 'include')) readInclude(reader, node.tokens);
    return isAnyToken(first, ['define', 'redefine', 'undefine', 'include'])
      ? []
      : [expandVariables(reader.scope, node.tokens)];
  });
}

/** `include "PATH"`, wherever it stands. */
export function readInclude(reader: Reader, [first, path]: readonly Token[]): void {
  if (first === undefined || path === undefined) return;
  reader.hasInclude = true;
  const { file } = reader.input;
  reader.steps.push({
    kind: 'unmodelled',
    origin: { file, span: coverSpans(first.span, path.span) },
    reason: `the rules stand in \`${path.text}\``,
    file: { value: path.text, origin: { file, span: path.span } },
  });
}

function policyOf(statements: readonly (readonly Token[])[]): string | undefined {
  const policy = statements.find(([first]) => isToken(first, 'policy'))?.[1];
  return policy === undefined || policy.unknown !== undefined ? undefined : policy.text;
}

interface ChainFacts {
  readonly name: TableName;
  readonly chain: string | Unknown;
  readonly base: BaseChain | undefined;
  readonly policy: string | undefined;
  readonly tokens: readonly Token[];
}

function declareChain(reader: Reader, { name, chain, base, policy, tokens }: ChainFacts): void {
  reader.steps.push({
    kind: 'chain',
    chain: {
      flavour: 'nft',
      families: familiesOf(name),
      tableFamily: name.family,
      table: name.table,
      chain,
      hook: base?.hook,
      type: base?.type,
      priority: base?.priority,
      policy,
      origin: originOf(reader, tokens),
    },
  });
}

function isChainSetting([first]: readonly Token[]): boolean {
  return isAnyToken(first, ['type', 'policy', 'devices', 'flags', 'comment']);
}

export interface NewRule {
  readonly name: TableName;
  readonly chain: string | Unknown;
  /** Variables put in. */
  readonly tokens: readonly Token[];
  readonly insert: 'append' | 'insert';
  /** 1 for the first rule: `index 0`. */
  readonly position?: number | Unknown;
}

/** One rule, or several where a map on a link decides. */
export function addRule(reader: Reader, { name, chain, tokens, insert, position }: NewRule): void {
  const [first] = tokens;
  if (first === undefined || familiesOf(name).length === 0) return;
  if (!reportMisspeltRule(reader, first)) reportRefusedRule(reader, tokens, first);
  const { file, context } = reader.input;
  const base = reader.baseChains.get(chainKeyOf(name, chain));
  const bodies = readRule({
    tokens,
    families: familiesOf(name),
    scope: reader.scope,
    table: tableKeyOf(name),
    file,
  });
  const origin = originOf(reader, tokens);
  // Each is put before the one before it.
  for (const body of insert === 'insert' ? bodies.toReversed() : bodies) {
    reader.steps.push({
      kind: 'rule',
      insert,
      ...(position === undefined ? {} : { position }),
      rule: {
        flavour: 'nft',
        tableFamily: name.family,
        table: name.table,
        chain,
        hook: base?.hook ?? 'unknown',
        chainType: base?.type,
        priority: base?.priority,
        ...body,
        origin,
        context,
      },
    });
  }
}

function reportRefusedRule(reader: Reader, tokens: readonly Token[], first: Token): void {
  const refusal = ruleRefusal(tokens);
  if (refusal === undefined) return;
  const span = (refusal.token ?? tokens.at(-1) ?? first).span;
  reader.problems.push(refusedProblem(span, refusal.words));
}

function reportMisspeltRule(reader: Reader, first: Token): boolean {
  const isWord = first.kind === 'word' && first.unknown === undefined && /^[a-z]/i.test(first.text);
  if (!isWord || beginsPart(first.text)) return false;
  const what = `\`${first.text}\` is no match and no statement of nft`;
  const todo = 'correct the word, for example `oifname`, `ct state` or `masquerade`';
  reader.problems.push(syntaxProblem(first.span, { what, todo }));
  return true;
}
