/** Command lines by the grammar tables: valid ones, and such as are broken in one place. The same seed gives the same lines. */
import {
  isKeyword,
  type Argument,
  type GrammarRow,
  type ObjectGrammar,
  type Scope,
  type VerbRow,
} from '../../../server/src/iproute/grammar.ts';
import { objects } from '../../../server/src/iproute/objects/index.ts';
import type { Random } from '../../netplan/differential/random.ts';
import { garbageWords, valuesOf } from './values.ts';

/** One line: the words after `ip`. */
export function generateLine(random: Random): string {
  const object = random.pick(askedObjects);
  const options = random.chance(0.15)
    ? [random.pick(['-4', '-6', '-o', '-j', '-d', '-br', '-N'])]
    : [];
  const words = [...options, abbreviated(random, object.name), ...commandWords(random, object)];
  return broken(random, words)
    .filter((word) => word !== '')
    .join(' ');
}

/** Objects whose words `ip` reads before it looks for the kernel's part: the others are answered for by the kernel's modules. */
const needsModule: ReadonlySet<string> = new Set(['macsec', 'l2tp', 'fou', 'ila']);
const askedObjects: readonly ObjectGrammar[] = objects
  .filter(({ name }) => !needsModule.has(name))
  // Those that people use come more often.
  .flatMap((object) =>
    ['route', 'link'].includes(object.name)
      ? Array.from({ length: 8 }, () => object)
      : ['rule', 'address', 'neigh', 'nexthop'].includes(object.name)
        ? Array.from({ length: 4 }, () => object)
        : [object],
  );

function commandWords(random: Random, object: ObjectGrammar): readonly string[] {
  if (object.scope !== undefined) return scopeWords(random, object.scope, 3);
  return verbWords(random, object.verbs, object.isExact === true);
}

function verbWords(random: Random, verbs: readonly VerbRow[], isExact: boolean): readonly string[] {
  if (random.chance(0.02)) return [];
  if (random.chance(0.02)) return [random.pick(garbageWords)];
  const row = random.pick(verbs.filter(({ verb }) => !isLeftOut(verb)));
  const spelling = random.pick([
    row.verb,
    row.verb,
    row.verb,
    ...(row.aliases ?? []),
    ...(row.exact ?? []),
  ]);
  const verb = isExact ? spelling : abbreviated(random, spelling);
  if (row.verbs !== undefined) return [verb, ...verbWords(random, row.verbs, isExact)];
  return row.scope === undefined ? [verb] : [verb, ...scopeWords(random, row.scope, 5)];
}

/** They read standard input, start programs or listen for ever. */
function isLeftOut(verb: string): boolean {
  return ['help', 'exec', 'monitor', 'restore', 'showdump', 'save', 'identify', 'pids'].includes(
    verb,
  );
}

function scopeWords(random: Random, scope: Scope, most: number): readonly string[] {
  const rows = scope.grammar.filter(({ argument }) => argument.kind !== 'rest');
  const chosen = Array.from({ length: random.below(most + 1) }, () =>
    rows.length === 0 || random.chance(0.25) ? 'bare' : random.pick(rows),
  );
  // What must be there mostly is.
  const needed = (scope.needs ?? []).flatMap(
    ({ anyOf, when }): readonly (GrammarRow | 'bare')[] => {
      if (when !== undefined || random.chance(0.1)) return [];
      const keyword = random.pick(anyOf);
      const row = rows.find((each) => each.keyword === keyword);
      return [row ?? 'bare'];
    },
  );
  const all = [...needed, ...chosen];
  // A link kind, a nexthop or an encapsulation ends what comes before it.
  const opens = (each: GrammarRow | 'bare'): boolean =>
    each !== 'bare' && ['select', 'nexthop', 'scope'].includes(each.argument.kind);
  const ordered = random.chance(0.9)
    ? [...all.filter((each) => !opens(each)), ...all.filter((each) => opens(each))]
    : all;
  return ordered.flatMap((each) =>
    each === 'bare' ? bareWords(random, scope) : rowWords(random, each, most),
  );
}

function bareWords(random: Random, { bare, grammar }: Scope): readonly string[] {
  if (bare.kind !== 'value') return random.chance(0.1) ? [random.pick(garbageWords)] : [];
  const leads = (bare.leads ?? []).flatMap(({ row, takes }) => {
    if (!random.chance(0.3)) return [];
    const words = [
      row.keyword,
      'local',
      'blackhole',
      'unreachable',
      'unicast',
      'bro',
      'match',
      'to',
    ];
    const fitting = words.filter((word) => takes(word) && !isKeyword(grammar, word));
    return fitting.length === 0 ? [] : [random.pick(fitting)];
  });
  return [...leads, ...argumentWords(random, bare.row.argument, 2)];
}

function rowWords(random: Random, row: GrammarRow, most: number): readonly string[] {
  const spelling = random.pick([row.keyword, row.keyword, row.keyword, ...(row.aliases ?? [])]);
  const keyword = row.abbreviates || random.chance(0.05) ? abbreviated(random, spelling) : spelling;
  return [keyword, ...argumentWords(random, row.argument, Math.max(1, most - 1))];
}

function argumentWords(random: Random, argument: Argument, most: number): readonly string[] {
  switch (argument.kind) {
    case 'none':
    case 'rest':
      return [];
    case 'nexthop':
      return scopeWords(random, argument.scope(), 3);
    case 'scope':
      return [
        ...(argument.value === undefined ? [] : argumentWords(random, argument.value, most)),
        ...scopeWords(random, argument.scope, 2),
      ];
    case 'list':
      return argument.of.flatMap((each) => argumentWords(random, each, most));
    case 'select': {
      const choices = argument.choices();
      if (random.chance(0.03)) return [random.pick(garbageWords)];
      const [name, choice] = random.pick([...choices]);
      const value = choice.value;
      const words = choice.scope === undefined ? [] : scopeWords(random, choice.scope, most);
      return [
        name,
        ...(value === undefined ? [] : argumentWords(random, value.argument, most)),
        ...words,
      ];
    }
    default:
      return valuesOf(random, argument);
  }
}

function abbreviated(random: Random, word: string): string {
  return random.chance(0.25) ? word.slice(0, 1 + random.below(word.length)) : word;
}

/** Half of the lines get a fault: a word lost, doubled, moved or put in. */
function broken(random: Random, words: readonly string[]): readonly string[] {
  if (words.length < 2 || random.chance(0.6)) return words;
  const at = 1 + random.below(words.length - 1);
  switch (random.below(4)) {
    case 0:
      return words.slice(0, at);
    case 1:
      return [...words.slice(0, at), ...words.slice(at + 1)];
    case 2:
      return [...words.slice(0, at + 1), random.pick(garbageWords), ...words.slice(at + 1)];
    default:
      return [...words, ...words.slice(at, at + 2)];
  }
}
