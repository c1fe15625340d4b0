/**
 * Editing netplan in a real VS Code, as one person does it on a host of two files.
 * The tests build on each other and run in this order.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  applyQuickFix,
  complete,
  editorOf,
  goTo,
  hoverAtCursor,
  openProblems,
  openWorkbench,
  placeBehind,
  renameAtCursor,
  runCommand,
  screenshot,
  type Workbench,
} from './workbench.ts';

const base = `network:
  version: 2
  ethernets:
    eno1:
      dhcp4: true
    eno2:
      mtu: 1500
      adresses: [198.51.100.2/24]
    eno3: {}
  bonds:
    bond0:
      interfaces: [eno3]
      parameters:
        mode: 802.3ad
`;
const site = `network:
  ethernets:
    eno2:
      mtu: 9000
  vlans:
    vlan10: {id: 10, link: eno2}
`;

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-netplan-'));
const baseFile = path.join(folder, 'etc/netplan/10-base.yaml');
const siteFile = path.join(folder, 'etc/netplan/60-site.yaml');

let workbench: Workbench;

beforeAll(async () => {
  mkdirSync(path.dirname(baseFile), { recursive: true });
  writeFileSync(baseFile, base);
  writeFileSync(siteFile, site);
  workbench = await openWorkbench(folder, baseFile);
});

afterEach(async (context) => {
  if (context.task.result?.state === 'fail') {
    await screenshot(workbench, `FAILED ${context.task.name}`);
  }
});

afterAll(async () => {
  await workbench.close();
  rmSync(folder, { recursive: true });
});

const behind = (words: string): ReturnType<typeof placeBehind> => placeBehind(base, words);

test('a key that netplan does not know is found, and a quick fix writes the one that was meant', async () => {
  const editor = editorOf(workbench, baseFile);
  const rows = await openProblems(workbench);
  const finding = rows.filter({ hasText: 'netplan-unknown-key' });
  await finding.first().waitFor();
  await goTo(workbench, editor, behind('adre'));
  await applyQuickFix(workbench, 'Change to addresses', {
    isDone: async () => (await finding.count()) === 0,
    picture: 'netplan-1-quick-fix',
  });
  await runCommand(workbench, 'View: Hide Panel');
});

test('hovering a key tells what it does, and what it comes to after all files', async () => {
  await goTo(workbench, editorOf(workbench, baseFile), behind('mt'));
  const hover = await hoverAtCursor(workbench, 'In the end');
  const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
  expect(text).toContain('In the end: 9000, from etc/netplan/60-site.yaml line 4.');
  await screenshot(workbench, 'netplan-2-hover');
  await workbench.page.keyboard.press('Escape');
});

test('keys and words are completed', async () => {
  await goTo(workbench, editorOf(workbench, baseFile), behind('mtu: 1500'));
  await workbench.page.keyboard.press('Enter');
  await complete(workbench, {
    typed: 'optio',
    label: 'optional',
    picture: 'netplan-3-completion',
  });
  await complete(workbench, { typed: '', label: 'true' });
  await runCommand(workbench, 'File: Save All Files');
  await expect
    .poll(() => readFileSync(baseFile, 'utf8'))
    .toContain('      mtu: 1500\n      optional: true\n      addresses:');
});

test('what counts although nobody wrote it stands behind the lines', async () => {
  const lines = editorOf(workbench, baseFile).locator('.view-line');
  await lines.filter({ hasText: /transmit-hash-policy:\slayer2/ }).waitFor();
  await lines.filter({ hasText: /route-metric:\s100/ }).waitFor();
  await screenshot(workbench, 'netplan-4-hints');
});

test('an id is renamed in both files', async () => {
  await goTo(workbench, editorOf(workbench, baseFile), behind('    eno2'));
  await renameAtCursor(workbench, 'lan0');
  await runCommand(workbench, 'File: Save All Files');
  await expect.poll(() => readFileSync(siteFile, 'utf8')).toBe(site.replaceAll('eno2', 'lan0'));
  await expect.poll(() => readFileSync(baseFile, 'utf8')).toContain('    lan0:\n');
});

test('what netplan makes of both files is shown beside, each line with its origin', async () => {
  await goTo(workbench, editorOf(workbench, baseFile), { line: 1, column: 1 });
  await runCommand(workbench, 'RouteLens: Show Effective netplan');
  const effective = workbench.page.locator('.monaco-editor[data-uri^="routelens-netplan:"]');
  await effective.locator('.view-line', { hasText: /mtu:\s9000.*60-site\.yaml/ }).waitFor();
  await screenshot(workbench, 'netplan-5-effective');
});
