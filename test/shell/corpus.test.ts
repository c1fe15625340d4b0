/** Every construct of routing scripts: `bash -n` accepts it, we see no error, and every command is found. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseShell } from '../../server/src/shell/parse.ts';
import { measure, readConstructs, renderMeasured } from './corpus/measure.ts';

const constructs = readConstructs(new URL('corpus/constructs.txt', import.meta.url));
const hasBash = spawnSync('bash', ['-c', ':']).status === 0;

describe.each(constructs.map((each) => [each.name, each] as const))('%s', (_, construct) => {
  test('every command is found, and no syntax error', () => {
    expect(parseShell(construct.text).errors).toEqual([]);
    expect(measure(construct).found).toBe(construct.commands);
  });

  test.skipIf(!hasBash)('bash accepts it', () => {
    expect(spawnSync('bash', ['-n'], { input: construct.text }).status).toBe(0);
  });
});

test('the page about shell scripts tells what is measured', () => {
  const page = readFileSync(new URL('../../docs/shell.md', import.meta.url), 'utf8');
  const cells = (line: string): string =>
    line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .join('|');
  const lines = new Set(page.split('\n').map(cells));
  const [heading = '', , ...rows] = renderMeasured(constructs.map(measure)).split('\n');
  for (const row of [heading, ...rows]) expect(lines).toContain(cells(row));
});
