/** `set`, `shift`, `let`, `printf -v`, `return`, `exit`, `break`, `continue` (Bash manual, 4.1, 4.3). */
import { unknown } from '../../base/fact.ts';
import { arithmeticOfText } from '../arithmetic.ts';
import { setElement, setText } from '../assign.ts';
import { limits } from '../budget.ts';
import {
  deltaSince,
  errexitKey,
  forget,
  forgetAll,
  freshSymbol,
  positionals,
} from '../environment.ts';
import { loseOutput } from '../output.ts';
import { countOf, isOpen, piecesOfWord } from '../pieces.ts';
import { formatPrintf } from '../printf.ts';
import { placeAt } from '../session.ts';
import type { CallFrame, LoopFrame, Outcome, Scope } from '../session.ts';
import type { ShellWord } from '../types.ts';
import { plainText } from '../values.ts';
import type { Text, Variable } from '../values.ts';
import { keyOfText } from '../subscripts.ts';
import { argumentsOf } from '../variables.ts';
import { textOfWord } from './call.ts';
import type { BuiltinCall } from './call.ts';

/** `set -e`, `set +e`, `set -- a b c`. */
export function set({ args, scope }: BuiltinCall): Outcome {
  for (let at = 0; at < args.length; at++) {
    const text = textOfWord(args[at]);
    if (text === undefined || !/^[-+]./.test(text)) {
      setArguments(args.slice(at), scope);
      return 'success';
    }
    if (text === '--') {
      setArguments(args.slice(at + 1), scope);
      return 'success';
    }
    const isOn = text.startsWith('-');
    if (/^[-+]\w*o$/.test(text)) {
      const option = textOfWord(args[++at]);
      if (option === 'errexit') setErrexit(isOn, scope);
    }
    if (/^[-+]\w*e/.test(text)) setErrexit(isOn, scope);
  }
  return 'success';
}

function setErrexit(isOn: boolean, { environment }: Scope): void {
  environment.bindings.set(errexitKey, isOn ? errexitOn : errexitOff);
}

/** Every command asks for the option: it is the same object each time, so that nothing looks changed. */
const errexitOn: Variable = { kind: 'text', text: plainText('1') };
const errexitOff: Variable = { kind: 'unset' };

function setArguments(words: readonly ShellWord[], scope: Scope): void {
  const { environment, session } = scope;
  // `f "$@" "$@"` in a row doubles each time.
  if (words.length > limits.elements) {
    setUnknownPositionals(scope);
    return;
  }
  if (words.some(isOpen)) {
    const value = unknown('it is the list of arguments', freshSymbol(session.symbols, openList));
    const items = words.map((word) => ({
      text: textOfArgument(word, scope),
      count: countOf(word),
    }));
    environment.bindings.set(positionals, { kind: 'list', value, shifted: 0, items });
    return;
  }
  const elements = new Map(words.map((word, i) => [i + 1, textOfArgument(word, scope)] as const));
  environment.bindings.set(positionals, { kind: 'indexed', elements });
}

/** Symbols of arguments that stand behind an open word: those of no other list. */
const openList = `${positionals} of a call`;

/** The arguments of a call: their words are kept, because `"$@"` may be a command. */
export function setPositionals(words: readonly ShellWord[], scope: Scope): void {
  setArguments(words, scope);
  if (words.length > limits.elements) return;
  const list = argumentsOf(scope);
  scope.environment.bindings.set(positionals, { ...list, words });
}

/** Arguments of which nothing is known. */
export function setUnknownPositionals({ environment, session }: Scope): void {
  const value = unknown('it is the list of arguments', freshSymbol(session.symbols, openList));
  environment.bindings.set(positionals, { kind: 'list', value, shifted: 0 });
}

/** The text of an argument, with its place: a call shows where it was written. */
export function textOfArgument(word: ShellWord, scope: Scope): Text {
  return piecesOfWord(word)
    .filter((piece) => piece.text !== '')
    .map((piece) => ({ ...piece, written: piece.written ?? placeAt(scope, word.span) }));
}

/** `shift [n]`. */
export function shift({ args, scope }: BuiltinCall): Outcome {
  const { environment, session } = scope;
  const count = args[0] === undefined ? 1 : Number(textOfWord(args[0]) ?? NaN);
  const list = argumentsOf(scope);
  if (!Number.isSafeInteger(count) || count < 0) {
    forget({ environment, symbols: session.symbols }, positionals, 'the arguments are shifted');
    return 'unsure';
  }
  if (list.kind === 'list') return shiftList(list, count, scope);
  if (count > list.elements.size) return 'failure';
  const elements = new Map<number, Text>();
  for (const [index, text] of list.elements) if (index > count) elements.set(index - count, text);
  const words = list.words === undefined ? {} : { words: list.words.slice(count) };
  environment.bindings.set(positionals, { kind: 'indexed', elements, ...words });
  return 'success';
}

/** The items stay known as long as no open one is shifted away. */
function shiftList(
  { words, items, ...list }: Extract<Variable, { kind: 'list' }>,
  count: number,
  { environment }: Scope,
): Outcome {
  const left = { ...list, shifted: list.shifted + count };
  const isKnown = items !== undefined && count <= items.findIndex((item) => item.count !== 'one');
  environment.bindings.set(
    positionals,
    isKnown
      ? {
          ...left,
          items: items.slice(count),
          ...(words === undefined ? {} : { words: words.slice(count) }),
        }
      : left,
  );
  return isKnown ? 'success' : 'unsure';
}

/** `let expression…`: fails if the last value is 0. */
export function letBuiltin({ args, scope }: BuiltinCall): Outcome {
  let value: bigint | undefined;
  for (const word of args) {
    const text = textOfWord(word);
    value = text === undefined ? undefined : arithmeticOfText(text, scope);
    if (value === undefined) {
      const { environment, session } = scope;
      const name = /^[A-Za-z_]\w*/.exec(word.raw.replace(/^["']/, ''))?.[0];
      if (name === undefined) forgetAll(environment, session.symbols);
      else forget({ environment, symbols: session.symbols }, name, `\`$${name}\` is calculated`);
    }
  }
  return value === undefined ? 'unsure' : value === 0n ? 'failure' : 'success';
}

/** `printf -v NAME format …` sets a variable; else it only writes. */
export function printf({ args, scope }: BuiltinCall): Outcome {
  const { environment, session } = scope;
  if (args[0]?.value !== '-v') return 'success';
  const target = /^([A-Za-z_]\w*)(?:\[(.+)\])?$/s.exec(textOfWord(args[1]) ?? '');
  const [, name, subscript] = target ?? [];
  if (name === undefined) {
    // The name itself is not known: any may be set.
    forgetAll(environment, session.symbols);
    return 'unsure';
  }
  const pieces = args.some((word) => word.several === true)
    ? undefined
    : formatPrintf(args.slice(2));
  if (pieces === undefined)
    forget(
      { environment, symbols: session.symbols },
      name,
      `\`$${name}\` is set by \`printf\` when the script runs`,
    );
  else {
    const text = pieces.map((piece) => ({
      ...piece,
      written: piece.written ?? placeAt(scope, piece.span),
    }));
    if (subscript === undefined) setText(name, text, scope);
    else setElement(name, { key: keyOfText(name, subscript, scope), text }, scope);
  }
  return 'success';
}

/** `return [n]` ends a function or a file that is sourced. */
export function returnBuiltin({ args, scope }: BuiltinCall): Outcome {
  const { frame } = scope;
  if (frame === undefined) return 'gone';
  const status = args[0] === undefined ? 'unsure' : statusOf(args[0]);
  leaveCall(frame, status, scope);
  return 'gone';
}

function statusOf(word: ShellWord): Outcome {
  const value = textOfWord(word);
  if (value === undefined || !/^\d+$/.test(value)) return 'unsure';
  return Number(value) % 256 === 0 ? 'success' : 'failure';
}

function leaveCall(frame: CallFrame, outcome: Outcome, scope: Scope): void {
  loseOutput(scope);
  frame.returns.push({ delta: copy(deltaSince(scope.environment, frame.base)), outcome });
}

/** `exit`: the way ends here. */
export function exit({ scope }: BuiltinCall): Outcome {
  loseOutput(scope);
  return 'gone';
}

/** `break [n]` and `continue [n]`. */
export function leaveLoop({ args, scope, command }: BuiltinCall): Outcome {
  const levels = args[0] === undefined ? 1 : Number(textOfWord(args[0]) ?? NaN);
  if (scope.loop === undefined) return 'success';
  let frame: LoopFrame = scope.loop;
  for (let level = 1; level < levels && frame.outer !== undefined; level++) frame = frame.outer;
  loseOutput(scope);
  if (command.name === 'break') frame.breaks.push(copy(deltaSince(scope.environment, frame.base)));
  else frame.continues.push(copy(deltaSince(scope.environment, frame.round)));
  return 'gone';
}

/** The layer itself may be written to after the jump is noted. */
function copy(delta: ReturnType<typeof deltaSince>): ReturnType<typeof deltaSince> {
  return { ...delta, bindings: new Map(delta.bindings) };
}
