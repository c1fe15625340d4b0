/**
 * Where a script writes the names of its variables and functions: at assignments and uses, in words, arithmetic and here-documents.
 * Made on demand, for definition, references and rename; the evaluation of a script does not need it.
 * Invariant: spans cover the name alone, without `$` and braces.
 */
import type { Span } from '../base/span.ts';
import { childrenOf, type Command, type SyntaxNode, type Word } from './adapter.ts';
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
    locate: source.locate,
  };
  visit(syntax, { walk, locals: new Map() });
  return walk.found.toSorted((a, b) => a.span.start - b.span.start);
}

interface Walk {
  readonly found: ScriptName[];
  readonly functions: ReadonlySet<string>;
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
      break;
    case 'ArithmeticWord':
      if (node.parts === undefined) addVariable(node.value, 'reference', { start: node.pos, at });
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
  if (at.walk.functions.has(name.value)) addFunction(name, 'reference', at);
  const words = args.flatMap((arg) => (arg.type === 'Word' ? [arg] : []));
  if (name.value === 'trap' && words[0] !== undefined && at.walk.functions.has(words[0].value))
    addFunction(words[0], 'reference', at);
  const role = setting.has(name.value) ? 'definition' : 'reference';
  if (role === 'reference' && !declaring.has(name.value)) return;
  for (const { value, pos, parts } of words)
    if (parts === undefined) addVariable(value, role, { start: pos, at });
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
