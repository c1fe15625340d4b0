/**
 * Statements of a script that an edit does not touch are not read again where all that they take from before is the same.
 * Everything that follows from the script, down to each place, equals what a fresh start gives.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { stepsOf } from '../../server/src/host/commands.ts';
import { scripts, tyingLines } from '../support/scripts.ts';
import { shownWhole } from '../support/shownWhole.ts';

const kernel = kernelProfile(newestKernel);
if (kernel === undefined) throw new Error('unreachable');

type Analyzer = ReturnType<typeof createAnalyzer>;
const other = 'V2=192.0.2.9\nip link set eth9 up\nup() { ip link set "$1" down; }\n';

function analysisOf(analyzer: Analyzer, text: string, sourced = other) {
  if (kernel === undefined) throw new Error('unreachable');
  const files = [
    { id: 'file:///script', path: 'usr/local/sbin/uplinks.sh', text, version: 1 },
    { id: 'file:///other', path: 'etc/other.sh', text: sourced, version: 1 },
  ];
  return analyzer.analyze(files, { kernel, isTree: true });
}

/** One analyzer sees all texts in turn, and each time gives what a fresh one gives. */
function expectSame(versions: readonly string[]): void {
  const analyzer = createAnalyzer();
  for (const text of versions)
    expect(shownWhole(analysisOf(analyzer, text))).toBe(
      shownWhole(analysisOf(createAnalyzer(), text)),
    );
}

const line = fc.oneof(
  fc.constantFrom(...tyingLines),
  fc.constantFrom(...new Set(scripts.flatMap((text) => text.split('\n')))),
);

type Edit = (text: string) => string;

const inLines = (change: (lines: string[], at: number) => void, at: number): Edit => {
  return (text) => {
    const lines = text.split('\n');
    change(lines, at % lines.length);
    return lines.join('\n');
  };
};

const keyPress = fc
  .tuple(fc.nat(), fc.nat(3), fc.constantFrom('', 'x', '1', ' ', '\n', ';', '$', '"', '\\', '#'))
  .map(([at, removed, added]): Edit => (text) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + added + text.slice(place + removed);
  });
const insertion = fc
  .tuple(fc.nat(), line)
  .map(([at, added]) => inLines((lines, index) => lines.splice(index, 0, added), at));
const removal = fc.nat().map((at) => inLines((lines, index) => lines.splice(index, 1), at));
const exchange = fc.tuple(fc.nat(), fc.nat()).map(([at, with_]) =>
  inLines((lines, index) => {
    const second = with_ % lines.length;
    const kept = lines[index] ?? '';
    lines[index] = lines[second] ?? '';
    lines[second] = kept;
  }, at),
);
const undo = fc.constant(undefined);
const change = fc.oneof(keyPress, insertion, insertion, removal, exchange, undo);

const start = fc.oneof(
  fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n')),
  fc
    .array(fc.constantFrom(...scripts), { minLength: 1, maxLength: 3 })
    .map((texts) => texts.join('\n')),
);

const twoLinks = ['ip link set eth0 up', 'ip link set eth1 up', ''];

describe('after an edit of a script', () => {
  test('commands behind it are the same objects, at their new places', () => {
    const analyzer = createAnalyzer();
    const commandsOf = (text: string) => {
      const [, document] = analysisOf(analyzer, text).host.documents;
      return document === undefined ? [] : stepsOf(document).map(({ ip }) => ip);
    };
    const before = commandsOf(['#!/bin/sh', 'ip link add d0 type dummy', ...twoLinks].join('\n'));
    const after = commandsOf(['#!/bin/sh', 'ip link add d123 type dummy', ...twoLinks].join('\n'));
    expect(after[1]).toBe(before[1]);
    expect(after[2]?.span.start).toBe(58);
    expect(after[0]).not.toBe(before[0]);
  });

  test('a command is read again where what it takes from before is another', () => {
    const script = (first: string): string =>
      `${first}\nip link set $LINK up\nip link set $LINK up\n`;
    expectSame(['LINK=eth0', 'LINK=eth1', '. "$SITE"', ': $LINK', 'LINK=eth0'].map(script));
  });

  test('a value from outside is another one behind a file that nobody knows', () => {
    const script = (between: string): string =>
      `ip link set $LINK up\n${between}\nip link set $LINK up\nip link set ${'$'}{LINK%.*} up\n`;
    expectSame([':', '. "$SITE"', ': $LINK', '. "$SITE"; . "$SITE"', ':'].map(script));
  });

  test('a place in an assignment moves with the assignment', () => {
    const rest = 'A=192.0.2.300\nB=$A/24\nip addr add $B dev eth0\nip addr add $A dev eth0\n';
    expectSame([`:\n${rest}`, `: more\n${rest}`, `${rest}:\n`, `:\n:\n${rest}`, rest]);
  });

  test('the body of a here-document belongs to its command', () => {
    const script = (body: string): string =>
      `:\nip -batch - <<A; ip -batch - <<B\n${body}\nA\nlink set eth1 up\nB\nip link set eth2 up\n`;
    expectSame(['link set eth0 up', 'link set eth0 upp', 'B', 'A', 'link'].map(script));
  });

  test('a quote that is open for a while changes nothing behind it', () => {
    const script = (word: string): string =>
      `A=${word}\nip link set $A up\nip link set eth1 weight\n`;
    expectSame(['eth0', "'eth0", "'eth0'", '"eth', 'eth2'].map(script));
  });

  test('a function is called with its new body', () => {
    const script = (body: string): string => `up() {\n  ${body}\n}\nup eth0\nip link set $L up\n`;
    expectSame(['ip link set $1 up', 'ip link set $1 upp', 'L=$1', ':', 'L=$2'].map(script));
  });

  test('what is read from another file has its places there', () => {
    const text = 'ip link set eth0 up\n. /etc/other.sh\nip addr add $V2/99 dev eth0\n';
    const analyzer = createAnalyzer();
    for (const [own, sourced] of [
      [text, other],
      [`:\n${text}`, other],
      [`:\n${text}`, `#\n${other}`],
      [`: more\n${text}`, `#\n${other}`],
    ] as const)
      expect(shownWhole(analysisOf(analyzer, own, sourced))).toBe(
        shownWhole(analysisOf(createAnalyzer(), own, sourced)),
      );
  });
});

describe('edits of scripts', { timeout: 240_000 }, () => {
  test('of any kind give what a fresh start gives', () => {
    fc.assert(
      fc.property(start, fc.array(change, { minLength: 1, maxLength: 8 }), (first, changes) => {
        const versions = [first];
        for (const each of changes) {
          const text = versions.at(-1) ?? '';
          versions.push(each?.(text) ?? versions.at(-2) ?? first);
        }
        expectSame(versions);
      }),
      { numRuns: 100 },
    );
  });
});
