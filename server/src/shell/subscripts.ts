/** Subscripts of arrays: `${a[i+1]}`, `m[$key]=value`. */
import type { Word } from './adapter.ts';
import { calculateText, knownText } from './evaluator.ts';
import type { Scope } from './session.ts';
import { isSetHere, variableOf } from './variables.ts';

/** The subscript of an element: text for an associative array, else a calculation. */
export function keyOf(name: string, index: Word, scope: Scope): string | undefined {
  const text = knownText(index, scope);
  return text === undefined ? undefined : keyOfText(name, text, scope);
}

/** The same of a subscript that is a text by now: `printf -v 'a[1]'`. */
export function keyOfText(name: string, text: string, scope: Scope): string | undefined {
  const variable = variableOf(name, scope);
  if (variable.kind === 'associative') return text;
  if (variable.kind === 'list' && /^\D/.test(text) && !isSetHere(text, scope)) return text;
  const value = calculateText(text, scope);
  return value === undefined ? undefined : String(value);
}
