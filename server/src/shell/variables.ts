/** Reading variables: what a name holds at one point of the run, arguments and the shell's own names included. */
import { isUnknown, unknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import {
  createEnvironment,
  freshSymbol,
  initialValue,
  lookup,
  positionals,
} from './environment.ts';
import type { Environment } from './environment.ts';
import { valueOf } from './pieces.ts';
import type { Scope } from './session.ts';
import {
  elementOfItems,
  elementSymbol,
  plainText,
  scalarOf,
  textVariable,
  unknownText,
} from './values.ts';
import type { Text, Variable } from './values.ts';

/** Values that change from one use to the next, or that only the running shell knows. */
const volatile = new Set([
  '?',
  '!',
  '$',
  '-',
  '_',
  'RANDOM',
  'SRANDOM',
  'SECONDS',
  'LINENO',
  'BASHPID',
  'EPOCHSECONDS',
  'EPOCHREALTIME',
  'PIPESTATUS',
  'FUNCNAME',
  'DIRSTACK',
  'BASH_REMATCH',
]);

/** The symbol of the path of the script that runs, or of a file that it sources. */
export const scriptSymbol = (file: string | undefined): string =>
  file === undefined ? '0' : `BASH_SOURCE ${file}`;

/** The variable of a name; a name that the script has not set gets its value from outside. */
export function variableOf(name: string, scope: Scope): Variable {
  const found = lookup(scope.environment, name);
  if (typeof found === 'object') {
    const target = found.attributes?.reference === true ? referenceTarget(found) : undefined;
    if (target === undefined) return found;
    return lookup(scope.environment, target) === found ? found : variableOf(target, scope);
  }
  if (name === 'BASH_SOURCE') return textVariable(unknownText(scriptPath(scope)));
  if (found === 'withheld') return withheldValue(name, scope);
  return initialValue(scope.environment, scope.session.symbols, name);
}

/** The name that a `declare -n` variable stands for, if it is known. */
export function referenceTarget(variable: Variable): string | undefined {
  const text = scalarOf(variable);
  const value = isUnknown(text) ? text : valueOf(text);
  return typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value) ? value : undefined;
}

/** True if the script itself has given the name a value, or taken it away. */
export function isSetHere(name: string, { environment }: Scope): boolean {
  return lookup(environment, name) !== undefined;
}

/** The value of `$name` or `${name}`, not for `$@` and `$*`. */
export function scalarText(name: string, scope: Scope): Text {
  if (name === '0' && !isSetHere(name, scope))
    return unknownText(unknown('`$0` is the path of the script', '0'));
  if (/^[1-9]\d*$/.test(name)) return positional(Number(name), scope);
  if (name === '#') return argumentCount(scope);
  if (volatile.has(name) && !isSetHere(name, scope))
    return unknownText(unknown(`\`$${name}\` is known only when the script runs`));
  const text = scalarOf(variableOf(name, scope));
  return isUnknown(text) ? unknownText(text) : text;
}

/** The arguments of the script or of the function that runs. */
export function argumentsOf(scope: Scope): Extract<Variable, { kind: 'indexed' | 'list' }> {
  const found = lookup(scope.environment, positionals);
  if (typeof found === 'object' && (found.kind === 'indexed' || found.kind === 'list'))
    return found;
  return { kind: 'list', value: unknown('it is the list of arguments', positionals), shifted: 0 };
}

function argumentCount(scope: Scope): Text {
  const list = argumentsOf(scope);
  if (list.kind === 'list') return unknownText(unknown('`$#` is the number of arguments'));
  return plainText(String(list.elements.size));
}

function positional(index: number, scope: Scope): Text {
  const list = argumentsOf(scope);
  if (list.kind === 'indexed') return list.elements.get(index) ?? [];
  const known = elementOfItems(list.items, index - 1);
  if (known !== undefined) return known;
  const symbol = list.value.symbol?.slice(positionals.length);
  const place = index + list.shifted;
  const why = `\`$${index}\` is an argument`;
  return unknownText(symbol === undefined ? unknown(why) : unknown(why, `${place}${symbol}`));
}

/** The element of an array; `key` undefined where the subscript is not known. */
export function elementText(name: string, key: string | undefined, scope: Scope): Text {
  const variable = variableOf(name, scope);
  const why = `\`${name}[${key ?? '…'}]\` is an element of an array`;
  if (key === undefined) return unknownText(unknown(why));
  switch (variable.kind) {
    case 'indexed': {
      const index = Number(key);
      const largest = Math.max(-1, ...variable.elements.keys());
      return variable.elements.get(index < 0 ? largest + 1 + index : index) ?? [];
    }
    case 'associative':
      return variable.elements.get(key) ?? [];
    case 'list':
      return (
        elementOfItems(variable.items, Number(key)) ??
        unknownText(unknown(why, elementSymbol(variable, key)))
      );
    case 'unset':
    case 'functions':
      return [];
    case 'text':
      return elementOfText(variable.text, key, why);
  }
}

/** A plain variable is its own element 0; what was set outside may be an array there. */
function elementOfText(text: Text, key: string, why: string): Text {
  if (key === '0') return text;
  const value = valueOf(text);
  if (typeof value === 'string') return [];
  return unknownText(
    unknown(why, value.symbol === undefined ? undefined : `${value.symbol}[${key}]`),
  );
}

/** The path of the file that is walked: `$0` in the script, `$BASH_SOURCE` in what it sources. */
function scriptPath({ source }: Scope): Unknown {
  return unknown('it is the path of the script', scriptSymbol(source.file));
}

/** In the body of a function that nothing calls: the same unknown at each use in that body. */
function withheldValue(name: string, scope: Scope): Variable {
  const value = unknown(
    `\`$${name}\` depends on when the function is called`,
    freshSymbol(scope.session.symbols, name),
  );
  const variable = textVariable(unknownText(value));
  functionLayer(scope.environment).bindings.set(name, variable);
  return variable;
}

function functionLayer(environment: Environment): Environment {
  let layer = environment;
  while (layer.admits === undefined && layer.parent !== undefined) layer = layer.parent;
  return layer;
}

/** An environment for the body of a function that nothing calls. */
export function uncalledEnvironment(name: string, scope: Scope): Environment {
  const { survey, symbols } = scope.session;
  const firstCall = survey.functions.get(name)?.firstCall ?? Infinity;
  const environment = createEnvironment(scope.environment, (variable, binding) => {
    if (variable.endsWith('()')) return true;
    const assignments = survey.assignments.get(variable) ?? 0;
    const isEarly = (binding?.definition?.span.start ?? 0) < firstCall;
    return assignments === 0 || (assignments === 1 && binding !== undefined && isEarly);
  });
  const list = unknown('it is the list of arguments', freshSymbol(symbols, positionals));
  environment.bindings.set(positionals, { kind: 'list', value: list, shifted: 0 });
  return environment;
}
