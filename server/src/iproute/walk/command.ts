/** Reads object, verb and words of a command by the grammar tables. */
import { nextKeyword, peek, stop, type Cursor } from '../cursor.ts';
import { findVerb, type ObjectGrammar, type Scope, type VerbRow } from '../grammar.ts';
import { findObject } from '../objects/index.ts';
import { missingPart, unknownObject, unknownVerb } from '../wording.ts';
import { readScope } from './scope.ts';

/** What the first words of a command say. */
export interface CommandHead {
  readonly object: ObjectGrammar | undefined;
  /** The words as the table has them: `add`, `bucket get`; undefined if not known. */
  readonly verb: string | undefined;
}

/** Reads from the object to the end; the cursor keeps what was taken. */
export function readCommand(cursor: Cursor): CommandHead {
  cursor.expected = { kind: 'object' };
  const next = nextKeyword(cursor);
  if (next === undefined) return { object: undefined, verb: undefined };
  const object = findObject(next.text);
  cursor.roles[cursor.at - 1] = { kind: 'object', object: object?.name };
  if (object === undefined) {
    cursor.problems.push(unknownObject(next.word.span, next.text));
    stop(cursor);
    return { object, verb: undefined };
  }
  if (object.scope !== undefined) {
    readScope(cursor, object.scope);
    return { object, verb: undefined };
  }
  return { object, verb: readVerb(cursor, object, object) };
}

interface Verbs {
  readonly verbs: readonly VerbRow[];
  readonly otherwise?: string;
}

function readVerb(cursor: Cursor, object: ObjectGrammar, level: Verbs): string | undefined {
  const { verbs, otherwise } = level;
  cursor.expected = { kind: 'verb', verbs };
  if (peek(cursor) === undefined) {
    if (otherwise === undefined)
      cursor.problems.push(missingPart(cursor.span, 'what to do', 'the usage text'));
    return otherwise;
  }
  const next = nextKeyword(cursor);
  if (next === undefined) return undefined;
  const row =
    object.isExact === true
      ? verbs.find(({ verb, aliases = [] }) => verb === next.text || aliases.includes(next.text))
      : findVerb(
          cursor.optionFamily === 6 ? verbs.filter(({ isIpv4Only }) => isIpv4Only !== true) : verbs,
          next.text,
        );
  cursor.roles[cursor.at - 1] = { kind: 'verb', object: object.name, verb: row };
  if (row === undefined) {
    if (!isHelp(object, next.text)) {
      const named = { object: object.helpName ?? object.name, answer: object.answer };
      cursor.problems.push(unknownVerb(next.word.span, next.text, named));
    }
    stop(cursor);
    return undefined;
  }
  if (row.verbs !== undefined) {
    const below = readVerb(cursor, object, { ...row, verbs: row.verbs });
    return below === undefined ? undefined : `${row.verb} ${below}`;
  }
  const scope = scopeOf(cursor, row);
  if (scope === undefined) stop(cursor);
  else readScope(cursor, scope);
  return row.verb;
}

/** Tunnels over IPv6 have words of their own. */
function scopeOf({ words, at, optionFamily }: Cursor, { scope, ipv6 }: VerbRow): Scope | undefined {
  if (ipv6 === undefined) return scope;
  if (optionFamily === 6) return ipv6.scope;
  if (optionFamily === undefined || optionFamily === 4) {
    const mode = words.slice(at).findIndex(({ value }) => value === 'mode');
    const written = mode < 0 ? undefined : words[at + mode + 1]?.value;
    if (typeof written === 'object') return undefined;
    return written !== undefined && ipv6.modes.includes(written) ? ipv6.scope : scope;
  }
  return undefined;
}

/** Every object explains itself. */
function isHelp({ isExact }: ObjectGrammar, word: string): boolean {
  return isExact === true ? word === 'help' : word !== '' && 'help'.startsWith(word);
}
