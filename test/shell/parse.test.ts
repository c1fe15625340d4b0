import { describe, expect, test } from 'vitest';
import { parseShell } from '../../server/src/shell/parse.ts';
import { shellProblems } from '../../server/src/shell/problems.ts';
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

  test('a function sees a variable that is set once, before its first call', () => {
    expect(renderShell('A=1\nB=1\nf() { ip $A $B $C $1; C=1; }\nB=2\nf x\nC=3')).toEqual([
      'ip 1 ?B ?C#2 ?1 | functionName=f',
      'f x',
    ]);
  });

  test('a call forgets what the function sets', () => {
    expect(renderShell('f() { X=2; }\nX=1\nf\nip $X')).toEqual(['f', 'ip ?X']);
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

  test('a text with NUL characters is read up to the line that holds the first', () => {
    const script = parseShell('ip route show\nip \0 x\nip a\n');
    expect(script.commands).toHaveLength(1);
    expect(script.errors[0]?.message).toContain('reading stopped here');
  });

  test('a very long text is read up to the limit', () => {
    const script = parseShell(`ip route show\n# ${'x'.repeat(97)}\n`.repeat(20_000));
    expect(script.commands.length).toBeGreaterThan(15_000);
    expect(script.errors).toHaveLength(1);
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
