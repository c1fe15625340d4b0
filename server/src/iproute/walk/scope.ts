/**
 * The one reader of all objects: walks over the words of a command by the scopes of the grammar tables, as iproute2 walks over argv.
 * A word is looked up in the innermost scope; what it does not know goes back to the scope around it, or is a bare value, or is refused.
 */
import { stop, nextKeyword, peek, type Cursor, type KnownWord } from '../cursor.ts';
import { findRow, type GrammarRow, type Scope } from '../grammar.ts';
import { afterNexthop, duplicate, garbage, misplacedGarbage, missingPart } from '../wording.ts';
import { readBare, takeVariable } from './bare.ts';
import { checkNeeds, checkScope, leavesEmpty } from './needs.ts';
import { takeArgument } from './take.ts';

/** A scope that is open, and how many words were taken before it. */
export interface Frame {
  readonly scope: Scope;
  readonly from: number;
}

/** Reads the rest of the command, beginning in a scope. */
export function readScope(cursor: Cursor, scope: Scope): void {
  const frames: Frame[] = [{ scope, from: cursor.taken.length }];
  for (;;) {
    expectKeywords(cursor, frames);
    const frame = frames.at(-1);
    if (frame === undefined) break;
    if (takeVariable(cursor, frame)) continue;
    const next = nextKeyword(cursor);
    if (next === undefined) break;
    readWord(cursor, frames, next);
  }
  for (const frame of frames.toReversed()) checkScope(cursor, frame, scope);
}

function readWord(cursor: Cursor, frames: Frame[], next: KnownWord): void {
  for (;;) {
    const frame = frames.at(-1);
    if (frame === undefined) return;
    const row = findRow(frame.scope.grammar, next.text);
    if (row !== undefined) {
      cursor.roles[cursor.at - 1] = { kind: 'keyword', row };
      const before = cursor.problems.length;
      const opened = takeArgument(cursor, { row, word: next.word, scope: frame.scope });
      if (row.bindsIpv4 === true && isOpen(cursor)) cursor.family = 4;
      refuseSecond(cursor, frame, before);
      refuseEarly(cursor, frame, row);
      if (row.closes === true) checkNeeds(cursor, frame, frames[0]?.scope);
      if (opened !== undefined) {
        if (row.argument.kind === 'nexthop') closeNexthop(frames, frame);
        frames.push({ scope: opened, from: cursor.taken.length });
      }
      return;
    }
    if (asksForHelp(frame.scope, next.text)) return stop(cursor);
    if (frame.scope.bare.kind !== 'return' || frames.length === 1)
      return readUnknown(cursor, frames, next);
    if (leavesEmpty(cursor, frame)) return;
    checkScope(cursor, frame, frames[0]?.scope ?? frame.scope);
    frames.pop();
  }
}

function asksForHelp({ hasNoHelp, helpIsExact }: Scope, word: string): boolean {
  if (hasNoHelp === true || word === '') return false;
  return helpIsExact === true ? word === 'help' : 'help'.startsWith(word);
}

/** The next `nexthop` ends the one before it. */
function closeNexthop(frames: Frame[], frame: Frame): void {
  if (frame.scope.bare.kind === 'misplaced') frames.pop();
}

function readUnknown(cursor: Cursor, frames: Frame[], next: KnownWord): void {
  const frame = frames.at(-1);
  if (frame === undefined) return;
  const { text, word } = next;
  const { bare } = frame.scope;
  switch (bare.kind) {
    case 'value': {
      const opened = readBare(cursor, { ...frame, bare }, next);
      if (opened !== undefined) frames.push({ scope: opened, from: cursor.taken.length });
      return;
    }
    case 'refuse':
      cursor.unexpected.push({
        text,
        span: word.span,
        says: bare.answer.replaceAll('%s', text),
        ...(bare.isUsage === true ? { isUsage: true } : {}),
      });
      // What follows may belong to the word.
      return stop(cursor);
    case 'misplaced': {
      const owner = bare.owner();
      const row = findRow(owner.grammar, text);
      if (row === undefined) {
        cursor.unexpected.push({ text, span: word.span, says: misplacedGarbage(text) });
        return;
      }
      cursor.problems.push(afterNexthop(word.span, text));
      cursor.roles[cursor.at - 1] = { kind: 'keyword', row };
      takeArgument(cursor, { row, word, scope: owner });
      return;
    }
    case 'skip':
      return;
    case 'return':
    case 'stop':
      return stop(cursor);
  }
}

/** No family is said, and no option holds one that is not known. */
function isOpen({ family, optionFamily }: Cursor): boolean {
  return family === 'any' && optionFamily === undefined;
}

/** Some keywords stand behind another; a word that is not known may be that one. */
function refuseEarly(cursor: Cursor, { from }: Frame, { behind }: GrammarRow): void {
  if (behind === undefined || cursor.incomplete) return;
  const taken = cursor.taken.slice(from);
  if (taken.some(({ row }) => row.keyword === behind.keyword)) return;
  cursor.problems.push(missingPart(cursor.span, behind.missing, behind.says));
}

/** Some keywords stand once. */
function refuseSecond(cursor: Cursor, { scope, from }: Frame, problems: number): void {
  const taken = cursor.taken.at(-1);
  const once = taken?.row.once;
  if (taken === undefined || once === undefined) return;
  const { bare } = scope;
  const isBare = (row: GrammarRow): boolean =>
    bare.kind === 'value' && bare.group === once && row === bare.row;
  const before = cursor.taken.slice(from, -1).some(({ row }) => row.once === once || isBare(row));
  const found = cursor.problems.slice(problems);
  const isAtOnce = taken.row.second === 'at-once';
  if (!before || (!isAtOnce && found.some(isLack))) return;
  if (taken.row.second === 'after-value' && found.length > 0) return;
  // It is refused before its value is looked at.
  cursor.problems.length = problems;
  const last = isAtOnce ? undefined : taken.values.at(-1);
  const value = typeof last?.value === 'string' ? last.value : taken.row.keyword;
  const span = last?.origin.span ?? taken.word.span;
  cursor.unexpected.push({
    text: value,
    span,
    says: taken.row.isGarbageTwice === true ? garbage(once, value) : duplicate(once, value),
    isDuplicate: true,
  });
}

function isLack({ rule }: Cursor['problems'][number]): boolean {
  return rule === 'iproute-incomplete';
}

function expectKeywords(cursor: Cursor, frames: readonly Frame[]): void {
  if (cursor.incomplete || cursor.lacksValue || peek(cursor) !== undefined) return;
  const scopes: Scope[] = [];
  for (const { scope } of frames.toReversed()) {
    scopes.push(scope);
    if (scope.bare.kind !== 'return') break;
  }
  cursor.expected = { kind: 'keyword', scopes };
}
