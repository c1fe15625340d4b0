/** Batch files of `ip`: how they are split into words, and what is read of their lines. */
import { describe, expect, test } from 'vitest';
import { readDocument } from '../../server/src/host/document.ts';
import { readIpBatchFile } from '../../server/src/iproute/batch/read.ts';

function wordsOf(text: string): string[][] {
  return readIpBatchFile(text, 'routes.ipbatch').steps.map(({ command }) =>
    command.words.slice(1).map((word) => text.slice(word.span.start, word.span.end)),
  );
}

function valuesOf(text: string): unknown[][] {
  return readIpBatchFile(text, 'routes.ipbatch').steps.map(({ command }) =>
    command.words.slice(1).map(({ value }) => value),
  );
}

describe('lines of a batch file', () => {
  test('blanks, comments and empty lines', () => {
    const text = '# all\n\n \t\nroute show # not this\r\nlink#show\n';
    expect(valuesOf(text)).toEqual([['route', 'show'], ['link']]);
    expect(wordsOf(text)).toEqual(valuesOf(text));
  });

  test('quotes count at the start of a word only, and nothing is escaped', () => {
    expect(valuesOf(`link set dev a alias 'b "c"' it's "x"y`)).toEqual([
      ['link', 'set', 'dev', 'a', 'alias', 'b "c"', "it's", 'x', 'y'],
    ]);
    expect(wordsOf(`link set alias 'b c'`)).toEqual([['link', 'set', 'alias', "'b c'"]]);
  });

  test('a comment begins within quotes too, so that the quote has no end', () => {
    const { problems, steps } = readIpBatchFile('link set alias "a # b"\nroute show\n', 'f');
    expect(problems.map(({ rule }) => rule)).toEqual(['iproute-batch-syntax']);
    expect(steps).toEqual([]);
  });

  test('a backslash at the end joins the next line without a blank', () => {
    const text = 'route add 192.0.2.0/24 \\\n  dev en\\\no3\nrule show\n';
    expect(valuesOf(text)).toEqual([
      ['route', 'add', '192.0.2.0/24', 'dev', 'eno3'],
      ['rule', 'show'],
    ]);
    expect(wordsOf(text)[0]?.at(-1)).toBe('en\\\no3');
  });

  test('a comment keeps its backslash, and the end of the file cannot be joined', () => {
    expect(valuesOf('# one \\\nroute show')).toEqual([['route', 'show']]);
    expect(readIpBatchFile('route show\\\n', 'f').problems).toHaveLength(1);
    expect(readIpBatchFile('route show \\', 'f').problems).toHaveLength(0);
  });

  test('a line ends at NUL, and 511 words are the most', () => {
    expect(valuesOf('route\0 show\nrule show')).toEqual([['route'], ['rule', 'show']]);
    expect(readIpBatchFile('a '.repeat(511), 'f').problems).toHaveLength(0);
    expect(readIpBatchFile('a '.repeat(512), 'f').problems).toHaveLength(1);
  });

  test('options of the program are no words of a line', () => {
    const [step] = readIpBatchFile('-4 route show', 'f').steps;
    expect(step?.ip.problems[0]?.rule).toBe('iproute-unknown-object');
  });
});

describe('here-documents for ip -batch -', () => {
  const read = (text: string): unknown[] => {
    const document = readDocument({
      id: 'up.sh',
      path: 'up.sh',
      version: 1,
      text,
      languageId: 'shellscript',
    });
    if (document.kind !== 'shell') throw new Error(document.kind);
    return document.steps.map(({ ip }) =>
      ip?.object === 'route'
        ? [
            ip.family,
            ip.verb,
            ip.destination?.value,
            ip.nexthops[0]?.via?.value,
            ip.problems.length,
          ]
        : ip?.object,
    );
  };

  test('lines are commands, with variables of the script and the family of the options', () => {
    const text = `NET=192.0.2.0/24
ip -4 -batch - <<EOF
route add $NET via $GW
route del default
EOF`;
    expect(read(text)).toEqual([
      'other',
      [
        4,
        'add',
        { address: { family: 4, value: 0xc000_0200 }, length: 24 },
        { kind: 'unknown', reason: expect.any(String) as string, symbol: 'GW' },
        0,
      ],
      [4, 'del', 'default', undefined, 0],
    ]);
  });

  test('a file that is named is not here', () => {
    expect(read('ip -batch routes.txt <<EOF\nroute show\nEOF')).toEqual(['other']);
  });
});
