/**
 * For every object, verb, keyword and choice of the grammar tables a command line that puts the word in its place, and the same line
 * with a word there that means nothing: an `ip` that answers both alike does not know the word.
 */
import type {
  Argument,
  Choice,
  GrammarRow,
  ObjectGrammar,
  Scope,
  VerbRow,
} from '../../../server/src/iproute/grammar.ts';
import { objects } from '../../../server/src/iproute/objects/index.ts';

export type Row = ObjectGrammar | VerbRow | GrammarRow | Choice;

/** A word of the grammar in one of its places. */
export interface Place {
  /** The row of the word, and those within which it stands: the object, the verb, the kind of link. */
  readonly rows: readonly Row[];
  /** The words that lead to it, by the grammar. */
  readonly path: readonly string[];
  /** The same as a command line that `ip` reads up to the word. */
  readonly before: readonly string[];
  readonly word: string;
  /** What makes a whole line of it. */
  readonly after: readonly string[];
}

/** The place where the words of a scope stand. */
interface Opened {
  readonly rows: readonly Row[];
  readonly path: readonly string[];
  readonly before: readonly string[];
  /** The object, the choice or the keyword that opens the scope: verbs of one object that share a scope are one place. */
  readonly owner: Row | Scope;
}

/** What must stand before any other word, so that a word without meaning is not taken for it. */
const openings: Readonly<Record<string, readonly string[]>> = {
  'link add': ['dev', 'v0'],
  'link set': ['dev', 'v0'],
  'link add type veth peer': ['dev', 'x8'],
  'link add type vxcan peer': ['dev', 'x8'],
  'link add type gtp': ['role', 'sgsn'],
  'route add': ['192.0.2.0/24'],
  'route add nexthop encap seg6local': ['action', 'End.X'],
  'route add nexthop encap xfrm': ['if_id', '1'],
  'tunnel add': ['x9', 'mode', 'gre'],
  '-6 tunnel add': ['x9', 'mode', 'ip6gre'],
  'tuntap add': ['dev', 'x9', 'mode', 'tun'],
  'tuntap delete': ['dev', 'x9', 'mode', 'tun'],
};

/** What must follow so that all words are read. */
const endings: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['route add nexthop encap ', ['via', '192.0.2.1']],
];

/** Every row in every scope where it stands; of the verbs with the same words only the first. */
export function places(): readonly Place[] {
  const walk: Walk = { found: [], seen: new Map(), selected: new Set() };
  for (const object of objects) {
    const start: Opened = { rows: [], path: [], before: [], owner: object };
    const opened = found(walk, { row: object, word: object.name, after: ['help'] }, start);
    walkVerbs(walk, object.verbs, opened);
    if (object.scope !== undefined) walkScope(walk, object.scope, opened);
  }
  return walk.found;
}

interface Walk {
  readonly found: Place[];
  readonly seen: Map<Scope, Set<Row | Scope>>;
  readonly selected: Set<Row>;
}

/** Notes a word, and gives what stands behind it. */
function found(
  walk: Walk,
  { row, word, after }: { readonly row: Row } & Pick<Place, 'word' | 'after'>,
  { rows, path, before, owner }: Opened,
): Opened {
  const all = [...rows, row];
  const name = [...path, word].join(' ');
  const ending = endings.find(([start]) => name.startsWith(start))?.[1] ?? [];
  walk.found.push({ rows: all, path, before, word, after: [...after, ...ending] });
  return { rows: all, path: [...path, word], before: [...before, word], owner };
}

/** Some words further on. */
function behind(opened: Opened, words: readonly string[]): Opened {
  return { ...opened, before: [...opened.before, ...words] };
}

function walkVerbs(walk: Walk, verbs: readonly VerbRow[], opened: Opened): void {
  for (const row of verbs) {
    const inner = found(walk, { row, word: row.verb, after: [] }, opened);
    walkVerbs(walk, row.verbs ?? [], inner);
    if (row.scope !== undefined) walkScope(walk, row.scope, inner);
    if (row.ipv6 !== undefined)
      walkScope(walk, row.ipv6.scope, {
        ...inner,
        path: ['-6', ...inner.path],
        before: ['-6', ...inner.before],
      });
  }
}

function walkScope(walk: Walk, scope: Scope, opened: Opened): void {
  const owners = walk.seen.get(scope) ?? new Set();
  if (owners.has(opened.owner)) return;
  walk.seen.set(scope, owners.add(opened.owner));
  const inner = behind(opened, openings[opened.path.join(' ')] ?? []);
  for (const row of scope.grammar) {
    const word = { row, word: row.keyword, after: valueOf(row.argument) };
    walkArgument(walk, row, found(walk, word, inner));
  }
}

function walkArgument(walk: Walk, row: GrammarRow, opened: Opened): void {
  const { argument } = row;
  switch (argument.kind) {
    case 'nexthop':
      walkScope(walk, argument.scope(), opened);
      return;
    case 'scope':
      walkScope(
        walk,
        argument.scope,
        behind({ ...opened, owner: argument.scope }, valueOf(argument)),
      );
      return;
    case 'select':
      if (walk.selected.has(row)) return;
      walk.selected.add(row);
      for (const [word, choice] of argument.choices()) walkChoice(walk, [word, choice], opened);
      return;
    default:
  }
}

function walkChoice(walk: Walk, [word, choice]: readonly [string, Choice], opened: Opened): void {
  // `ip` knows nothing of a kind without words: the kernel alone does.
  if (choice.scope?.bare.kind === 'refuse' && choice.scope.grammar.length === 0) return;
  const inner = found(walk, { row: choice, word, after: ['help'] }, opened);
  const value = choice.value === undefined ? [] : valueOf(choice.value.argument);
  if (choice.scope !== undefined)
    walkScope(walk, choice.scope, behind({ ...inner, owner: choice }, value));
}

/** A value that the argument takes, or one that is refused as a value: both show that the keyword is known. */
function valueOf(argument: Argument): readonly string[] {
  switch (argument.kind) {
    case 'none':
    case 'rest':
    case 'nexthop':
      return [];
    case 'scope':
      return argument.value === undefined ? [] : valueOf(argument.value);
    case 'select':
      return [...argument.choices().keys()].slice(0, 1);
    case 'list':
      return argument.of.flatMap((each) => valueOf(each));
    case 'choice':
    case 'words':
      return argument.words.slice(0, 1);
    case 'device':
      return ['v0'];
    case 'address':
    case 'prefix':
      return [argument.family === 6 ? '2001:db8::9' : '192.0.2.9'];
    case 'lladdr':
      return ['02:00:00:00:00:01'];
    default:
      return ['1'];
  }
}

/** The name of a place in the table of what was measured. */
export function nameOf({ path, word }: Place): string {
  return [...path, word].join(' ');
}
