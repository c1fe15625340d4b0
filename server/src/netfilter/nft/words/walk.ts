/** Rules and declarations word by word: what each word is, and what can come behind the last. */
import type { Token } from '../lex.ts';
import { isFamily } from '../reader.ts';
import {
  chainSettings,
  commandObjectRows,
  commandRows,
  familyRows,
  fileRows,
  flowtableSettings,
  listRows,
  objectRows,
  setSettings,
  tableSettings,
} from './declarations.ts';
import { statementOf } from './index.ts';
import { beginsMatch, walkMatch, walkPhrase } from './parts.ts';
import { createWalk, endsWith, take, wordAt } from './roles.ts';
import type { Expected, Role, Walk } from './roles.ts';
import type { NftPhrase, NftRow } from './types.ts';

/** Where a statement stands: in a file or command line, or in the braces of one of its objects. */
export type Level = 'top' | 'table' | 'chain' | 'set' | 'flowtable' | 'other';

export interface WordReading {
  readonly roles: readonly (Role | undefined)[];
  readonly expected: Expected;
}

/** One statement, or the words of it that stand before a cursor. */
export function readWords(tokens: readonly Token[], level: Level): WordReading {
  const walk = createWalk(tokens);
  walkLevel(walk, level);
  return { roles: walk.roles, expected: walk.expected ?? { kind: 'nothing' } };
}

function walkLevel(walk: Walk, level: Level): void {
  switch (level) {
    case 'top':
      return walkCommand(walk);
    case 'table':
      return walkSettings(walk, tableSettings, [...objectRows, ...fileRows.slice(1)]);
    case 'set':
      return walkSettings(walk, setSettings, []);
    case 'flowtable':
      return walkSettings(walk, flowtableSettings, []);
    case 'chain':
      if (
        endsWith(walk, {
          kind: 'rows',
          rows: fileRows.slice(1),
          phrases: chainSettings,
          takesRule: true,
        })
      )
        return;
      return isSetting(walk, chainSettings)
        ? walkSettings(walk, chainSettings, [])
        : walkRule(walk);
    case 'other':
  }
}

/** `comment` also ends a rule, but does not begin one of a chain that nft would write. */
function isSetting(walk: Walk, settings: readonly NftPhrase[]): boolean {
  return settings.some(({ word }) => word === wordAt(walk));
}

function walkSettings(walk: Walk, settings: readonly NftPhrase[], rows: readonly NftRow[]): void {
  if (endsWith(walk, { kind: 'rows', rows, phrases: settings })) return;
  const word = wordAt(walk);
  const isName = word === 'counter' || word === 'limit' || word === 'quota';
  const row = rows.find((each) => each.word === word);
  if (row !== undefined && (isName || !isSetting(walk, settings)))
    return take(walk, { kind: 'row', row });
  const phrase = settings.find((each) => each.word === word);
  if (phrase === undefined) return;
  walkPhrase(walk, phrase, true);
}

/** Matches and statements to the end. */
export function walkRule(walk: Walk): void {
  while (walk.at < walk.tokens.length) {
    const word = wordAt(walk) ?? '';
    const statement = statementOf(word);
    if (statement !== undefined) {
      if (walkPhrase(walk, statement) === undefined) return;
    } else if (beginsMatch(word)) {
      if (!walkMatch(walk)) return;
    } else take(walk);
  }
  endsWith(walk, { kind: 'rule', open: walk.open });
}

const placing: readonly NftRow[] = [
  { word: 'index', doc: 'Before or behind the rule with this number, 0 for the first.' },
  { word: 'handle', doc: 'Before or behind the rule with this handle, as `nft -a list` shows it.' },
  { word: 'position', doc: 'Old word for `handle`.' },
];

/** `add rule inet uplinks forward …`, `table inet uplinks {`. */
function walkCommand(walk: Walk): void {
  const topRows = [...fileRows, ...commandRows];
  if (endsWith(walk, { kind: 'rows', rows: topRows })) return;
  const verb = commandRows.find(({ word }) => word === wordAt(walk));
  if (verb !== undefined) take(walk, { kind: 'row', row: verb });
  const rows =
    verb?.word === 'list' || verb?.word === 'reset'
      ? [...commandObjectRows, ...listRows]
      : commandObjectRows;
  if (endsWith(walk, { kind: 'rows', rows })) return;
  const file =
    verb === undefined ? fileRows.slice(1).find(({ word }) => word === wordAt(walk)) : undefined;
  if (file !== undefined) return take(walk, { kind: 'row', row: file });
  const object = rows.find(({ word }) => word === wordAt(walk));
  if (object !== undefined) take(walk, { kind: 'row', row: object });
  walkObject(
    walk,
    object?.word ?? 'rule',
    [verb?.word, object?.word].filter((word) => word !== undefined),
  );
}

function walkObject(walk: Walk, object: string, head: readonly string[]): void {
  const synopsis = [...head, ...synopsisOf(object)];
  const family = familyRows.find(({ word }) => word === wordAt(walk));
  const isWhole = object === 'ruleset' || listRows.some(({ word }) => word === object);
  const name = { synopsis, family: family?.word, table: undefined };
  if (family !== undefined) take(walk, { kind: 'row', row: family });
  else if (isWhole && endsWith(walk, { kind: 'rows', rows: familyRows })) return;
  if (isWhole) return;
  if (
    endsWith(walk, {
      kind: 'name',
      name: { ...name, of: 'table', at: head.length + (family === undefined ? 0 : 1) },
    })
  )
    return;
  const table = `${family?.word ?? 'ip'} ${walk.tokens[walk.at]?.text ?? ''}`;
  take(walk);
  if (object === 'table') return;
  const of = object === 'chain' || object === 'rule' ? 'chain' : 'set';
  if (endsWith(walk, { kind: 'name', name: { ...name, of, table, at: head.length + 2 } })) return;
  take(walk);
  if (object === 'rule') walkPlacedRule(walk);
}

function walkPlacedRule(walk: Walk): void {
  if (endsWith(walk, { kind: 'rows', rows: placing, takesRule: true })) return;
  const place = placing.find(({ word }) => word === wordAt(walk));
  if (place !== undefined) {
    take(walk, { kind: 'row', row: place });
    if (endsWith(walk, { kind: 'nothing' })) return;
    take(walk);
  }
  walkRule(walk);
}

function synopsisOf(object: string): readonly string[] {
  switch (object) {
    case 'table':
      return ['[FAMILY]', 'TABLE'];
    case 'chain':
      return ['[FAMILY]', 'TABLE', 'CHAIN', '[{ type … hook … priority …; }]'];
    case 'rule':
      return ['[FAMILY]', 'TABLE', 'CHAIN', '[index N | handle N]', 'RULE'];
    case 'element':
      return ['[FAMILY]', 'TABLE', 'SET', '{ ELEMENT, … }'];
    case 'set':
    case 'map':
      return ['[FAMILY]', 'TABLE', object.toUpperCase(), '{ type …; }'];
    default:
      return ['[FAMILY]', 'TABLE', 'NAME'];
  }
}

/** `inet uplinks` of a statement that names its table: `table inet uplinks {`, `add rule inet uplinks forward …`. */
export function tableOfCommand(tokens: readonly Token[]): string | undefined {
  const isRow = (rows: readonly NftRow[], at: number): boolean =>
    rows.some(({ word }) => word === tokens[at]?.text);
  const object = isRow(commandRows, 0) ? 1 : 0;
  const name = isRow(commandObjectRows, object) ? object + 1 : object;
  const [first, second] = tokens.slice(name);
  if (first === undefined) return undefined;
  if (!isFamily(first.text)) return `ip ${first.text}`;
  return second === undefined ? undefined : `${first.text} ${second.text}`;
}
