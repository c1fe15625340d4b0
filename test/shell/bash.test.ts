/** Whether a script is valid, with `bash -n` as the judge. The fixtures cover the constructs that real routing scripts use. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseShell } from '../../server/src/shell/parse.ts';

const folder = new URL('../fixtures/shell/', import.meta.url);
const hasBash = spawnSync('bash', ['-c', ':']).status === 0;

describe.skipIf(!hasBash)('bash -n', () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith('.sh')))('agrees on %s', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const isValid = spawnSync('bash', ['-n'], { input: text }).status === 0;
    expect(parseShell(text).errors.length === 0).toBe(isValid);
    expect(isValid).toBe(!name.startsWith('invalid'));
  });
});
