/**
 * The main job in a real VS Code, as one person does it: see the finding, ask why, look at the
 * distribution, apply the fix. The tests build on each other and run in this order.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { copyExample } from './exampleCopy.ts';
import {
  applyQuickFix,
  chooseTheme,
  editorOf,
  goTo,
  hoverAtCursor,
  openProblems,
  openWorkbench,
  runCommand,
  screenshot,
  webview,
  type Workbench,
} from './workbench.ts';

const rule = 'nat-multipath-unpinned';
const themes = [
  ['light', 'Light Modern', 'vscode-light'],
  ['dark', 'Dark Modern', 'vscode-dark'],
  ['high-contrast', 'Dark High Contrast', 'vscode-high-contrast'],
] as const;

const example = copyExample('two-uplinks');
const scriptLines = readFileSync(example.script, 'utf8').split('\n');
const routeLine = scriptLines.findIndex((line) => line.includes('nexthop via'));
const nexthop = {
  line: routeLine + 1,
  column: (scriptLines[routeLine] ?? '').indexOf('nexthop') + 3,
};

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench(example.folder, example.script);
});

afterEach(async (context) => {
  if (context.task.result?.state === 'fail') {
    await screenshot(workbench, `FAILED ${context.task.name}`);
  }
});

afterAll(async () => {
  await workbench.close();
  example.remove();
});

test('the script gets a squiggle and a row among the problems', async () => {
  const editor = editorOf(workbench, example.script);
  await editor.locator('.squiggly-warning').first().waitFor({ state: 'attached' });
  const rows = await openProblems(workbench);
  const row = rows.filter({ hasText: rule });
  await row.first().waitFor();
  expect(await row.first().innerText()).toContain('routelens');
  await screenshot(workbench, '1-problems');
  await runCommand(workbench, 'View: Hide Panel');
});

test('hovering the nexthop answers who chooses the uplink, and by what', async () => {
  await goTo(workbench, editorOf(workbench, example.script), nexthop);
  const hover = await hoverAtCursor(workbench, 'source and destination');
  const text = await hover.innerText();
  expect(text).toContain('hash');
  expect(text).toContain('eno4');
  await screenshot(workbench, '2-hover');
  // The finding stands first in the hover; the answer is read by scrolling, also with the keyboard.
  await hoverAtCursor(workbench, 'source and destination');
  await workbench.page.keyboard.press('PageDown');
  await screenshot(workbench, '2-hover-answer');
  await workbench.page.keyboard.press('Escape');
});

test('the lens above the route shows the shares and opens the preview', async () => {
  const lens = editorOf(workbench, example.script).locator('.codelens-decoration a');
  await lens.first().waitFor();
  const title = (await lens.first().innerText()).replaceAll('\u00a0', ' ');
  expect(title).toBe('eno4 50.0 % · eno3 50.0 % · by source and destination · Preview');
  await lens.first().click();
  await webview(workbench).locator('#status', { hasText: 'drawn 2 members' }).waitFor();
});

test('the preview has a bar and a row for each uplink, and a row for each flow', async () => {
  const preview = webview(workbench);
  expect(await preview.locator('svg rect.bar').count()).toBe(2);
  expect(await preview.locator('table.members tbody tr').allInnerTexts()).toEqual([
    expect.stringMatching(/^eno4\s+203\.0\.113\.1\s.*50\.0 %/s),
    expect.stringMatching(/^eno3\s+198\.51\.100\.1\s.*50\.0 %/s),
  ]);
  expect(await preview.locator('.flows tbody tr').count()).toBeGreaterThan(10);
});

test.each(themes)('the preview follows the %s theme', async (name, theme, bodyClass) => {
  await chooseTheme(workbench, theme);
  await webview(workbench).locator(`body.${bodyClass}`).waitFor();
  const bar = webview(workbench).locator('svg rect.bar').first();
  expect((await bar.boundingBox())?.width).toBeGreaterThan(20);
  await screenshot(workbench, `3-preview-${name}`);
});

test('the quick fix pins the connections, and the finding is gone', async () => {
  await chooseTheme(workbench, 'Light Modern');
  const editor = editorOf(workbench, example.script);
  const rows = await openProblems(workbench);
  await goTo(workbench, editor, nexthop);
  const finding = rows.filter({ hasText: rule });
  await applyQuickFix(workbench, 'Keep each connection on its uplink', {
    isDone: async () => (await finding.count()) === 0,
  });
  await goTo(workbench, editor, { line: nexthop.line, column: 1 });
  await screenshot(workbench, '4-fixed');
});

test('what the fix wrote is on the disk after saving, and the command line agrees', async () => {
  await runCommand(workbench, 'File: Save All Files');
  await expect.poll(() => readFileSync(example.script, 'utf8')).toContain('restore-mark');
  const report = execFileSync(
    inProject('dist', 'cli.js'),
    ['check', '--format', 'json', example.folder],
    {
      encoding: 'utf8',
    },
  );
  expect(report).not.toContain(rule);
});

test('nothing left the machine, and no content security policy was broken', () => {
  expect([...workbench.foreignRequests]).toEqual([]);
  expect(workbench.policyErrors).toEqual([]);
});
