/** Small scripts whose calls are easy to get wrong, with bash as the judge: the same words in the same order, all of them known. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runInBash } from './differential/bash.ts';
import { differenceOfKnown, evaluatedCommands } from './differential/compare.ts';

const scripts: readonly string[] = [
  // An empty pattern stands at an end.
  'l=(one "two x"); X=eth0\nip t "${l[@]/#/pre-}" "${l[@]/%/-post}" "${X/#/p}" "${X//}" "${X/%/0}"',
  // What is not set stays as it is, what is empty does not.
  'unset X; E=; l=(a "" c); unset "l[0]"\nip t "${X/#/p}" "${X/*/y}" "${E/#/p}" "${l[0]/#/p}" "${l[1]/#/p}" "${l[9]/#/p}"',
  // Braces come before variables, whose names they make longer.
  'X=x Xa=1 Xb=2 Xac=3 Xbc=4\nip t $X{a,b} $X{a,b}c "$X"{a,b} ${X}{a,b} $X{-,.}a $X\\a{1,2}',
  // Slices of a list count subscripts first, then elements.
  'l=(a b c d); unset "l[1]"; l[9]=z\nip t "${l[@]:0:0}" "${l[@]:1:2}" "${l[@]: -1}" "${l[@]:2}" "${l[@]: -8:2}"',
  // Blanks at the end of one element and the separator between two are one separator.
  "l=('a ' b ' ' c); IFS=', '\nip t ${l[@]} ${l[@]/a/_}\nX='a , b,,c ,'\nip t $X x$X \"$X\"",
  // `!` is never the end of a script.
  'set -e\n! true\nip t on\n! false\n! true | true\nip t more',
  'set -e\nif ! true; then ip t never; fi\n! { ip t in; }\nip t out',
  // The name is an element, or is put together.
  "l=(a b c); declare -A h=([k]=v); n=1\nprintf -v 'l[n+1]' '%s-%s' x y\nprintf -v 'h[k]' z\nip t \"${l[@]}\" \"${h[k]}\"",
  // Loops that never begin.
  'while false; do ip t never; done\nuntil true; do ip t never; done\nuntil :; do ip t never; done\nfor x in; do ip t never; done\nip t end',
  // What `< <(…)` reads.
  'while IFS=: read -r a b; do ip t "$a" "$b"; done < <(printf \'%s\\n\' eth0:1 \'eth 1:2\')',
  'mapfile -t l < <(echo one; echo \'two x\')\nip t "${#l[@]}" "${l[@]}"',
  'read -r a < <(echo first; echo second)\nip t "$a"',
  'f() { while read -r x; do ip t "$x"; done; }\nf < <(seq 2)',
  // A name in a variable.
  'eth=wan; name=eth; ip t "${!name}" "${!name:-d}" "${!name#w}"\nf() { local n=2; ip t "${!n}" "${!#}"; }\nset -- q\nl=(a b); r=l; ip t "${!r}"',
];

const hasBash = spawnSync('bash', ['-c', '[ "${BASH_VERSINFO[0]}" -ge 5 ]']).status === 0;

test.skipIf(!hasBash)('bash makes the same calls', async () => {
  const whole = scripts.map((text) => `#!/bin/bash\n${text}\nip end\n`);
  const called = await runInBash(whole, {});
  whole.forEach((script, index) => {
    const theirs = called[index] ?? [];
    expect(theirs.length, script).toBeGreaterThan(1);
    expect(differenceOfKnown(script, theirs), script).toBeUndefined();
  });
});

test('nothing that never runs is taken to run', () => {
  const text =
    'while false; do ip t a; done\nuntil true; do ip t b; done\nfor x in; do ip t c; done\n';
  expect(evaluatedCommands(text)).toEqual([]);
});

test('a name that is made when the script runs may be any', () => {
  const value = (line: string): unknown => {
    const [command] = evaluatedCommands(`A=1\n${line}\nip t "$A"\n`);
    return typeof command?.words[2]?.value === 'string' ? command.words[2].value : '?';
  };
  expect(value('printf -v "$NAME" x')).toBe('?');
  expect(value('printf -v A x')).toBe('x');
  expect(value("printf -v 'A[0]' x")).toBe('x');
  expect(value('printf -v B "%s" "$A"')).toBe('1');
  expect(value('declare -n R=A; A=B; B=2; A=${!R}')).not.toBe('2');
});

test('what bash does in its own way is not known', () => {
  const values = (text: string): unknown[] =>
    evaluatedCommands(text).flatMap(({ words, context }) =>
      words
        .slice(2)
        .map(({ value }) => (typeof value === 'string' && !context.conditional ? value : '?')),
    );
  expect(values('a=1 b=x\ncase $a"${b##*}" in 1) ip t one ;; *) ip t other ;; esac\n')).toEqual([
    '?',
    '?',
  ]);
  expect(values('a=1 b=x\ncase $a"${b#y}" in 1x) ip t one ;; *) ip t other ;; esac\n')).toEqual([
    'one',
  ]);
  expect(values('f() { export b=in; }\nb=out\nb=call f\nip t $b\n')).toEqual(['?']);
  expect(values('f() { b=in; }\nb=out\nb=call f\nip t $b\n')).toEqual(['out']);
  expect(values('l=(a b)\nIFS=,\na="${!l[@]}"\nip t "$a"\n')).toEqual(['?']);
});

test('what other programs write is not known', () => {
  const [, command] = evaluatedCommands('while read -r x; do ip t "$x"; done < <(ip route)\n');
  expect(typeof command?.words[2]?.value).toBe('object');
});

test('lists that shells join, slice and count in ways of their own are unknown', () => {
  const words = (text: string): readonly unknown[] => {
    const [command] = evaluatedCommands(`${text}\n`);
    return (command?.words ?? []).slice(2).map(({ value }) => typeof value === 'string');
  };
  // bash joins by a blank, dash by the comma.
  expect(words('IFS=,; set -- a b; x=$@; y="$*"; z="$@"\nip t "$x" "$y" "$z"')).toEqual([
    false,
    true,
    true,
  ]);
  // Without any separator `$*` stays several words, `"$*"` is one.
  expect(words('IFS=; set -- a b\nip t $*')).toEqual([false]);
  // One further than the first argument stands the name of the script.
  expect(words('set -- a b; ip t "${@: -3}"')).toEqual([false]);
  expect(words('set -- a b; ip t "${@: -2}" "${@: -4}"')).toEqual([true, true]);
  // Characters of a text, not elements.
  expect(words('X=eth0; ip t "${X[@]:1}"')).toEqual([false]);
});
