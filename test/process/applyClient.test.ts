/** `routelens apply` as a person or a pipeline runs it, on a real host, and what happens when it is killed. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { startContainer, whyNoContainer, type Container } from '../lab/container/container.ts';
import {
  answers,
  cuttingChange,
  goodChange,
  guardOf,
  leftovers,
  reset,
  stateOf,
} from '../remote/lab.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

let host: Container;
let tree = '';
beforeAll(async () => {
  if (reason !== undefined) return;
  host = await startContainer('bookworm');
  tree = path.join(host.folder, 'tree');
}, 1_200_000);
afterAll(async () => {
  if (reason === undefined) await host.stop();
}, 60_000);

function writeTree(files: Readonly<Record<string, string>>): void {
  rmSync(tree, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(tree, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const command = (...options: readonly string[]): readonly string[] => [
  inProject('dist', 'cli.js'),
  'apply',
  tree,
  '--host',
  host.address,
  '--ssh',
  host.ssh,
  ...options,
];

function run(...options: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, command(...options), {
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

describe.skipIf(reason !== undefined)('routelens apply', { timeout: 180_000 }, () => {
  beforeEach(() => reset(host), 120_000);

  test('shows the plan, asks for it by its digest, applies, and has nothing to do then', () => {
    writeTree({ 'etc/netplan/10.yaml': goodChange });
    const before = stateOf(host);
    const dry = run('--dry-run');
    expect(dry).toMatchObject({ status: 0, err: '' });
    expect(dry.out).toContain('change  /etc/netplan/10.yaml');
    expect(dry.out).toContain('netplan apply');
    expect(stateOf(host)).toEqual(before);
    expect(host.run('ls /var/lib/routelens 2>/dev/null; true')).toBe('');
    const nobody = run();
    expect(nobody.status).toBe(1);
    expect(nobody.err).toContain('nobody can confirm here');
    const wrong = run('--plan', '0123456789ab');
    expect(wrong.status).toBe(1);
    expect(stateOf(host)).toEqual(before);
    const digest = /--plan ([\da-f]{12})/.exec(dry.out)?.[1] ?? '';
    const applied = run('--plan', digest, '--confirm-within', '40', '--probe', 'ping:203.0.113.1');
    expect(applied).toMatchObject({ status: 0, err: '' });
    expect(applied.out).toContain('works: ping 203.0.113.1');
    expect(applied.out).toMatch(/kept\n$/);
    expect(stateOf(host).addresses).toContain('198.51.100.4/24');
    expect(leftovers(host)).toBe('');
    expect(run('--yes').out).toContain('nothing to do');
  });

  test('a change that cuts the connection rolls back, and says so in JSON', () => {
    writeTree({ 'etc/netplan/10.yaml': cuttingChange });
    const before = stateOf(host);
    const dry = run('--dry-run');
    expect(dry.out).toContain('no file gives the host the address 198.51.100.2');
    const applied = run('--yes', '--confirm-within', '10', '--format', 'json');
    expect(applied.status).toBe(1);
    expect(JSON.parse(applied.out)).toMatchObject({
      version: 1,
      outcome: 'rolled-back',
      differing: [],
      files: [{ path: '/etc/netplan/10.yaml', change: 'change' }],
    });
    expect(stateOf(host)).toEqual(before);
    expect(leftovers(host)).toBe('');
  });

  test('what netplan refuses is told, and stops before the next host', () => {
    writeTree({ 'etc/netplan/10.yaml': goodChange.replace('addresses:', 'adresses:') });
    const refused = run('--yes', '--force', '--host', '203.0.113.2');
    expect(refused.status).toBe(1);
    expect(refused.out).toContain('unknown key');
    expect(refused.err).toContain('nothing was done on 203.0.113.2');
    expect(run('--yes').err).toContain('errors speak against this plan');
  });

  test('lists what was done, and takes the last kept change back', () => {
    const before = stateOf(host);
    writeTree({
      'etc/netplan/10.yaml': goodChange,
      'etc/netplan/20.yaml': 'network: {version: 2}\n',
    });
    expect(run('--yes', '--confirm-within', '40').status).toBe(0);
    expect(run('--history').out).toMatch(/kept {2}20/);
    const undone = run('--undo', 'last', '--yes', '--confirm-within', '40');
    expect(undone).toMatchObject({ status: 0, err: '' });
    expect(undone.out).toContain('remove  /etc/netplan/20.yaml');
    // What netplan did not set, `netplan apply` took away when the change was kept.
    const { files, addresses } = stateOf(host);
    expect({ files, addresses }).toEqual({ files: before.files, addresses: before.addresses });
    host.run('echo "# by hand" >> /etc/netplan/10.yaml');
    expect(run('--undo', 'last', '--yes').out).toContain('was changed since the plan was made');
  });

  test.each([
    ['SIGTERM', 'staged'],
    ['SIGKILL', 'staged'],
    ['SIGTERM', 'armed'],
    ['SIGKILL', 'armed'],
    ['SIGTERM', 'applied'],
    ['SIGKILL', 'applied'],
  ] as const)(
    'killed by %s once it is %s: the host is as before, or as planned',
    async (signal, word) => {
      writeTree({ 'etc/netplan/10.yaml': goodChange });
      const before = stateOf(host);
      const client = spawn(process.execPath, command('--yes', '--confirm-within', '10'));
      await new Promise<void>((resolve) => {
        client.stdout.on('data', (data: Buffer) => {
          if (data.toString().includes(word)) client.kill(signal);
        });
        client.on('close', () => resolve());
      });
      await setTimeout(12_000);
      expect(await answers(guardOf(host), 60)).toBe(true);
      for (let tries = 0; tries < 40 && leftovers(host) !== ''; tries++) await setTimeout(500);
      expect(leftovers(host)).toBe('');
      const [entry] = await guardOf(host).history();
      if (entry?.state === 'kept') expect(stateOf(host).addresses).toContain('198.51.100.4/24');
      else expect(stateOf(host)).toEqual(before);
      if (word !== 'applied')
        expect(entry?.state ?? 'rolled-back').toMatch(/^(?:staged|rolled-back)$/);
    },
  );
});
