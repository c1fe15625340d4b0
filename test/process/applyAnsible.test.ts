/** The role of `examples/ansible`: the same protocol, spoken by ansible-core, on two real hosts. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { undoPlan } from '../../server/src/remote/undo.ts';
import { text } from '../../server/src/remote/utf8.ts';
import {
  firstFile,
  startContainer,
  whyNoContainer,
  type Container,
} from '../lab/container/container.ts';
import { cuttingChange, goodChange, guardOf, leftovers, reset, stateOf } from '../remote/lab.ts';

const reason = whyNoContainer() ?? whyNoAnsible();
if (reason !== undefined) console.info(`skipped: no hosts for Ansible: ${reason}`);

function whyNoAnsible(): string | undefined {
  const { status } = spawnSync('ansible-playbook', ['--version'], { stdio: 'ignore' });
  return status === 0 ? undefined : '`ansible-playbook` is not here (Debian: ansible-core)';
}

const folder = mkdtempSync(path.join(tmpdir(), 'ansible-'));
const hosts: Container[] = [];
beforeAll(async () => {
  if (reason !== undefined) return;
  hosts.push(await startContainer('bookworm'), await startContainer('bookworm'));
}, 1_800_000);
afterAll(async () => {
  await Promise.all(hosts.map(({ stop }) => stop()));
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

interface Wish {
  readonly path: string;
  readonly text?: string;
}

interface Wishes {
  /** Files of each host, by its place in the list of hosts. */
  readonly files: readonly (readonly Wish[])[];
  readonly probes?: readonly (readonly string[])[];
  readonly options?: readonly string[];
  readonly seconds?: number;
}

const netplan = '/etc/netplan/10.yaml';
/** What a template, a shell or JSON would take for its own. */
const oddText = '{"network": {version: 2}} # {{ nothing }} {% raw %} \\ é \'$(id)\' "\n\n';

/** Status and words of a run of the playbook of the example with an inventory of our hosts. */
async function play({ files, probes = [], options = [], seconds = 60 }: Wishes): Promise<Played> {
  const entries = hosts.map(({ address, ssh, name }, index): readonly [string, unknown] => {
    const wishes = (files[index] ?? []).map(({ path: to, text: content }, number) => {
      if (content === undefined) return { path: to };
      const src = path.join(folder, name, String(number));
      mkdirSync(path.dirname(src), { recursive: true });
      writeFileSync(src, content);
      return { path: to, src, mode: '600' };
    });
    return [
      `edge${index + 1}`,
      {
        ansible_host: address,
        ansible_user: 'root',
        ansible_ssh_executable: ssh,
        ansible_become: false,
        routelens_files: wishes,
        routelens_runs: [{ kind: 'netplan', path: netplan }],
        routelens_probes: probes,
        routelens_confirm_within: seconds,
      },
    ];
  });
  const inventory = path.join(folder, 'inventory.json');
  writeFileSync(
    inventory,
    JSON.stringify({ routers: { hosts: Object.fromEntries<unknown>(entries) } }),
  );
  return run(['-i', inventory, inProject('examples', 'ansible', 'apply.yml'), ...options]);
}

interface Played {
  readonly status: number | null;
  readonly output: string;
}

function run(args: readonly string[]): Promise<Played> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', ANSIBLE_LOCALHOST_WARNING: 'False' };
    const child = spawn('ansible-playbook', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

describe.skipIf(reason !== undefined)('the Ansible role', { timeout: 600_000 }, () => {
  beforeEach(async () => {
    await Promise.all(hosts.map((host) => reset(host)));
  }, 120_000);

  test('keeps a change on one host after the other', async () => {
    const odd = "/etc/netplan/we ird $(id) 'name'.yaml";
    const wishes = [
      { path: netplan, text: goodChange },
      { path: odd, text: oddText },
    ];
    const { status, output } = await play({
      files: [wishes, wishes],
      probes: [['ping', '198.51.100.1']],
    });
    expect(status, output).toBe(0);
    const [first] = hosts;
    if (first === undefined) throw new Error('no host');
    for (const host of hosts) {
      expect(host.run(`cat ${netplan}`)).toBe(goodChange);
      expect(host.run('cat "/etc/netplan/we ird \\$(id) \'name\'.yaml"')).toBe(oddText);
      expect(host.run('ip -o addr show up1')).toContain('198.51.100.4/24');
      expect(host.run('cat /var/lib/routelens/changes/*/state')).toBe('kept\n');
      expect(leftovers(host)).toBe('');
    }
    const guard = guardOf(first);
    const [kept] = await guard.history();
    const undo = await undoPlan(guard, kept?.id ?? '', 'edge1');
    const files = undo.files.map((file) => [file.path, file.content && text(file.content)]);
    expect(files).toEqual([
      [netplan, firstFile],
      [odd, undefined],
    ]);
  });

  test('stops at the first host that cannot be reached any more, which rolls back', async () => {
    const before = hosts.map((host) => stateOf(host));
    const { status, output } = await play({
      files: [[{ path: netplan, text: cuttingChange }], [{ path: netplan, text: goodChange }]],
      seconds: 15,
    });
    expect(status, output).not.toBe(0);
    expect(output).toContain('the change was not kept');
    expect(output).toContain('state rolled-back');
    expect(hosts.map((host) => stateOf(host))).toEqual(before);
    expect(hosts.map((host) => leftovers(host))).toEqual(['', '']);
    expect(hosts[1]?.run('ls /var/lib/routelens 2>/dev/null; true')).toBe('');
  });

  test('rolls back where a probe fails', async () => {
    const before = hosts.map((host) => stateOf(host));
    const { status, output } = await play({
      files: [[{ path: netplan, text: goodChange }]],
      probes: [['ping', '198.51.100.250']],
    });
    expect(status, output).not.toBe(0);
    expect(output).toContain('rolling back: asked for');
    expect(hosts.map((host) => stateOf(host))).toEqual(before);
  });

  test('changes nothing where netplan refuses, and where it is only to look', async () => {
    const before = hosts.map((host) => stateOf(host));
    const bad = await play({ files: [[{ path: netplan, text: 'network: {version: 3}\n' }]] });
    expect(bad.status, bad.output).not.toBe(0);
    expect(bad.output).not.toContain('Arm the rollback');
    const good = [{ path: netplan, text: goodChange }];
    const look = await play({ files: [good, good], options: ['--check'] });
    expect(look.status, look.output).toBe(0);
    expect(hosts.map((host) => stateOf(host))).toEqual(before);
    expect(hosts.map((host) => host.run('ls /var/lib/routelens/changes'))).toEqual(['', '']);
  });
});
