/**
 * Where a script writes the names of its variables and functions: at assignments and uses, in words, arithmetic and here-documents.
 * Made on demand, for definition, references and rename; the evaluation of a script does not need it.
 * Invariant: spans cover the name alone, without `$` and braces.
 */
import type { Span } from '../base/span.ts';
import { childrenOf, type Command, type SyntaxNode, type Word } from './adapter.ts';
import { namesInCalculation, namesInCode, type TextName } from './textNames.ts';
import { withoutNul, withinLength } from './readable.ts';
import { withoutCarriageReturns } from './source.ts';
import { parseTolerantly } from './tolerant.ts';

export interface ScriptName {
  readonly kind: 'variable' | 'function';
  readonly name: string;
  /** The function that declares the variable `local`; absent: the whole script shares it. */
  readonly localTo?: string;
  readonly role: 'definition' | 'reference';
  readonly span: Span;
}

/**
 * Every place in the text that names a variable or a function of the script, in text order. Never throws.
 * `others`: functions of files that run along, which calls can mean.
 */
export function namesInScript(
  text: string,
  others: ReadonlySet<string> = new Set(),
): readonly ScriptName[] {
  const source = withoutCarriageReturns(withinLength(text).text);
  const { syntax } = parseTolerantly(withoutNul(source.text).text);
  const walk: Walk = {
    found: [],
    functions: new Set([...functionNames(syntax), ...others]),
    keyed: keyedArrays(syntax),
    locate: source.locate,
  };
  visit(syntax, { walk, locals: new Map() });
  return walk.found.toSorted((a, b) => a.span.start - b.span.start);
}

interface Walk {
  readonly found: ScriptName[];
  readonly functions: ReadonlySet<string>;
  /** Arrays whose subscripts are texts (`declare -A`), no calculations. */
  readonly keyed: ReadonlySet<string>;
  readonly locate: (start: number, end: number) => Span;
}

interface At {
  readonly walk: Walk;
  /** Names that are local here, with the function that declares them. */
  readonly locals: ReadonlyMap<string, string>;
}

/** Builtins whose arguments are names of variables. */
const declaring = new Set(['export', 'readonly', 'declare', 'typeset', 'local', 'unset']);
const setting = new Set(['read', 'mapfile', 'readarray', 'getopts']);
const localizing = new Set(['local', 'declare', 'typeset']);
const identifier = /^[A-Za-z_]\w*$/;
/** Operators of `[[ … ]]` that calculate both sides. */
const comparing = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);
/** Builtins that take the text of commands, and those that take names of functions. */
const running = new Set(['eval', 'trap']);
const asking = new Set(['type', 'command', 'hash']);

function visit(node: SyntaxNode, at: At): void {
  switch (node.type) {
    case 'Function': {
      addFunction(node.name, 'definition', at);
      const inner = { ...at, locals: localsOf(node.name.value, node.body, at.locals) };
      visit(node.body, inner);
      return;
    }
    case 'Assignment':
      addVariable(node.name, 'definition', { start: node.pos, at });
      addSubscript(node.name, node.index, at);
      break;
    case 'For':
    case 'Select':
      addVariable(node.name.value, 'definition', { start: node.name.pos, at });
      break;
    case 'SimpleExpansion':
      addVariable(node.text.slice(1), 'reference', { start: node.pos + 1, at });
      return;
    case 'ParameterExpansion':
      addVariable(node.parameter, 'reference', { start: node.parameterPos, at });
      addSubscript(node.parameter, node.index, at);
      if (node.operation?.type === 'Slice')
        for (const word of [node.operation.offset, node.operation.length])
          addAll(word, namesInCalculation, at);
      break;
    case 'ArithmeticWord':
      if (node.parts === undefined)
        for (const { name, start } of namesInCalculation(node.value))
          addVariable(name, 'reference', { start: node.pos + start, at });
      break;
    case 'TestUnary':
      if (node.operator === '-v') addNamed(node.operand, at);
      break;
    case 'TestBinary':
      if (comparing.has(node.operator))
        for (const word of [node.left, node.right]) addAll(word, namesInCalculation, at);
      break;
    case 'Command':
      visitCommand(node, at);
      break;
    default:
  }
  for (const child of childrenOf(node)) visit(child, at);
}

function visitCommand({ name, args }: Command, at: At): void {
  if (name === undefined) return;
  const { functions } = at.walk;
  if (functions.has(name.value)) addFunction(name, 'reference', at);
  const words = args.flatMap((arg) => (arg.type === 'Word' ? [arg] : []));
  if (running.has(name.value)) for (const word of words) addAll(word, namesInCode, at);
  if (name.value === 'let') for (const word of words) addAll(word, namesInCalculation, at);
  if (takesFunctions(name.value, words, functions)) {
    for (const word of words)
      if (isPassed(name.value, word, functions)) addFunction(word, 'reference', at);
    if (declaring.has(name.value)) return;
  }
  const flag = /^(?:printf|test|\[)$/.test(name.value)
    ? words.findIndex(({ value }) => value === '-v')
    : -1;
  if (flag >= 0)
    addNamed(words[flag + 1], at, name.value === 'printf' ? 'definition' : 'reference');
  const role = setting.has(name.value) ? 'definition' : 'reference';
  if (role === 'reference' && !declaring.has(name.value)) return;
  for (const word of words) addNamed(word, at, role);
}

/** `type f`, `export -f f`, and `each_uplink do_one`: a function that gets the name of another. */
function takesFunctions(
  command: string,
  words: readonly Word[],
  functions: ReadonlySet<string>,
): boolean {
  if (declaring.has(command)) return words.some(({ value }) => /^-\w*f/.test(value));
  return asking.has(command) || functions.has(command) || command.endsWith('foreach');
}

/** A plain word (`start`) may be a text for a function; one with `_` is its name. */
function isPassed(command: string, { value }: Word, functions: ReadonlySet<string>): boolean {
  if (!functions.has(value)) return false;
  return declaring.has(command) || asking.has(command) || value.includes('_');
}

/** A word that is the name of a variable. */
function addNamed(
  word: SyntaxNode | undefined,
  at: At,
  role: ScriptName['role'] = 'reference',
): void {
  if (word?.type === 'Word' && word.parts === undefined)
    addVariable(word.value, role, { start: word.pos, at });
}

function addSubscript(name: string, index: Word | undefined, at: At): void {
  if (!at.walk.keyed.has(name)) addAll(index, namesInCalculation, at);
}

/** The names in the literal parts of a word; its expansions are visited anyway. */
function addAll(
  node: SyntaxNode | undefined,
  read: (text: string) => readonly TextName[],
  at: At,
): void {
  if (node === undefined) return;
  const isPlain = node.type === 'Word' && node.parts === undefined;
  if (isPlain || node.type === 'Literal' || node.type === 'SingleQuoted') {
    for (const { name, start, role } of read(node.text)) {
      const span = { start: node.pos + start, end: node.pos + start + name.length };
      if (role !== 'word') addVariable(name, role, { start: span.start, at });
      else if (at.walk.functions.has(name))
        at.walk.found.push({
          kind: 'function',
          name,
          role: 'reference',
          span: at.walk.locate(span.start, span.end),
        });
    }
    return;
  }
  const isText = node.type === 'Word' || node.type === 'DoubleQuoted';
  if (isText) for (const child of node.parts ?? []) addAll(child, read, at);
}

/** Names that `declare -A` and its like make anywhere in the text. */
function keyedArrays(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Command' && localizing.has(node.name?.value ?? '')) {
      const isKeyed = node.args.some((arg) => arg.type === 'Word' && /^-\w*A/.test(arg.value));
      for (const arg of isKeyed ? node.args : [])
        names.add(arg.type === 'Word' ? arg.value : arg.name);
    }
    for (const child of childrenOf(node)) look(child);
  };
  look(root);
  return names;
}

function addVariable(
  name: string,
  role: ScriptName['role'],
  { start, at }: { readonly start: number; readonly at: At },
): void {
  if (!identifier.test(name)) return;
  const localTo = at.locals.get(name);
  at.walk.found.push({
    kind: 'variable',
    name,
    ...(localTo === undefined ? {} : { localTo }),
    role,
    span: at.walk.locate(start, start + name.length),
  });
}

function addFunction({ value, pos, parts }: Word, role: ScriptName['role'], { walk }: At): void {
  if (parts !== undefined) return;
  walk.found.push({
    kind: 'function',
    name: value,
    role,
    span: walk.locate(pos, pos + value.length),
  });
}

function functionNames(root: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Function') names.add(node.name.value);
    for (const child of childrenOf(node)) look(child);
  };
  look(root);
  return names;
}

/** What `local` and its like declare anywhere in a function is local to all of it. */
function localsOf(
  functionName: string,
  body: SyntaxNode,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const locals = new Map(outer);
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name !== undefined && localizing.has(node.name.value)) {
      const isGlobal = node.args.some((arg) => arg.type === 'Word' && /^-\w*g/.test(arg.value));
      for (const arg of isGlobal ? [] : node.args)
        locals.set(arg.type === 'Word' ? arg.value : arg.name, functionName);
    }
    if (node.type !== 'Function') for (const child of childrenOf(node)) look(child);
  };
  look(body);
  return locals;
}
