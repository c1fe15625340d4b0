/**
 * An nft text, from a file, a here-document or arguments, as steps in its order.
 * Each statement is a command; without a word in front, `add` is meant (nft(8), parser_bison.y, base_cmd).
 */
import type { Unknown } from '../../base/fact.ts';
import type { NetfilterReading } from '../types.ts';
import { addRule, readChain, readInclude } from './declarations.ts';
import { elementsIn } from './elements.ts';
import { beginsPart } from './keywords.ts';
import { isAnyToken, isToken, lexNft } from './lex.ts';
import type { Token } from './lex.ts';
import {
  refusedProblem,
  syntaxProblem,
  undefinedVariables,
  unclosedStrings,
  windowsLineEnds,
} from './problem.ts';
import { familiesOf, isFamily, nameOf, originOf, readTableName } from './reader.ts';
import type { Reader, RulesetInput, TableName } from './reader.ts';
import { createScope, expandVariables, readDefine } from './scope.ts';
import { parseStructure } from './structure.ts';
import type { Block, Node } from './structure.ts';
import { undefinedNames } from './undefinedNames.ts';

/** Reads the text to its end, whatever is in it. */
export function readRuleset(input: RulesetInput): NetfilterReading {
  const tokens = lexNft(input.source);
  const { nodes, problems } = parseStructure(
    tokens.filter((token) => token.kind !== 'carriage-return'),
  );
  const reader: Reader = {
    input,
    scope: createScope(elementsIn(nodes)),
    steps: [],
    problems: [...windowsLineEnds(tokens), ...unclosedStrings(tokens), ...problems],
    baseChains: new Map(),
    renamings: [],
    hasInclude: false,
  };
  for (const node of nodes) readTopNode(reader, node);
  if (!reader.hasInclude) reader.problems.push(...undefinedNames(nodes));
  if (input.isSelfContained && !reader.hasInclude) {
    reader.problems.push(...undefinedVariables(reader.scope.undefinedUses));
  }
  return { steps: [...reader.steps, ...reader.renamings], problems: reader.problems };
}

const adding = ['add', 'create', 'insert', 'replace'];
const removing = ['delete', 'destroy', 'flush'];
/** Commands that leave the rules as they are, or are not modelled. */
const otherCommands = ['list', 'get', 'reset', 'monitor', 'describe', 'export', 'import'];
const commandWords = new Set([...adding, ...removing, 'rename', ...otherCommands]);

const objects = new Set(
  'table chain rule set map element flowtable counter quota limit secmark synproxy ct ruleset tunnel'.split(
    ' ',
  ),
);

interface Command {
  readonly verb: string;
  /** Undefined where `rule` is left out. */
  readonly object: string | undefined;
  readonly name: TableName;
  /** Behind the table's name. */
  readonly after: readonly Token[];
  /** Without the verb. */
  readonly rest: readonly Token[];
  readonly block: Block | undefined;
}

function readTopNode(reader: Reader, node: Node): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  const [first] = tokens;
  if (first === undefined || isToken(first, 'undefine')) return;
  if (isAnyToken(first, ['define', 'redefine'])) return readDefine(reader.scope, tokens);
  if (isToken(first, 'include')) return readInclude(reader, tokens);
  const verb = first.kind === 'word' && commandWords.has(first.text) ? first.text : undefined;
  const rest = expandVariables(reader.scope, verb === undefined ? tokens : tokens.slice(1));
  const object = rest[0]?.kind === 'word' && objects.has(rest[0].text) ? rest[0].text : undefined;
  const place = readTableName(object === undefined ? rest : rest.slice(1));
  const block = node.kind === 'block' ? node : undefined;
  const command: Command = { verb: verb ?? 'add', object, ...place, rest, block };
  if (adding.includes(command.verb)) readAddition(reader, command);
  else if (removing.includes(command.verb)) readRemoval(reader, command);
  else if (command.verb === 'rename') readRenaming(reader, command);
}

/**
 * `rename chain TABLE OLD NEW`. The new name counts when the whole text is loaded: until then the old one is known
 * (nf_tables_commit(), net/netfilter/nf_tables_api.c).
 */
function readRenaming(reader: Reader, { object, name, after, rest }: Command): void {
  const [from, to] = after;
  if (object !== 'chain' || from === undefined || to === undefined) return;
  reader.renamings.push({
    kind: 'rename-chain',
    place: {
      flavour: 'nft',
      families: familiesOf(name),
      tableFamily: name.family,
      table: name.table,
      chain: nameOf(from),
      origin: originOf(reader, rest),
      context: reader.input.context,
    },
    to: nameOf(to),
  });
}

function readAddition(reader: Reader, command: Command): void {
  const { object, name, after, block } = command;
  switch (object) {
    case 'table':
      for (const node of block?.body ?? []) readTableNode(reader, name, node);
      return;
    case 'chain':
      return readChain(reader, { name, label: after[0], block });
    case 'set':
    case 'map':
      return readSet(reader, block);
    case 'rule':
      return readRuleCommand(reader, command);
    case undefined:
      if (isMisspeltBlock(command.rest)) return reportMisspelt(reader, command.rest[0]);
      return readRuleCommand(reader, command);
    default:
  }
}

/** `tabel inet x {`: a word, a name and a brace, and the word begins no rule. */
function isMisspeltBlock(tokens: readonly Token[]): boolean {
  const [word, ...others] = tokens;
  const [name, brace] = isFamily(others[0]?.text) ? others.slice(1) : others;
  if (word?.kind !== 'word' || word.unknown !== undefined || beginsPart(word.text)) return false;
  return name?.kind === 'word' && isToken(brace, '{');
}

function reportMisspelt(reader: Reader, word: Token | undefined): void {
  if (word === undefined) return;
  const todo = 'correct the word; a rule set is made of `table`, `define` and `include`';
  reader.problems.push(
    syntaxProblem(word.span, { what: `\`${word.text}\` is no command of nft`, todo }),
  );
}

function readTableNode(reader: Reader, name: TableName, node: Node): void {
  const tokens = node.kind === 'block' ? node.header : node.tokens;
  const [object, label] = tokens;
  if (isAnyToken(object, ['define', 'redefine'])) readDefine(reader.scope, tokens);
  else if (isToken(object, 'include')) readInclude(reader, tokens);
  else if (node.kind === 'statement') reportStray(reader, object);
  else if (label === undefined) reportNameless(reader, object);
  else if (isToken(object, 'chain')) readChain(reader, { name, label, block: node });
  else if (isAnyToken(object, ['set', 'map'])) readSet(reader, node);
}

/** Its elements are known before the rules are read; here its variables are looked up, and its files. */
function readSet(reader: Reader, block: Block | undefined): void {
  for (const node of block?.body ?? []) {
    if (node.kind !== 'statement') continue;
    if (isToken(node.tokens[0], 'include')) readInclude(reader, node.tokens);
    else expandVariables(reader.scope, node.tokens);
  }
}

/** `chain {`. */
function reportNameless(reader: Reader, object: Token | undefined): void {
  if (object === undefined || !isAnyToken(object, ['chain', 'set', 'map'])) return;
  const words = "syntax error, unexpected '{', expecting string";
  reader.problems.push(refusedProblem(object.span, words));
}

const tableSettings = new Set(['flags', 'comment', 'policy', 'undefine']);

/** Beside its chains and sets, only a few settings may stand in a table. */
function reportStray(reader: Reader, token: Token | undefined): void {
  if (token === undefined || token.unknown !== undefined || token.kind !== 'word') return;
  if (tableSettings.has(token.text) || objects.has(token.text)) return;
  const todo = 'put rules into a `chain NAME { … }`';
  reader.problems.push(
    syntaxProblem(token.span, { what: `\`${token.text}\` cannot stand in a table`, todo }),
  );
}

/** Only a handle names a rule that is there (parser_bison.y, ruleid_spec). */
function lacksHandle(reader: Reader, { after: [chain, word] }: Command): boolean {
  if (chain === undefined || chain.unknown !== undefined || word?.unknown !== undefined)
    return false;
  if (isToken(word, 'handle')) return false;
  const said = word === undefined ? 'newline' : word.text;
  const words = `syntax error, unexpected ${said}, expecting handle`;
  reader.problems.push(refusedProblem((word ?? chain).span, words));
  return true;
}

function readRuleCommand(reader: Reader, command: Command): void {
  const { name, after, verb } = command;
  const [chain, ...rest] = after;
  if (chain === undefined || (verb === 'replace' && lacksHandle(reader, command))) return;
  const isPlaced = isAnyToken(rest[0], ['position', 'handle', 'index']);
  const position = isPlaced ? placeOf(rest) : undefined;
  addRule(reader, {
    ...(position === undefined ? {} : { position }),
    name,
    chain: nameOf(chain),
    tokens: isPlaced ? rest.slice(2) : rest,
    insert: verb === 'insert' ? 'insert' : 'append',
  });
}

/** `index 0` is the first rule. A handle tells no place that a file could know: the rule is taken to stand at its end. */
function placeOf([word, number]: readonly Token[]): number | Unknown | undefined {
  if (!isToken(word, 'index') || number === undefined) return undefined;
  return number.unknown ?? Number(number.text) + 1;
}

/** A single rule is deleted by its handle, which no file tells: it is taken to stand. */
function readRemoval(reader: Reader, command: Command): void {
  const { verb, object, name, after, rest } = command;
  if (object === 'rule') return void lacksHandle(reader, command);
  if (object !== 'ruleset' && object !== 'table' && object !== 'chain') return;
  const isAll = object === 'ruleset';
  reader.steps.push({
    kind: 'flush',
    flush: {
      flavour: 'nft',
      families: isAll && !isFamily(rest[1]?.text) ? [4, 6] : familiesOf(name),
      ...(isAll && !isFamily(rest[1]?.text) ? {} : { tableFamily: name.family }),
      table: isAll ? undefined : name.table,
      chain: object === 'chain' ? nameOf(after[0]) : undefined,
      ...(verb === 'flush' && !isAll ? {} : { removesChains: true }),
      origin: originOf(reader, rest),
      context: reader.input.context,
    },
  });
}
