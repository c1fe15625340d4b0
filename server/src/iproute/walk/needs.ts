/** What `ip` demands when the words of a scope are at their end: parts that must be there, and parts that exclude each other. */
import type { Cursor, Taken } from '../cursor.ts';
import type { Scope } from '../grammar.ts';
import { conflict, missingPart } from '../wording.ts';
import type { Frame } from './scope.ts';

/** Judges a scope that ends. Nothing is missing where a variable may hold it, or after another error. */
export function checkScope(cursor: Cursor, frame: Frame, outermost: Scope = frame.scope): void {
  const taken = cursor.taken.slice(frame.from);
  const own = taken.filter(({ scope }) => scope === frame.scope);
  if (!findConflict(cursor, frame.scope, own)) checkNeeds(cursor, frame, outermost);
}

/** Judges what must be there. */
export function checkNeeds(cursor: Cursor, frame: Frame, outermost: Scope = frame.scope): void {
  if (isSpoilt(cursor)) return;
  const taken = cursor.taken.slice(frame.from);
  const own = taken.filter(({ scope }) => scope === frame.scope);
  const { needs = [], atLeastOne } = frame.scope;
  if (atLeastOne !== undefined && taken.length === 0) {
    cursor.problems.push(missingPart(placeOf(cursor), atLeastOne.missing, atLeastOne.says));
    return;
  }
  for (const { anyOf, when, isOfNew, missing, says } of needs) {
    if (isOfNew === true && outermost.creates !== true) continue;
    if (when !== undefined && !when.some((word) => has(own, word))) continue;
    if (anyOf.some((word) => has(own, word))) continue;
    cursor.problems.push(missingPart(placeOf(cursor), missing, says));
    return;
  }
}

/** Words that exclude each other do so whatever else is wrong; what would allow them may be in words that were not read. */
function findConflict(cursor: Cursor, scope: Scope, own: readonly Taken[]): boolean {
  for (const { allOf, unless = [], ifDifferent, says } of scope.conflicts ?? []) {
    if (ifDifferent === true && !areDifferent(own, allOf)) continue;
    if (unless.length > 0 && cursor.incomplete) continue;
    if (!allOf.every((word) => has(own, word)) || unless.some((word) => has(own, word))) continue;
    const last = own.findLast(({ row }) => allOf.some((word) => word.startsWith(row.keyword)));
    cursor.problems.push(conflict(last?.word.span ?? cursor.span, allOf, says));
    return true;
  }
  return false;
}

/** True if the keywords have values that are known and not the same. */
function areDifferent(own: readonly Taken[], keywords: readonly string[]): boolean {
  const values = keywords.map(
    (keyword) =>
      own.findLast(({ row, values: all }) => row.keyword === keyword && all.length > 0)?.values[0]
        ?.value,
  );
  return values.every((value) => typeof value === 'string') && new Set(values).size > 1;
}

/** True, with a problem, if a scope ends without the one word that it must have. */
export function leavesEmpty(cursor: Cursor, frame: Frame): boolean {
  if (frame.scope.atLeastOne === undefined || cursor.taken.length > frame.from) return false;
  checkScope(cursor, frame);
  cursor.incomplete = true;
  cursor.at = cursor.words.length;
  return true;
}

function isSpoilt(cursor: Cursor): boolean {
  return cursor.incomplete || cursor.problems.length > 0 || cursor.unexpected.length > 0;
}

/** A part that is missing has no place: the program's word stands for the command. */
function placeOf(cursor: Cursor): Taken['word']['span'] {
  return cursor.span;
}

/** The value, or (`gre*`) one that begins so. */
function isLike(value: unknown, wanted: string): boolean {
  if (typeof value !== 'string') return true;
  return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
}

/** `keyword` and, after `=`, a value: `id=0`, `name=gre*`. A variable may be any value. */
function has(taken: readonly Taken[], wanted: string): boolean {
  const [keyword = '', value] = wanted.split('=');
  // Of several, the last counts.
  const last = taken.findLast(({ row }) => row.keyword === keyword);
  return (
    last !== undefined &&
    (value === undefined || last.values.some((each) => isLike(each.value, value)))
  );
}
