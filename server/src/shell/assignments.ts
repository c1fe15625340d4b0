/**
 * Which variables a command sets, read from its syntax alone.
 * Used twice: to survey a file (which names are set once, what a loop or function touches) and to run the assignments in order.
 * Invariant: a command that may set a name is never left out; `forgets` means that it may set any.
 */
import { childrenOf } from './adapter.ts';
import type { ArithmeticExpression, Assignment, Command, SyntaxNode, Word } from './adapter.ts';
import { positionals } from './environment.ts';

export type Effect =
  | {
      readonly kind: 'assign';
      readonly assignment: Assignment;
      readonly local: boolean;
      readonly plain: boolean;
    }
  | { readonly kind: 'unset'; readonly name: string; readonly local: boolean }
  | { readonly kind: 'set-by-command'; readonly name: string; readonly command: string }
  | { readonly kind: 'forgets' };

const declarations = new Set(['export', 'readonly', 'declare', 'typeset', 'local']);
const setters = new Set([
  ...declarations,
  '.',
  'source',
  'eval',
  'shift',
  'set',
  'unset',
  'let',
  'read',
  'getopts',
  'mapfile',
  'readarray',
  'printf',
]);
const identifier = /^[A-Za-z_]\w*/;

/** True for a name that functions have and programs seldom: `config_get`, `network_get_device`. */
export function mayBeFunction(name: string): boolean {
  return /^[A-Za-z]\w*_\w*$/.test(name);
}

/** What one simple command does to variables, in order. */
export function effectsOf(command: Command): Effect[] {
  if (command.name === undefined) {
    return command.prefix.flatMap((part) =>
      part.type === 'Assignment' ? [plainAssignment(part)] : [],
    );
  }
  const name = command.name.value;
  // Most commands are no builtins that set variables; this runs for each command of a file.
  const isBuiltin = setters.has(name);
  if (!isBuiltin && !mayBeFunction(name)) return [];
  const words = command.args.flatMap((part) => (part.type === 'Word' ? [part] : []));
  if (!isBuiltin)
    return words.flatMap(({ value }) =>
      identifier.exec(value)?.[0] === value ? [setByCommand(value, name)] : [],
    );
  if (declarations.has(name)) return declarationEffects(command, name);
  switch (name) {
    case '.':
    case 'source':
    case 'eval':
      return [{ kind: 'forgets' }];
    case 'shift':
      return [setByCommand(positionals, name)];
    case 'set':
      return words.some((word) => !/^[-+]./.test(word.value) || word.value === '--')
        ? [setByCommand(positionals, name)]
        : [];
    case 'unset':
      return words
        .filter((word) => identifier.test(word.value))
        .map((word) => ({ kind: 'unset', name: word.value, local: false }));
    case 'let':
      return words.flatMap((word) => nameOf(word)).map((each) => setByCommand(each, name));
    case 'read':
    case 'getopts':
    case 'mapfile':
    case 'readarray':
      return [...words.flatMap((word) => nameOf(word)), ...implicitNames(name)].map((each) =>
        setByCommand(each, name),
      );
    case 'printf':
      return words[0]?.value === '-v' && words[1] !== undefined
        ? nameOf(words[1]).map((each) => setByCommand(each, name))
        : [];
    default:
      return [];
  }
}

/** The names that an arithmetic expression sets: `X = 1`, `X += 1`, `X++`. */
export function arithmeticTargets(expression: ArithmeticExpression): string[] {
  const inner = childrenOf(expression).flatMap((child) =>
    isArithmetic(child) ? arithmeticTargets(child) : [],
  );
  const target =
    expression.type === 'ArithmeticBinary' && /^(?:[-+*/%&|^]|<<|>>|)=$/.test(expression.operator)
      ? expression.left
      : expression.type === 'ArithmeticUnary' &&
          (expression.operator === '++' || expression.operator === '--')
        ? expression.operand
        : undefined;
  const name = target?.type === 'ArithmeticWord' ? identifier.exec(target.value)?.[0] : undefined;
  return name === undefined ? inner : [name, ...inner];
}

function isArithmetic(node: SyntaxNode): node is ArithmeticExpression {
  return (
    node.type.startsWith('Arithmetic') &&
    node.type !== 'ArithmeticExpansion' &&
    node.type !== 'ArithmeticFor' &&
    node.type !== 'ArithmeticCommand'
  );
}

function plainAssignment(assignment: Assignment): Effect {
  return { kind: 'assign', assignment, local: false, plain: true };
}

function setByCommand(name: string, command: string): Effect {
  return { kind: 'set-by-command', name, command };
}

function declarationEffects(command: Command, builtin: string): Effect[] {
  const local = builtin === 'local';
  const options = command.args.flatMap((part) =>
    part.type === 'Word' && part.value.startsWith('-') ? [part.value] : [],
  );
  // Attributes such as -i, -n, -u change what a later assignment means; only -x, -r and -g leave the value alone.
  const plain = options.every((option) => /^-[xrg]+$/.test(option));
  // A name for another variable: what is set through it is any.
  if (options.some((option) => /^-\w*n/.test(option)) && builtin !== 'export')
    return [{ kind: 'forgets' }];
  return command.args.flatMap((part): Effect[] => {
    if (part.type === 'Assignment') return [{ kind: 'assign', assignment: part, local, plain }];
    const name = nameOf(part)[0];
    if (name === undefined || builtin === 'export' || builtin === 'readonly') return [];
    return local && plain ? [{ kind: 'unset', name, local }] : [setByCommand(name, builtin)];
  });
}

function nameOf(word: Word): string[] {
  const name = identifier.exec(word.value)?.[0];
  return name === undefined ? [] : [name];
}

function implicitNames(builtin: string): string[] {
  if (builtin === 'read') return ['REPLY'];
  if (builtin === 'getopts') return ['OPTARG', 'OPTIND'];
  return builtin === 'mapfile' || builtin === 'readarray' ? ['MAPFILE'] : [];
}
