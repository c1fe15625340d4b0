/**
 * A change of a real host from a real VS Code: look, plan, confirm, keep; and the same with the network cut behind it.
 * The tests build on each other and run in this order.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  firstFile,
  startContainer,
  whyNoContainer,
  type Container,
} from '../lab/container/container.ts';
import {
  answerDialog,
  openWorkbench,
  pick,
  runCommand,
  screenshot,
  webview,
  type Workbench,
} from './workbench.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

/** Seconds: enough for a busy machine to apply and to ask. */
const timeout = 90;

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-apply-'));
const file = path.join(folder, 'edge1', 'etc', 'netplan', '10.yaml');
const withAddress = (more: string): string =>
  firstFile.replace('[198.51.100.2/24]', `[198.51.100.2/24, ${more}]`);

let host: Container;
let workbench: Workbench;
/** Ends what has come up, the last first. */
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (reason !== undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, withAddress('198.51.100.4/24'));
  host = await startContainer('bookworm');
  ends.push(host.stop);
  host.run('ip route add 10.1.0.0/16 via 198.51.100.1 dev up1');
  workbench = await openWorkbench(folder, file, {
    'routelens.ssh.path': host.ssh,
    'routelens.hosts': [
      {
        name: 'edge1',
        target: host.address,
        folder: 'edge1',
        timeout,
        probes: ['ping:203.0.113.1'],
      },
    ],
  });
  ends.push(workbench.close);
}, 1_200_000);

afterEach(async (context) => {
  if (context.task.result?.state === 'fail')
    await screenshot(workbench, `FAILED ${context.task.name}`);
});

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function plan(): Promise<void> {
  await runCommand(workbench, 'RouteLens: Plan Change of Host');
  await pick(workbench, 'edge1');
  await webview(workbench).locator('[data-action="apply"]').waitFor();
}

async function apply(): Promise<void> {
  await webview(workbench).locator('[data-action="apply"]').click();
  await workbench.page.locator('.monaco-dialog-box').waitFor();
}

const addresses = (): string => host.run("ip -o addr show up1 scope global | awk '{print $4}'");

describe.skipIf(reason !== undefined)('a change of a host', { timeout: 600_000 }, () => {
  test('looking shows facts and the file that differs, and a click compares it', async () => {
    await runCommand(workbench, 'RouteLens: Look at Host');
    await pick(workbench, 'edge1');
    // Folded, the files leave the view its room.
    await workbench.page.locator('.pane-header', { hasText: path.basename(folder) }).click();
    const rows = workbench.page.locator('.pane-body .monaco-list-row');
    await rows.filter({ hasText: '/etc/netplan/10.yaml' }).waitFor();
    await rows.filter({ hasText: 'netplan 0.106' }).waitFor();
    await screenshot(workbench, '5-hosts');
    await rows.filter({ hasText: '/etc/netplan/10.yaml' }).click();
    await workbench.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await screenshot(workbench, '5-drift');
  });

  test('the page of a plan says what would be done, and what speaks against it', async () => {
    await plan();
    const page = webview(workbench);
    expect(await page.locator('h2').innerText()).toBe('Change of edge1');
    expect(await page.locator('.files').innerText()).toContain('/etc/netplan/10.yaml');
    expect(await page.locator('.lines').first().innerText()).toBe('netplan apply');
    expect(await page.locator('.findings').innerText()).toContain(
      'route 10.1.0.0/16 via 198.51.100.1 dev up1 proto boot',
    );
    await screenshot(workbench, '6-plan');
  });

  test('nothing is written before it is confirmed', async () => {
    await apply();
    await screenshot(workbench, '6-confirm');
    await answerDialog(workbench, 'Cancel');
    expect(host.run('ls /var/lib/routelens 2>/dev/null; true')).toBe('');
    expect(addresses()).not.toContain('198.51.100.4');
  });

  test('confirmed and kept: the host has it, and says so', async () => {
    await apply();
    await answerDialog(workbench, 'Apply');
    const page = webview(workbench);
    await page.locator('[data-action="keep"]').waitFor();
    expect(await page.locator('.countdown').innerText()).toMatch(/Rolls back by itself in \d+ s/);
    expect(await page.locator('.steps').innerText()).toContain('works: ping 203.0.113.1');
    await screenshot(workbench, '7-keep');
    await page.locator('[data-action="keep"]').click();
    await page.locator('.banner .question', { hasText: 'Kept' }).waitFor();
    expect(addresses()).toContain('198.51.100.4/24');
    await screenshot(workbench, '7-kept');
  });

  test('with the network cut it rolls back by itself, and the message says so', async () => {
    writeFileSync(file, withAddress('198.51.100.5/24'));
    await runCommand(workbench, 'View: Close All Editors');
    await plan();
    await apply();
    await answerDialog(workbench, 'Apply');
    const page = webview(workbench);
    await page.locator('[data-action="keep"]').waitFor();
    expect(addresses()).toContain('198.51.100.5/24');
    host.cut();
    await page.locator('[data-action="keep"]').click();
    await page.locator('.steps .bad').first().waitFor();
    await screenshot(workbench, '8-cut');
    await setTimeout(timeout * 1000);
    host.heal();
    await page.locator('.banner .question', { hasText: 'Rolled back' }).waitFor();
    await workbench.page
      .locator('.notification-toast', { hasText: 'edge1: rolled back' })
      .waitFor();
    await screenshot(workbench, '8-rolled-back');
    expect(addresses().trim().split('\n')).toEqual(['198.51.100.2/24', '198.51.100.4/24']);
  });

  test('a kept change can be taken back', async () => {
    await runCommand(workbench, 'View: Close All Editors');
    await runCommand(workbench, 'RouteLens: Undo Kept Change');
    await pick(workbench, 'edge1');
    await webview(workbench).locator('[data-action="apply"]').waitFor();
    await apply();
    await answerDialog(workbench, 'Apply');
    await webview(workbench).locator('[data-action="keep"]').click();
    await webview(workbench).locator('.banner .question', { hasText: 'Kept' }).waitFor();
    expect(addresses().trim()).toBe('198.51.100.2/24');
    expect(workbench.policyErrors).toEqual([]);
  });
});
