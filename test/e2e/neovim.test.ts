/** The same server in an editor that is not VS Code: Neovim over plain stdio. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { copyExample } from './exampleCopy.ts';

interface Diagnostic {
  readonly line: number;
  readonly message: string;
  readonly source: string;
  readonly code: string;
}

interface Answers {
  readonly diagnostics: readonly Diagnostic[];
  readonly diagnostics_after_edit: readonly Diagnostic[];
  readonly hover?: { readonly contents: { readonly value: string } };
  readonly lenses?: readonly { readonly command?: { readonly title: string } }[];
  readonly exit_code?: number;
}

const example = copyExample('two-uplinks');
const lines = readFileSync(example.script, 'utf8').split('\n');
const routeLine = lines.findIndex((line) => line.includes('nexthop via'));

let answers: Answers;

beforeAll(() => {
  const output = inProject('out', 'neovim.json');
  mkdirSync(inProject('out'), { recursive: true });
  rmSync(output, { force: true });
  const script = inProject('test', 'e2e', 'journey.lua');
  execFileSync('nvim', ['--clean', '--headless', '-n', '-i', 'NONE', '-S', script], {
    timeout: 60_000,
    env: {
      ...process.env,
      JOURNEY_FILE: example.script,
      JOURNEY_FOLDER: example.folder,
      JOURNEY_SERVER: inProject('dist', 'server.js'),
      JOURNEY_OUTPUT: output,
      JOURNEY_LINE: String(routeLine),
      JOURNEY_CHARACTER: String((lines[routeLine] ?? '').indexOf('nexthop') + 2),
    },
  });
  answers = JSON.parse(readFileSync(output, 'utf8')) as Answers;
});

afterAll(() => example.remove());

test('the missing pinning is among the diagnostics', () => {
  expect(answers.diagnostics).toContainEqual(
    expect.objectContaining({
      code: 'nat-multipath-unpinned',
      source: 'routelens',
      line: routeLine,
    }),
  );
});

test('the hover on the nexthop says who chooses the uplink', () => {
  expect(answers.hover?.contents.value).toContain('source and destination');
});

test('the lens shows the shares', () => {
  const titles = answers.lenses?.map((lens) => lens.command?.title);
  expect(titles).toEqual(['eno4 50.0 % · eno3 50.0 % · by source and destination · Preview']);
});

test('an edit takes the finding away', () => {
  const codes = answers.diagnostics_after_edit.map((diagnostic) => diagnostic.code);
  expect(codes).not.toContain('nat-multipath-unpinned');
});

test('the server ends when the editor asks it to', () => {
  expect(answers.exit_code).toBe(0);
});
