import { describe, expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { limits } from '../../server/src/shell/budget.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { shellProblems } from '../../server/src/shell/problems.ts';
import { longestText } from '../../server/src/shell/readable.ts';
import { renderShell } from './render.ts';

describe('variables', () => {
  test('a known value is put in, and split at blanks where it is not quoted', () => {
    expect(
      renderShell(
        'OPTS="via 192.0.2.1 dev eth0"\nip route add default $OPTS\nip route add default "$OPTS"',
      ),
    ).toEqual([
      'ip route add default via 192.0.2.1 dev eth0',
      'ip route add default "via 192.0.2.1 dev eth0"',
    ]);
  });

  test('an empty value leaves no word, unless it is quoted', () => {
    expect(renderShell('X=\nip $X a "$X"')).toEqual(['ip a ""']);
  });

  test('the same unset variable is the same symbol, a new assignment is another', () => {
    expect(
      renderShell(
        'ip r a default via $GW\nip r a default via "${GW}"\nGW=$(next)\nip r a default via $GW',
      ),
    ).toEqual([
      'ip r a default via ?GW',
      'ip r a default via ?GW',
      'next',
      'ip r a default via ?GW#2',
    ]);
  });

  test('a variable that another branch sets is unknown after the branches', () => {
    expect(renderShell('X=1\nif a; then X=2; fi\nip $X\nY=1\n(Y=2)\nip $Y')).toEqual([
      'a | failureIgnored',
      'ip ?X',
      'ip 1',
    ]);
  });

  test('a loop forgets what its body sets, before and after', () => {
    expect(
      renderShell('N=1\nwhile a; do ip $N; N=2; done\nip $N').map((line) => line.split(' | ')[0]),
    ).toEqual(['a', 'ip ?N', 'ip ?N#2']);
  });

  test('a sourced file may set anything', () => {
    expect(renderShell('X=1\n. /etc/conf\nip $X\nX=2\nip $X')).toEqual([
      '. /etc/conf',
      'ip ?X',
      'ip 2',
    ]);
  });

  test('a function runs with the variables and the arguments of each call', () => {
    expect(renderShell('A=1\nf() { ip $A $C $1; C=1; }\nA=2\nf x\nC=3\nf y')).toEqual([
      'ip 2 ?C x | functionName=f',
      'ip 2 3 y | functionName=f',
      'f x',
      'f y',
    ]);
  });

  test('a function that nothing calls sees a variable that is set once', () => {
    expect(renderShell('A=1\nB=1\nf() { ip $A $B $C $1; C=1; }\nB=2\nC=3')).toEqual([
      'ip 1 ?B ?C ?1 | functionName=f uncalled',
    ]);
  });

  test('what a function sets is known after the call', () => {
    expect(renderShell('f() { X=2; }\nX=1\nf\nip $X')).toEqual(['f', 'ip 2']);
  });

  test('a value that doubles again and again ends as unknown', () => {
    expect(renderShell(`X=ab\n${'X=$X$X\n'.repeat(80)}ip "$X"`)).toHaveLength(1);
  });
});

describe('errors', () => {
  test('an open quote is shown where it opens, and the lines after it are read', () => {
    const text = 'echo "usage\nip route add default via "$GW"\nip link set eth0 up\n';
    const script = parseShell(text);
    expect(script.errors.map((error) => text.slice(error.span.start, error.span.end + 5))).toEqual([
      '"usage',
    ]);
    expect(renderShell(text)).toEqual([
      'echo ?',
      'ip route add default via ?GW',
      'ip link set eth0 up',
    ]);
    expect(shellProblems(script).map((problem) => problem.what)).toEqual([
      'the double quote that opens here is never closed',
    ]);
  });

  test('a missing word is shown at the word that wants it', () => {
    const text = 'f() {\n  if true; then\n    ip route show\n}\nf\n';
    const [problem] = shellProblems(parseShell(text));
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe('if');
  });

  test('NUL characters are told once, and all lines are read but for the words beside them', () => {
    const script = parseShell('ip route show\nip x\0y \0 z\nip a "\n');
    expect(renderShell('ip route show\nip x\0y \0 z\nip a\n')).toEqual([
      'ip route show',
      'ip ? ? z',
      'ip a',
    ]);
    expect(
      shellProblems(script).map(({ span, what, severity }) => [span.start, what, severity]),
    ).toEqual([
      [18, 'the script holds a NUL character', 'warning'],
      [30, 'the double quote that opens here is never closed', undefined],
    ]);
  });

  test('a NUL character in the first line keeps the whole file from running', () => {
    const [problem] = shellProblems(parseShell('ip\0 a\r\nip r\r\n'));
    expect(problem?.what).toBe('the first line holds a NUL character');
    expect(problem?.severity).toBeUndefined();
  });

  test('a text full of NUL characters has no words that could be misread', () => {
    const [, ...rest] = renderShell('ip route show\n'.split('').join('\0').repeat(99));
    expect(rest.length).toBeGreaterThan(50);
    expect(rest.every((line) => /^[? ]+$/.test(line))).toBe(true);
  });

  test('a file of five megabytes is read whole', () => {
    const lines = Math.ceil(5_300_000 / 110);
    const script = parseShell(`ip route show\n# ${'x'.repeat(97)}\n`.repeat(lines));
    expect(script.commands).toHaveLength(lines);
    expect(script.errors).toEqual([]);
  });

  test('a text beyond the limit is read up to a line end, and that is no error', () => {
    const line = `# ${'x'.repeat(9_997)}\n`;
    const text = `ip a\n${line.repeat(Math.ceil(longestText / line.length))}ip b\n`;
    const script = parseShell(text);
    expect(script.commands).toHaveLength(1);
    expect(shellProblems(script).map(({ severity, span }) => [severity, text[span.start]])).toEqual(
      [['information', '\n']],
    );
  });
});

describe('loops over known words', () => {
  test('the body is read once for each word', () => {
    expect(
      renderShell(
        'L="b c"\nfor i in a $L; do ip link set $i up; X=$i; ip link show "$X"; done\nip $i',
      ),
    ).toEqual([
      ...['a', 'b', 'c'].map((link) => `ip link set ${link} up | loop`),
      ...['a', 'b', 'c'].map((link) => `ip link show ${link} | loop`),
      'ip c',
    ]);
  });

  test('loops nest, up to a depth, in functions too', () => {
    expect(renderShell('f() { for a in 1 2; do for b in 3 4; do ip $a $b; done; done; }')).toEqual(
      ['1 3', '1 4', '2 3', '2 4'].map((words) => `ip ${words} | loop functionName=f uncalled`),
    );
    const deep = `${'for i in 1 2; do '.repeat(6)}ip a${'; done'.repeat(6)}`;
    expect(renderShell(deep)).toHaveLength(2 ** 6);
  });

  test.each([
    ['a pattern', 'for i in /proc/*; do ip $i; done'],
    ['an unknown word', 'for i in a $B; do ip $i; done'],
    ['the arguments', 'for i in a "$@"; do ip $i; done'],
    ['too many words', `for i in ${'a '.repeat(limits.rounds + 1)}; do ip $i; done`],
    ['select', 'select i in a b; do ip $i; done'],
  ])('the body is read once with the variable unknown: %s', (_, text) => {
    const commands = parseShell(text).commands.filter((command) => command.name === 'ip');
    expect(commands.map((command) => isUnknown(command.words[1]?.value ?? ''))).toEqual([true]);
  });

  test.each([
    ['a choice by the word', 'for i in a b; do case $i in a) ip $i;; esac; done', ['a']],
    ['a test of the word', 'for i in a b; do [ "$i" = a ] && ip $i; done', ['a']],
    ['of what comes from it', 'for i in a b; do X=${i}; [[ $X == a ]] || ip $i; done', ['b']],
    ['a way out', 'for i in a b c; do [ $i = b ] && break; ip $i; done', ['a']],
    ['a way out that may be', 'for i in a b; do ip $i && break; done', ['a', 'b']],
  ])('only the rounds that run are read: %s', (_, text, words) => {
    const commands = parseShell(text).executed.filter(
      ({ name, context }) => name === 'ip' && context.neverRuns !== true,
    );
    expect(commands.map((command) => command.words[1]?.value)).toEqual(words);
  });

  test('a test of something else does not choose between the words', () => {
    expect(
      renderShell('for i in a b; do [ -e /sys/class/net/$i ] || continue; ip $i; done').filter(
        (line) => line.startsWith('ip'),
      ),
    ).toEqual(['ip a | loop', 'ip b | loop']);
  });

  test('all loops of a script together make a bounded number of commands', () => {
    const loop = 'for i in a b c d; do ip $i; done\n';
    const { commands } = parseShell(loop.repeat(5_000));
    expect(commands.length).toBeGreaterThan(5_000);
    expect(commands.length).toBeLessThanOrEqual(5_000 + limits.commands);
  });

  test('comments, assignments, functions and errors in the body are told once', () => {
    const body = 'for i in a b; do\n  X=1 # why\n  f() { ip a; }\n  Y=$(if)\ndone\n';
    const script = parseShell(body);
    expect(script.comments).toHaveLength(1);
    expect(script.variables.get('X')?.assignments).toHaveLength(1);
    expect(script.variables.get('i')?.assignments).toHaveLength(1);
    expect(script.commands).toHaveLength(1);
    expect(script.errors).toEqual(parseShell(body.replace('a b;', 'a *;')).errors);
  });
});

test('line ends of Windows are no part of the words, and spans stay those of the file', () => {
  const text = 'if a; then\r\n  ip route add default \\\r\n    via 192.0.2.1\r\nfi\r\n';
  const command = parseShell(text).commands[1];
  expect(command?.words.map((word) => text.slice(word.span.start, word.span.end))).toEqual([
    'ip',
    'route',
    'add',
    'default',
    'via',
    '192.0.2.1',
  ]);
});

test('comments are found where the shell sees them', () => {
  const text =
    '#!/bin/sh\nip a # one\necho "# no" a#b $# ${#X}\nX=$(ls # two\n)\ncat <<E\n# no\nE\n# three';
  expect(parseShell(text).comments.map((span) => text.slice(span.start, span.end))).toEqual([
    '#!/bin/sh',
    '# one',
    '# two',
    '# three',
  ]);
});
