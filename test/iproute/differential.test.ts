/**
 * Our reading of `ip` command lines against the `ip` of this machine: no line that it takes is refused by us.
 * The suite of processes asks a second, newer `ip` too, and compares reasons (`test/process/iprouteDifferential.test.ts`).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { canJudge } from './differential/judge.ts';
import { compareLines, generateLines } from './differential/run.ts';

const fixture = readFileSync(new URL('../fixtures/iproute/lines.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !/netns|help|restore|exec/.test(line));

describe.skipIf(!canJudge())('ip command lines', () => {
  test('none that ip takes is refused', { timeout: 120_000 }, async () => {
    const lines = [...new Set([...fixture, ...generateLines(600, 1)])];
    const { disagreements, compared } = await compareLines([{ name: 'ip' }], lines);
    console.info(`${compared} command lines compared with the ip of this machine`);
    expect(disagreements.filter((each) => each.startsWith('only we refuse'))).toEqual([]);
  });
});

if (!canJudge()) console.info('skipped: comparing with the real ip needs root, ip and unshare');

test('no words make the reader throw, and every word keeps its place', () => {
  for (const line of generateLines(3000, 7)) {
    const [command] = parseShell(`ip ${line}`).commands;
    const ip = command === undefined ? undefined : readIpCommand(command, 'line');
    for (const { span } of [...(ip?.problems ?? []), ...(ip?.unexpected ?? [])]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(line.length + 3);
    }
  }
});
