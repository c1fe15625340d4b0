/** Lines that `sed -i` adds, against GNU sed. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { linesOfSed } from '../../server/src/iproute/sedLines.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

const before = '254\tmain\n0\tunspec\n';

function linesOf(args: string): string {
  const [command] = parseShell(`sed ${args} FILE`).commands;
  return command === undefined ? '' : linesOfSed(command);
}

/** What GNU sed adds to the file before, one after the other. */
function addedBySed(args: string): string {
  const { stdout, status } = spawnSync('bash', ['-c', `sed ${args.replace(/-i\S*/, '')}`], {
    input: before,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const lines = before.split('\n');
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !lines.includes(line))
    .map((line) => `${line.trim()}\n`)
    .join('');
}

const hasSed = /GNU/.test(spawnSync('sed', ['--version'], { encoding: 'utf8' }).stdout);

test
  .skipIf(!hasSed)
  .each([
    "-i '$a 120 lte'",
    "-i '$a\\120 lte'",
    "-i '$a\\  120\\tlte'",
    "-i '$a120 lte'",
    "-i.bak '1i 120 lte'",
    "-i '$ a 120 lte'",
    "-i '/main/a 120 lte'",
    "-i '/unspec/c 120 lte'",
    "-i -e '1i 120 lte' -e '$a 121 x'",
    "-i --expression='$a 120 lte'",
    "-i '$a\\\n120 lte\\\n121 x'",
    '-i "\\$a 120 lte"',
  ])('sed %s', (args) => {
  const expected = addedBySed(args);
  expect(expected).not.toBe('');
  expect(
    linesOf(args)
      .split('\n')
      .map((line) => line.trim())
      .join('\n'),
  ).toBe(expected);
});

test.each([
  "-i 's/^#120/120/'",
  "-i '/lte/d'",
  '-i "\\$a $N lte"',
  "-i '$a 120\\x20lte'",
  '-i -f script',
  "-i '$!a 120 lte'",
])('nothing is known of sed %s', (args) => {
  expect(linesOf(args)).toBe('');
});
