/**
 * An nft text, from a file, a here-document or arguments, as steps in its order.
 * Tables of arp, bridge and netdev see no IP hook and give no steps.
 */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Origin, Unknown } from '../../base/fact.ts';
import type { Problem } from '../../base/problem.ts';
import { coverSpans } from '../../base/span.ts';
import type { Span } from '../../base/span.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import type { TextSource } from '../source.ts';
import type { NetfilterReading, NetfilterStep } from '../types.ts';
import { readBaseChain } from './chain.ts';
import type { BaseChain } from './chain.ts';
import { beginsPart, families } from './keywords.ts';
import { isToken, lexNft } from './lex.ts';
import type { Token } from './lex.ts';
import { syntaxProblem } from './problem.ts';
import { readRule } from './rule.ts';
import { createScope, expandVariables } from './scope.ts';
import type { Scope } from './scope.ts';
import { parseStructure } from './structure.ts';
import type { Block, Node } from './structure.ts';

export interface RulesetInput {
  readonly source: TextSource;
  readonly file: string;
  readonly context: CommandContext;
  /** The whole command where the text is its arguments: the origin of whatever it adds. */
  readonly whole: Span | undefined;
}

interface Reader {
  readonly input: RulesetInput;
  readonly scope: Scope;
  readonly steps: NetfilterStep[];
  readonly problems: Problem[];
  readonly baseChains: Map<string, BaseChain>;
  hasInclude: boolean;
}

interface TableName {
  readonly family: string;
  readonly table: string | Unknown;
}

/** Reads the text to its end, whatever is in it. */
export function readRuleset(input: RulesetInput): NetfilterReading {
  const tokens = lexNft(input.source);
  const { nodes, problems } = parseStructure(
    tokens.filter((token) => token.kind !== 'carriage-return'),
  );
  const reader: Reader = {
    input,
    scope: createScope(),
    steps: [],
    problems: [...windowsLineEnds(tokens), ...unclosedStrings(tokens), ...problems],
    baseChains: new Map(),
    hasInclude: false,
  };
  for (const node of nodes) readTopNode(reader, node);
  if (!reader.hasInclude) reader.problems.push(...undefinedVariables(reader.scope));
  return { steps: reader.steps, problems: reader.problems };
}

/** One problem for all of them, at the first. */
function windowsLineEnds(tokens: readonly Token[]): readonly Problem[] {
  const first = tokens.find((token) => token.kind === 'carriage-return');
  if (first === undefined) return [];
  const what = 'lines end with CR LF, and nft takes the carriage return for a stray character';
  return [syntaxProblem(first.span, { what, todo: 'save the file with LF line ends' })];
}

function unclosedStrings(tokens: readonly Token[]): readonly Problem[] {
  return tokens
    .filter((token) => token.kind === 'unclosed')
    .map((token) =>
      syntaxProblem(token.span, {
        what: 'this quote is never closed',
        todo: 'close it on the same line',
      }),
    );
}

function undefinedVariables(scope: Scope): readonly Problem[] {
  return scope.undefinedUses.map((token) =>
    syntaxProblem(token.span, {
      what: `\`$${token.text}\` is not defined`,
      todo: `add \`define ${token.text} = …\` before it`,
    }),
  );
}

/** Commands with a word in front; without one, `add` is meant. */
const commandWords = new Set([
  'add',
  'create',
  'insert',
  'replace',
  'delete',
  'destroy',
  'flush',
  'list',
  'reset',
  'rename',
  'monitor',
  'describe',
  'export',
  'import',
]);

function readTopNode(reader: Reader, node: Node): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  const [first] = tokens;
  if (first === undefined) return;
  if (isToken(first, 'define', 'redefine')) return readDefine(reader.scope, tokens);
  if (isToken(first, 'undefine')) return;
  if (isToken(first, 'include')) return readInclude(reader, tokens);
  const verb = first.kind === 'word' && commandWords.has(first.text) ? first.text : undefined;
  const rest = expandVariables(reader.scope, verb === undefined ? tokens : tokens.slice(1));
  readCommand(reader, { verb: verb ?? 'add', object: rest[0]?.text ?? '', rest, node });
}

interface Command {
  readonly verb: string;
  readonly object: string;
  /** From the object word on, or the rule's place where it has none. */
  readonly rest: readonly Token[];
  readonly node: Node;
}

function readCommand(reader: Reader, command: Command): void {
  const { verb, object, rest, node } = command;
  if (verb === 'delete' || verb === 'destroy' || verb === 'flush')
    return readRemoval(reader, command);
  if (verb === 'replace' || !['add', 'create', 'insert'].includes(verb)) return;
  const { name, after } = readTableName(
    object === 'table' || isOneOf(object) ? rest.slice(1) : rest,
  );
  if (object === 'table') {
    if (node.kind === 'block') for (const inner of node.body) readTableNode(reader, name, inner);
  } else if (object === 'chain')
    readChain(reader, name, after[0], node.kind === 'block' ? node : undefined);
  else if (object === 'set' || object === 'map') {
    if (node.kind === 'block') readElements(reader, name, after[0], node);
  } else if (object === 'element') addElements(reader, name, after);
  else if (object === 'rule') readRuleCommand(reader, { name, tokens: after, verb });
  else if (isOneOf(object)) return;
  else if (isMisspelt(rest, node)) {
    const [word] = rest;
    if (word === undefined) return;
    reader.problems.push(
      syntaxProblem(word.span, {
        what: `\`${word.text}\` is no command of nft`,
        todo: 'correct the word; a rule set is made of `table`, `define` and `include`',
      }),
    );
    // The content is still worth reading: a misspelt `table` holds chains like any other.
    if (node.kind === 'block') return;
  } else readRuleCommand(reader, { name, tokens: after, verb });
}

const otherObjects = [
  'chain',
  'rule',
  'set',
  'map',
  'element',
  'flowtable',
  'counter',
  'quota',
  'limit',
  'secmark',
  'synproxy',
  'ct',
  'ruleset',
  'tunnel',
];

function isOneOf(object: string): boolean {
  return otherObjects.includes(object);
}

/** `[add] [rule] TABLE CHAIN …` may leave out `rule`; a place without a chain after it is something else. */
function isMisspelt(rest: readonly Token[], node: Node): boolean {
  if (rest.some((token) => token.unknown !== undefined)) return false;
  const place = Object.hasOwn(families, rest[0]?.text ?? '') ? rest.slice(1, 3) : rest.slice(0, 2);
  const isPlace =
    place.length === 2 &&
    place.every((token) => token.kind === 'word' && !Object.hasOwn(families, token.text));
  return node.kind === 'block' || !isPlace;
}

function readTableName(tokens: readonly Token[]): {
  readonly name: TableName;
  readonly after: readonly Token[];
} {
  const hasFamily = tokens[0]?.kind === 'word' && Object.hasOwn(families, tokens[0].text);
  const family = hasFamily ? (tokens[0]?.text ?? 'ip') : 'ip';
  const rest = hasFamily ? tokens.slice(1) : tokens;
  return { name: { family, table: valueOf(rest[0]) }, after: rest.slice(1) };
}

function valueOf(token: Token | undefined): string | Unknown {
  if (token === undefined) return unknown('no name is written');
  return token.unknown ?? token.text;
}

function keyOf({ family, table }: TableName): string {
  return `${family} ${isUnknown(table) ? '?' : table}`;
}

function familiesOf({ family }: TableName): readonly Family[] {
  return families[family] ?? [];
}

function readDefine(scope: Scope, tokens: readonly Token[]): void {
  const [, name] = tokens;
  if (name !== undefined && isToken(tokens[2], '='))
    scope.variables.set(name.text, tokens.slice(3));
}

function readInclude(reader: Reader, tokens: readonly Token[]): void {
  const [first, path] = tokens;
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

function readTableNode(reader: Reader, name: TableName, node: Node): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  const [object, label] = tokens;
  if (isToken(object, 'define', 'redefine')) readDefine(reader.scope, tokens);
  else if (isToken(object, 'include')) readInclude(reader, tokens);
  else if (node.kind === 'statement') reportStray(reader, object);
  else if (isToken(object, 'chain')) readChain(reader, name, label, node);
  else if (isToken(object, 'set', 'map')) readElements(reader, name, label, node);
}

/** Between `table {` and its chains only a few settings may stand. */
function reportStray(reader: Reader, token: Token | undefined): void {
  if (token === undefined || token.unknown !== undefined || token.kind !== 'word') return;
  if (
    isToken(
      token,
      'flags',
      'comment',
      'policy',
      'undefine',
      'chain',
      'set',
      'map',
      'counter',
      'quota',
      'limit',
      'ct',
      'flowtable',
      'secmark',
      'synproxy',
      'tunnel',
    )
  )
    return;
  reader.problems.push(
    syntaxProblem(token.span, {
      what: `\`${token.text}\` cannot stand in a table`,
      todo: 'put rules into a `chain NAME { … }`',
    }),
  );
}

function readChain(
  reader: Reader,
  name: TableName,
  label: Token | undefined,
  block: Block | undefined,
): void {
  if (label === undefined || familiesOf(name).length === 0) return;
  const chain = valueOf(expandVariables(reader.scope, [label])[0]);
  const statements = (block?.body ?? []).flatMap((node) =>
    node.kind === 'statement' ? [expandVariables(reader.scope, node.tokens)] : [],
  );
  const typed = statements.find(([first]) => isToken(first, 'type'));
  const base = typed === undefined ? undefined : readBaseChain(typed, reader.problems);
  const policy = statements.find(([first]) => isToken(first, 'policy'))?.[1];
  const key = `${keyOf(name)} ${isUnknown(chain) ? '?' : chain}`;
  if (base !== undefined) reader.baseChains.set(key, base);
  reader.steps.push({
    kind: 'chain',
    chain: {
      flavour: 'nft',
      families: familiesOf(name),
      table: name.table,
      chain,
      hook: base?.hook,
      type: base?.type,
      priority: base?.priority,
      policy: policy === undefined || policy.unknown !== undefined ? undefined : policy.text,
      origin: originOf(reader, block === undefined ? [label] : [...block.header]),
    },
  });
  for (const tokens of statements) {
    if (!isChainSetting(tokens)) addRule(reader, { name, chain, tokens, insert: 'append' });
  }
}

function isChainSetting([first, second]: readonly Token[]): boolean {
  return (
    isToken(first, 'type', 'policy', 'devices', 'define', 'redefine', 'undefine', 'include') ||
    isToken(first, 'flags') ||
    (isToken(first, 'comment') && second !== undefined)
  );
}

function readElements(
  reader: Reader,
  name: TableName,
  label: Token | undefined,
  block: Block,
): void {
  for (const node of block.body) {
    if (node.kind !== 'statement' || label === undefined || !isToken(node.tokens[0], 'elements'))
      continue;
    reader.scope.elements.set(
      `${keyOf(name)} ${label.text}`,
      expandVariables(reader.scope, node.tokens.slice(2)),
    );
  }
}

function addElements(reader: Reader, name: TableName, tokens: readonly Token[]): void {
  const [label] = tokens;
  if (label === undefined) return;
  const key = `${keyOf(name)} ${label.text}`;
  const comma = { kind: 'symbol', text: ',', span: label.span } as const;
  reader.scope.elements.set(key, [
    ...(reader.scope.elements.get(key) ?? []),
    comma,
    ...tokens.slice(1),
  ]);
}

interface RuleCommand {
  readonly name: TableName;
  /** From the chain on. */
  readonly tokens: readonly Token[];
  readonly verb: string;
}

function readRuleCommand(reader: Reader, { name, tokens, verb }: RuleCommand): void {
  const [chain, ...rest] = tokens;
  if (chain === undefined) return;
  const isPlaced = isToken(rest[0], 'position', 'handle', 'index');
  addRule(reader, {
    name,
    chain: valueOf(chain),
    tokens: isPlaced ? rest.slice(2) : rest,
    insert: verb === 'insert' ? 'insert' : 'append',
  });
}

interface NewRule {
  readonly name: TableName;
  readonly chain: string | Unknown;
  readonly tokens: readonly Token[];
  readonly insert: 'append' | 'insert';
}

function addRule(reader: Reader, { name, chain, tokens, insert }: NewRule): void {
  const [first] = tokens;
  if (first === undefined || familiesOf(name).length === 0) return;
  if (
    first.kind === 'word' &&
    first.unknown === undefined &&
    /^[a-z]/i.test(first.text) &&
    !beginsPart(first.text)
  ) {
    reader.problems.push(
      syntaxProblem(first.span, {
        what: `\`${first.text}\` is no match and no statement of nft`,
        todo: 'correct the word, for example `oifname`, `ct state` or `masquerade`',
      }),
    );
  }
  const { file, context } = reader.input;
  const base = reader.baseChains.get(`${keyOf(name)} ${isUnknown(chain) ? '?' : chain}`);
  const bodies = readRule({
    tokens,
    families: familiesOf(name),
    scope: reader.scope,
    table: keyOf(name),
    file,
  });
  for (const body of bodies) {
    reader.steps.push({
      kind: 'rule',
      insert,
      rule: {
        flavour: 'nft',
        table: name.table,
        chain,
        hook: base?.hook ?? 'unknown',
        chainType: base?.type,
        priority: base?.priority,
        ...body,
        origin: originOf(reader, tokens),
        context,
      },
    });
  }
}

function readRemoval(reader: Reader, { verb, object, rest }: Command): void {
  if (!['ruleset', 'table', 'chain'].includes(object)) return;
  const { name, after } = readTableName(rest.slice(1));
  const isAll = object === 'ruleset';
  const hasFamily = Object.hasOwn(families, rest[1]?.text ?? '');
  if (verb === 'flush' && isAll) reader.scope.elements.clear();
  reader.steps.push({
    kind: 'flush',
    flush: {
      flavour: 'nft',
      families: isAll && !hasFamily ? [4, 6] : familiesOf(name),
      table: isAll ? undefined : name.table,
      chain: object === 'chain' ? valueOf(after[0]) : undefined,
      origin: originOf(reader, rest),
      context: reader.input.context,
    },
  });
}

function originOf(reader: Reader, tokens: readonly Token[]): Origin {
  const { file, whole } = reader.input;
  const [first] = tokens;
  const last = tokens.at(-1);
  const span =
    first === undefined || last === undefined
      ? { start: 0, end: 0 }
      : coverSpans(first.span, last.span);
  return { file, span: whole ?? span };
}
