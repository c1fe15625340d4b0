/** Values that nobody knows and no quotes hold together: none, one or several words, so that nothing is counted behind them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseShell } from '../../server/src/shell/parse.ts';
import { renderShell } from './render.ts';

const lines = (text: string): string[] =>
  renderShell(text).flatMap((line) => {
    const [command = ''] = line.split(' | ');
    return command.startsWith('ip ') ? [command] : [];
  });

describe('an open word', () => {
  test('makes the elements behind it unknown, and the list keeps its order', () => {
    expect(lines('l=(a $X b)\nip "${l[0]}" "${l[1]}" "${l[2]}"\nip "${l[@]}"')).toEqual([
      'ip a ?X ?l[2]',
      'ip a ?X b',
    ]);
  });

  test('makes the arguments behind it unknown', () => {
    expect(lines('f() { ip "$1" "$2" "$3" "$3"; }\nf a $X b')).toEqual([
      'ip a ?X ?3 of a call ?3 of a call',
    ]);
    expect(lines('set -- $X b\nip "$2"')).toEqual(['ip ?2 of a call']);
  });

  test('keeps its place where all arguments are passed on, and where the first ones are shifted', () => {
    expect(lines('f() { shift; ip "$@"; }\nf log $X b')).toEqual(['ip ?X b']);
    expect(lines('run() { "$@"; }\nrun ip $X b')).toEqual(['ip ?X b']);
    expect(lines('f() { shift; ip "$1"; }\nf $X b')).toEqual(['ip ?2 of a call']);
  });

  test('is what a pattern of file names is', () => {
    expect(lines('l=(/etc/*.conf x)\nip "${l[1]}"\nl=("/etc/*.conf" x)\nip "${l[1]}"')).toEqual([
      'ip ?l[1]',
      'ip x',
    ]);
  });

  test('moves the name and the arguments of `sh -c`', () => {
    expect(lines('bash -c \'ip "$1"\' name b\nbash -c \'ip "$1"\' $X b')).toEqual([
      'ip b',
      'ip ?1 of a call',
    ]);
  });

  test('leaves what `echo`, `printf` and `read` make of the words behind it unknown', () => {
    expect(lines('read -r a b <<< "$X y"\nip "$a" "$b"')).toEqual(['ip ?X ?b']);
    expect(lines('ip "$(printf "%s %s" $X y)"')).toEqual(['ip ?']);
  });
});

/** A word: its text in the script, and the words that it becomes where `X` has the value of the environment. */
type Made = readonly [written: string, become: (x: readonly string[]) => readonly string[]];
const made = fc.oneof(
  fc.constantFrom('a', 'b1', '10.0.0.0/8').map((text): Made => [text, () => [text]]),
  fc.constant<Made>(['$X', (x) => x]),
  fc.constant<Made>(['"$X"', (x) => [x.join(' ')]]),
  fc.constant<Made>(['p$X', ([first = '', ...rest]) => [`p${first}`, ...rest]]),
);
const values = fc.array(fc.constantFrom('v', 'w2'), { maxLength: 3 });

/** Ways to take the n-th of some words. */
const takers: readonly ((words: string, n: number) => string)[] = [
  (words, n) => `l=(${words}); ip "\${l[${n - 1}]}"`,
  (words, n) => `f() { ip "\${${n}}"; }; f ${words}`,
  (words, n) => `set -- ${words}; ip "\${${n}}"`,
  (words, n) => `set -- ${words}; shift ${n - 1}; ip "$1"`,
  (words, n) => `f() { g "$@"; }; g() { ip "\${${n}}"; }; f ${words}`,
  (words, n) => `l=(${words}); l+=(z); set -- "\${l[@]}"; ip "\${${n}}"`,
  (words, n) => `bash -c 'ip "\${${n}}"' name ${words}`,
];

test('a word of known value is the one that every value from outside leads to', () => {
  fc.assert(
    fc.property(
      fc.array(made, { minLength: 1, maxLength: 5 }),
      fc.record({ n: fc.integer({ min: 1, max: 4 }), take: fc.constantFrom(...takers) }),
      values,
      (words, { n, take }, x) => {
        const script = take(words.map(([written]) => written).join(' '), n);
        const all = [
          ...words.flatMap(([, become]) => become(x)),
          ...(/\bz\b/.test(script) ? ['z'] : []),
        ];
        const value = parseShell(script).executed.find(({ name }) => name === 'ip')?.words[1]
          ?.value;
        // `shift` by more than there is leaves the arguments as they are.
        if (typeof value !== 'string' || (script.includes('shift') && n > all.length)) return;
        expect({ script, value }).toEqual({ script, value: all[n - 1] ?? '' });
      },
    ),
    { numRuns: 2000 },
  );
});
