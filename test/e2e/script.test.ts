/**
 * Editing routing scripts in a real VS Code, as one person does it on a router with two uplinks.
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

const uplinks = `#!/bin/sh
. ./policy.sh
ip link add lan0 type bridge
ip address add 198.51.100.2/24 dev lan0
ip link set lan0 up
ip route add default via 198.51.100.1 dev lan0 table 101
ip route replace default equalize nexthop via 198.51.100.1 dev lan0 nexthop via 203.0.113.1 dev wan1
ip rule add from 198.51.100.2
nft -f - <<'RULES'
table ip uplinks {
  chain leave {
    type nat hook postrouting priority srcnat;
    oifname "wan1" masquerade
  }
}
RULES
`;
const policy = `ip rule add fwmark 0x3 lookup 101
ip route flush table 101
`;

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-script-'));
const uplinksFile = path.join(folder, 'usr/local/sbin/uplinks.sh');
const policyFile = path.join(folder, 'usr/local/sbin/policy.sh');

let workbench: Workbench;

beforeAll(async () => {
  mkdirSync(path.dirname(uplinksFile), { recursive: true });
  writeFileSync(uplinksFile, uplinks);
  writeFileSync(policyFile, policy);
  workbench = await openWorkbench(folder, uplinksFile);
});

afterEach(async (context) => {
  if (context.task.result?.state === 'fail')
    await screenshot(workbench, `FAILED ${context.task.name}`);
});

afterAll(async () => {
  await workbench.close();
  rmSync(folder, { recursive: true });
});

/** No step changes the lines above. */
const behind = (words: string): ReturnType<typeof placeBehind> => placeBehind(uplinks, words);

test('a word that ip refuses is found, and a quick fix deletes it', async () => {
  const rows = await openProblems(workbench);
  const finding = rows.filter({ hasText: 'equalize-keyword' });
  await finding.first().waitFor();
  await goTo(workbench, editorOf(workbench, uplinksFile), behind('default equal'));
  await applyQuickFix(workbench, 'Delete equalize', {
    isDone: async () => (await finding.count()) === 0,
    picture: 'script-1-quick-fix',
  });
  await runCommand(workbench, 'View: Hide Panel');
});

test('hovering a command tells what it changes', async () => {
  await goTo(workbench, editorOf(workbench, uplinksFile), behind('ip route ad'));
  const hover = await hoverAtCursor(workbench, 'Adds a route');
  const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
  expect(text).toContain('default via 198.51.100.1 dev lan0 table 101');
  await screenshot(workbench, 'script-2-hover');
  await workbench.page.keyboard.press('Escape');
});

test('tables and links of the host are completed', async () => {
  await goTo(workbench, editorOf(workbench, uplinksFile), behind('ip rule add from 198.51.100.2'));
  await workbench.page.keyboard.type(' iif ');
  await complete(workbench, { typed: 'la', label: 'lan0', picture: 'script-3-completion' });
  await workbench.page.keyboard.type(' table ');
  await complete(workbench, { typed: '10', label: '101' });
  await runCommand(workbench, 'File: Save All Files');
  await expect
    .poll(() => readFileSync(uplinksFile, 'utf8'))
    .toContain('ip rule add from 198.51.100.2 iif lan0 table 101\nnft');
});

test('words of nft in a here-document are completed and have colours of their own', async () => {
  const editor = editorOf(workbench, uplinksFile);
  await goTo(workbench, editor, behind('oifname "wan1"'));
  await workbench.page.keyboard.type(' ct ');
  await complete(workbench, { typed: 'sta', label: 'state' });
  await workbench.page.keyboard.type(' ');
  await complete(workbench, { typed: 'ne', label: 'new', picture: 'script-4-nft' });
  const line = editor.locator('.view-line', { hasText: 'masquerade' });
  // The editor gives each colour a class of its own.
  const colourOf = async (word: string): Promise<string | null> =>
    line.locator('span span', { hasText: word }).last().getAttribute('class');
  await expect
    .poll(async () => (await colourOf('masquerade')) === (await colourOf('wan1')))
    .toBe(false);
  await screenshot(workbench, 'script-5-colours');
});

test('a table is renamed in both files', async () => {
  await goTo(workbench, editorOf(workbench, uplinksFile), behind('table 101'));
  await renameAtCursor(workbench, '201');
  await runCommand(workbench, 'File: Save All Files');
  await expect.poll(() => readFileSync(policyFile, 'utf8')).toBe(policy.replaceAll('101', '201'));
  await expect.poll(() => readFileSync(uplinksFile, 'utf8')).toContain('iif lan0 table 201\n');
  expect(readFileSync(uplinksFile, 'utf8')).not.toContain('table 101');
  await screenshot(workbench, 'script-6-rename');
});
