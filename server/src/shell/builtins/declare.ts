/** `local`, `declare`, `typeset`, `export`, `readonly`, `unset` (Bash manual, 4.1, 4.2). */
import type { Assignment, Command } from '../adapter.ts';
import { runAssignment } from '../assign.ts';
import { forget, forgetAll, lookup } from '../environment.ts';
import type { CallFrame, Outcome, Scope } from '../session.ts';
import type { Attributes, Variable } from '../values.ts';
import { expandWord } from '../words.ts';
import { identifier, textOfWord } from './call.ts';
import type { BuiltinCall } from './call.ts';

/** Runs a declaration. Its words are expanded here, because assignments among them are not split. */
export function declare({ node, command, scope }: BuiltinCall): Outcome {
  const name = command.name ?? '';
  const options = optionsOf(node);
  if (/^-\w*[fFp]/.test(options)) return 'success';
  const isLocal =
    name === 'local' ||
    ((name === 'declare' || name === 'typeset') &&
      !options.includes('g') &&
      functionFrame(scope) !== undefined);
  for (const part of node.args) {
    if (part.type === 'Assignment') {
      runDeclared(part, { options, isLocal }, scope);
      if (name === 'export' || name === 'readonly') leaveCall(part.name, scope);
      continue;
    }
    for (const word of expandWord(part, scope)) {
      const text = textOfWord(word);
      if (text === undefined) forgetDynamic(scope);
      else if (identifier.test(text)) declareName(text, { options, isLocal, name }, scope);
      else if (/^[A-Za-z_]\w*\+?=/.test(text)) forgetName(text, scope);
    }
  }
  return 'success';
}

/** `A=1 f` and `export A=2` in `f`: bash 5.2 keeps the second behind the call, others do not. */
function leaveCall(name: string, scope: Scope): void {
  const frame = functionFrame(scope);
  if (frame?.prefixed.has(name) === true) frame.locals.set(name, false);
}

function optionsOf(node: Command): string {
  return node.args
    .flatMap((part) => (part.type === 'Word' && /^[-+]/.test(part.value) ? [part.value] : []))
    .join('');
}

interface Declaration {
  readonly options: string;
  readonly isLocal: boolean;
}

function runDeclared(
  assignment: Assignment,
  { options, isLocal }: Declaration,
  scope: Scope,
): void {
  const { name, append } = assignment;
  runAssignment(assignment, scope, () => {
    if (isLocal) {
      makeLocal(name, scope);
      // The attributes and the value of the outer variable do not count.
      if (append !== true) scope.environment.bindings.set(name, { kind: 'unset' });
    }
    prepare(name, options, scope);
  });
}

function declareName(
  name: string,
  { options, isLocal, name: builtin }: Declaration & { readonly name: string },
  scope: Scope,
): void {
  if (isLocal) {
    makeLocal(name, scope);
    scope.environment.bindings.set(name, shapeOf(options, undefined) ?? { kind: 'unset' });
  } else if (builtin === 'declare' || builtin === 'typeset' || options !== '') {
    prepare(name, options, scope);
  }
}

/** Gives a variable the kind and the attributes of the options, and keeps what it holds. */
function prepare(name: string, options: string, scope: Scope): void {
  const found = lookup(scope.environment, name);
  const before = typeof found === 'object' ? found : undefined;
  const shape = shapeOf(options, before);
  if (shape !== undefined) scope.environment.bindings.set(name, shape);
}

function shapeOf(options: string, before: Variable | undefined): Variable | undefined {
  const attributes = attributesOf(options, before?.attributes);
  const kept = attributes === undefined ? {} : { attributes };
  if (/-\w*A/.test(options))
    return before?.kind === 'associative'
      ? before
      : { ...kept, kind: 'associative', elements: new Map() };
  if (/-\w*a/.test(options) && before?.kind !== 'indexed')
    return {
      ...kept,
      kind: 'indexed',
      elements: new Map(before?.kind === 'text' ? [[0, before.text]] : []),
    };
  if (attributes === undefined || attributes === before?.attributes) return undefined;
  return before === undefined ? { attributes, kind: 'unset' } : { ...before, attributes };
}

function attributesOf(options: string, before: Attributes | undefined): Attributes | undefined {
  const letters = [...options.matchAll(/-(\w+)/g)].map(([, each]) => each ?? '').join('');
  if (!/[ilun]/.test(letters)) return before;
  return {
    ...before,
    ...(letters.includes('i') ? { integer: true } : {}),
    ...(letters.includes('l') ? { lower: true } : {}),
    ...(letters.includes('u') ? { upper: true } : {}),
    ...(letters.includes('n') ? { reference: true } : {}),
  };
}

function functionFrame({ frame }: Scope): CallFrame | undefined {
  let at = frame;
  while (at !== undefined && at.kind !== 'function') at = at.outer;
  return at;
}

/** The name goes back to its outer value when the function ends. */
function makeLocal(name: string, scope: Scope): void {
  const frame = functionFrame(scope);
  if (frame === undefined) return;
  const isCertain = scope.uncertainty === frame.uncertainty;
  frame.locals.set(name, isCertain || frame.locals.get(name) === true);
}

/** `declare "$name=$value"` where the name is not known. */
function forgetDynamic(scope: Scope): void {
  forgetAll(scope.environment, scope.session.symbols);
}

function forgetName(text: string, scope: Scope): void {
  const name = text.slice(0, text.search(/\+?=/));
  const at = { environment: scope.environment, symbols: scope.session.symbols };
  forget(at, name, `\`$${name}\` is declared with a value that is put together`);
}

/** `unset NAME…`, `unset 'a[1]'`, `unset -f NAME`. */
export function unset({ args, scope }: BuiltinCall): Outcome {
  const { environment, session } = scope;
  for (const word of args) {
    const text = textOfWord(word);
    if (text === undefined) {
      forgetAll(environment, session.symbols);
      continue;
    }
    if (text.startsWith('-')) continue;
    const name = /^[A-Za-z_]\w*/.exec(text)?.[0];
    if (name === undefined) continue;
    if (name === text) {
      if (textOfWord(args[0]) === '-f')
        environment.bindings.set(`${name}()`, { kind: 'functions', bodies: [] });
      else environment.bindings.set(name, { kind: 'unset' });
    } else unsetElement(name, text.slice(name.length), scope);
  }
  return 'success';
}

function unsetElement(name: string, subscript: string, scope: Scope): void {
  const variable = lookup(scope.environment, name);
  const key = /^\[(\w+)\]$/.exec(subscript)?.[1];
  const at = { environment: scope.environment, symbols: scope.session.symbols };
  if (typeof variable === 'object' && key !== undefined) {
    if (variable.kind === 'indexed' && /^\d+$/.test(key)) {
      const elements = new Map(variable.elements);
      elements.delete(Number(key));
      scope.environment.bindings.set(name, { ...variable, elements });
      return;
    }
    if (variable.kind === 'associative') {
      const elements = new Map(variable.elements);
      elements.delete(key);
      scope.environment.bindings.set(name, { ...variable, elements });
      return;
    }
  }
  forget(at, name, `an element of \`${name}\` is taken away`);
}
