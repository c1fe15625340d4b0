/** How much of a script is followed has a bound, whatever the script does. */
import { expect, test } from 'vitest';
import { limits } from '../../server/src/shell/budget.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

const commandsOf = (text: string): number => parseShell(text).executed.length;

test('a text that grows and is evaluated each time is followed up to a bound', () => {
  const round = 'X="$X; ip link set eth1 up"\neval "$X"\n';
  expect(parseShell(`X=:\n${round.repeat(20)}`).unfollowed).toEqual([]);
  const text = `X=:\n${round.repeat(120)}`;
  const { executed, unfollowed } = parseShell(text);
  expect(unfollowed[0]?.kind).toBe('dynamic');
  // The last text that is begun is read to its end.
  expect(executed.length).toBeLessThan(limits.commands + 2 * 120);
});

test('a short text may be evaluated in every round of a loop', () => {
  const text = 'for i in 1 2 3 4 5 6 7 8 9; do eval "ip link set eth$i up"; done\n';
  expect(commandsOf(text)).toBe(18);
});

const wordsOf = (text: string): number =>
  parseShell(text).executed.reduce((sum, { words }) => sum + words.length, 0);

/** Each stands for a script that would need more time than the world has. */
const endless: Readonly<Record<string, string>> = {
  'arguments that double with each call': 'f() { f "$@" "$@"; f "$@" x; }\nf a\n',
  'arguments that double between two functions':
    'f() { g "$@" "$@"; ip link set $1 up; }\ng() { f "$@" "$@"; f "$@"; }\nf a b\n',
  'a list that doubles in a function': 'f() { set -- "$@" "$@"; f "$@"; f "$@"; }\nf a b\n',
  'a list that doubles in a loop':
    'set -- a b\nwhile [ $# -gt 0 ]; do set -- "$@" "$@"; ip link set $1 up; done\n',
  'an array that doubles': 'f() { a+=("${a[@]}"); f; f; }\na=(x y); f; ip link set ${a[@]} up\n',
  'an argument that doubles': 'f() { f "$1$1"; f "$1$1"; }\nf ab\n',
  'a known end that is far': 'f() { [ $1 -gt 99 ] || { f $(($1 + 1)); f $(($1 + 1)); }; }\nf 1\n',
  'a bomb': ':() { : | : & }; :\n',
  'text that calls itself': 'X=\'eval "$X"; eval "$X"\'\neval "$X"\n',
  'a shell in a shell': 'f() { sh -c "$1; $1"; f "$1; $1"; f "$1; $1"; }\nf "ip link set e up"\n',
  'a handler in each call': 'f() { trap "f; f" EXIT; f; f; }\nf\n',
};

test.each(Object.entries(endless))('%s: few commands with few words', (_, text) => {
  const { executed } = parseShell(text);
  expect(executed.length).toBeLessThan(limits.commands);
  expect(wordsOf(text)).toBeLessThan(20_000);
  const lengths = executed.flatMap(({ words }) =>
    words.map(({ value }) => (typeof value === 'string' ? value.length : 0)),
  );
  expect(Math.max(...lengths)).toBeLessThanOrEqual(limits.text);
});

test('arguments are known up to a number of them', () => {
  const argument = (count: number): unknown => {
    const list = Array.from({ length: count }, (_, i) => `a${i}`).join(' ');
    const { executed } = parseShell(`f() { ip link set $1 up; }\nf ${list}\n`);
    return executed.find(({ name }) => name === 'ip')?.words[3]?.value;
  };
  expect(argument(limits.elements)).toBe('a0');
  expect(argument(limits.elements + 1)).toMatchObject({ kind: 'unknown' });
});

test('what a call that is not followed may set is unknown, through all that it calls', () => {
  const script = (last: string): string =>
    `A=1\nB=2\nf() { g; }\ng() { h; f; }\nh() { ${last}; }\nwhile read X; do f; done\n`;
  const values = (text: string): unknown[] =>
    parseShell(`${text}ip link set $A $B\n`)
      .executed.find(({ name }) => name === 'ip')
      ?.words.slice(3)
      .map(({ value }) => (typeof value === 'string' ? value : '?')) ?? [];
  expect(values(script('A=$X'))).toEqual(['?', '2']);
  expect(values(script('. /unknown'))).toEqual(['?', '?']);
  expect(values(script(':'))).toEqual(['1', '2']);
});

test('a shell that is started knows no functions of the script', () => {
  const text = "ip() { :; }\nA=1\nsh -c 'ip link set eth0 $A'\n";
  const [command] = parseShell(text).executed.filter(({ words }) => words.length > 1);
  expect(command?.name).toBe('sh');
  const inner = parseShell(text).executed.find(({ name }) => name === 'ip');
  expect(inner?.words[3]?.value).toBe('eth0');
  expect(inner?.words[4]?.value).toMatchObject({ kind: 'unknown' });
});
