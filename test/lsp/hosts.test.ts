/** The requests about hosts over a real protocol connection, with a process in the place of ssh that answers as a host would. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createConnection, type Connection } from 'vscode-languageserver/node';
import { startServer } from '../../server/src/lsp/server.ts';
import * as remote from '../../server/src/remote/index.ts';
import type { ProcessCall, ProcessResult } from '../../server/src/remote/process.ts';
import { sha256 } from '../../server/src/remote/payload.ts';
import { readTar, writeTar } from '../../server/src/remote/tar.ts';
import type {
  HostApplyParams,
  HostApplyResult,
  HostDecideParams,
  HostFailure,
  HostLookResult,
  HostPlanParams,
  HostPlanResult,
  HostProgress,
  HostSettleParams,
  HostsResult,
} from '../../server/src/protocol.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-hosts-'));
const tree = path.join(folder, 'edge1');
const before = 'network:\n  ethernets:\n    eno3: {addresses: [192.0.2.1/24]}\n';
const after = before.replace(']', ', 192.0.2.4/24]');
mkdirSync(path.join(tree, 'etc/netplan'), { recursive: true });
writeFileSync(path.join(tree, 'etc/netplan/50.yaml'), after);
writeFileSync(path.join(folder, 'config'), 'Host box\n  HostName 192.0.2.5\n  User admin\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const folderUri = pathToFileURL(tree).href;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const facts = (addresses: readonly string[]): string => `== host
edge1
== kernel
6.1.0-9-amd64
== netplan
0.106-2
== user
0
== systemd
systemd 252
== ssh
192.0.2.9 5 192.0.2.1 22
== link
[{"ifname":"eno3","flags":["UP"]}]
== address
[{"ifname":"eno3","addr_info":[${addresses.map((each) => `{"local":"${each}","prefixlen":24}`).join(',')}]}]
== armed
`;

/** A host that takes what it is given; `lines` are the commands it got. */
class FakeHost {
  lines: string[] = [];
  state = 'none';
  isDown = false;
  staged: Uint8Array = new Uint8Array();
  digest = '';
  verdict = 'verdict 0\n';

  run = async ({ args, input }: ProcessCall): Promise<ProcessResult> => {
    if (args.includes('-G')) {
      const output = bytes(`user admin\nhostname 192.0.2.5\nport 22\n`);
      return { status: 0, output, complaint: '' };
    }
    const line = args.at(-1) ?? '';
    this.lines.push(line);
    if (this.isDown) return { status: 255, output: bytes(''), complaint: 'ssh: no route to host' };
    if (line.startsWith('sh -c')) return { status: 0, output: bytes(this.verdict), complaint: '' };
    const words = line.split(' ');
    const command = words[words.indexOf('--') + 1] ?? '';
    const verb = line.startsWith('sh -s') ? command : (words[2] ?? '');
    return { status: 0, output: this.answer(verb, input ?? new Uint8Array()), complaint: '' };
  };

  answer(verb: string, input: Uint8Array): Uint8Array {
    const isKept = this.state === 'kept';
    switch (verb) {
      case 'facts':
        return bytes(facts(isKept ? ['192.0.2.1', '192.0.2.4'] : ['192.0.2.1']));
      case 'files':
        return writeTar([{ name: 'etc/netplan/50.yaml', content: bytes(before) }]);
      case 'history':
        return bytes(
          '20260101T000000Z-1 kept 2026-01-01T00:00:00Z\n20260102T000000Z-2 rolled-back -\n',
        );
      case 'stage':
        this.staged = input;
        return bytes(`digest ${this.digest}\n`);
      case 'arm':
        this.state = 'armed';
        return bytes('');
      case 'keep':
        this.state = 'kept';
        return bytes('');
      case 'rollback':
        this.state = 'rolled-back';
        return bytes('rolled-back');
      case 'status':
        return bytes(
          `state ${this.state}\napply 0\nleft 55\nfile 0 ${this.sum()}\njournal t ${this.state}\n`,
        );
      default:
        return bytes('');
    }
  }

  sum(): string {
    const content = readTar(this.staged).find(({ name }) => name === 'files/0/content')?.content;
    return sha256(this.state === 'kept' ? (content ?? '') : before);
  }
}

let host: FakeHost;
let client: Connection;
let progress: HostProgress[];

const settings = {
  hosts: [{ name: 'edge1', target: 'root@192.0.2.1', folder: 'edge1', timeout: 55 }],
  ssh: { config: path.join(folder, 'config') },
};

async function begin(capabilities: object, initializationOptions: object): Promise<void> {
  host = new FakeHost();
  progress = [];
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(up, down);
  startServer(server, () => ({
    ...remote,
    createGuard: (target, times) => remote.createGuard({ ...target, run: host.run }, times),
    sshMeaning: (target) => remote.sshMeaning({ ...target, run: host.run }),
  }));
  client = createConnection(down, up);
  client.onNotification('routelens/host/progress', (params: HostProgress) => {
    progress.push(params);
  });
  // A slow editor: the settings come when the first request is long there.
  client.onRequest('workspace/configuration', async () => {
    await setTimeout(200);
    return [settings];
  });
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'ws' }],
    initializationOptions,
  });
}

beforeEach(() => begin({}, settings));

const ask = <T>(method: string, params: object): Promise<T> => client.sendRequest(method, params);
const edge1: HostPlanParams = { host: 'edge1', folder: folderUri };

test('hosts: those of the settings, those of the SSH configuration, and the folders', async () => {
  expect(await ask<HostsResult>('routelens/hosts', {})).toEqual({
    hosts: [
      { name: 'edge1', origin: 'settings', meaning: 'admin@192.0.2.5', folder: folderUri },
      { name: 'box', origin: 'ssh', meaning: 'admin@192.0.2.5', folder: null },
    ],
    folders: [folderUri],
  });
  expect(host.lines).toEqual([]);
});

test('a request waits for the settings of the editor', async () => {
  await begin({ workspace: { configuration: true } }, {});
  await client.sendNotification('initialized', {});
  const { hosts } = await ask<HostsResult>('routelens/hosts', {});
  expect(hosts.map(({ name }) => name)).toEqual(['edge1', 'box']);
});

test('look: facts, drift with both texts, what is missing, history, and nothing but reading', async () => {
  const look = await ask<HostLookResult>('routelens/host/look', edge1);
  expect(look.facts).toMatchObject({ name: 'edge1', kernel: '6.1.0-9-amd64', netplan: '0.106-2' });
  expect(look.drift).toEqual([
    {
      path: '/etc/netplan/50.yaml',
      change: 'change',
      before,
      after,
      uri: pathToFileURL(path.join(tree, 'etc/netplan/50.yaml')).href,
    },
  ]);
  expect(look.missing).toEqual(['the address 192.0.2.4/24 on eno3 is not there']);
  expect(look.history.map(({ id }) => id)).toEqual(['20260102T000000Z-2', '20260101T000000Z-1']);
  expect(host.lines.filter((line) => !line.startsWith('sh -s -- '))).toEqual([]);
});

test('after a look, hover on a link tells what the host has under its name', async () => {
  const uri = pathToFileURL(path.join(tree, 'etc/netplan/50.yaml')).href;
  const at = { textDocument: { uri }, position: { line: 2, character: 6 } };
  const before = await ask<{ contents: { value: string } } | null>('textDocument/hover', at);
  expect(before?.contents.value ?? '').not.toContain('Known on');
  await ask('routelens/host/look', edge1);
  const known = await ask<{ contents: { value: string } } | null>('textDocument/hover', at);
  expect(known?.contents.value).toContain('Known on `edge1`: up · `192.0.2.1/24`');
});

test('the plan has what the netplan of the host says of it, and nothing is left there', async () => {
  host.verdict = 'netplan /etc/netplan/50.yaml:3:5: unknown key\nverdict 8\n';
  const { warnings } = await ask<HostPlanResult>('routelens/host/plan', edge1);
  expect(warnings[0]).toMatchObject({
    severity: 'error',
    text: 'the netplan of the host refuses these files',
    details: ['/etc/netplan/50.yaml:3:5: unknown key'],
  });
});

test('plan, confirm, keep', async () => {
  const plan = await ask<HostPlanResult>('routelens/host/plan', edge1);
  expect(plan).toMatchObject({
    host: 'edge1',
    files: [{ path: '/etc/netplan/50.yaml', change: 'change' }],
    runs: ['netplan apply'],
    seconds: 55,
  });
  host.digest = plan.digest;
  const applied = ask<HostApplyResult>('routelens/host/apply', { digest: plan.digest });
  await expect.poll(() => progress.map(({ kind }) => kind)).toContain('asking');
  expect(progress.map(({ kind }) => kind)).toEqual(['staged', 'armed', 'applied', 'asking']);
  expect(progress.at(-1)).toMatchObject({ digest: plan.digest, left: 55 });
  expect(await ask('routelens/host/decide', { digest: plan.digest, keep: true })).toBeNull();
  expect(await applied).toMatchObject({ outcome: 'kept', differing: [], missing: [] });
  expect(
    host.lines.some((line) => line.includes(`arm`) && line.includes(` 55 ${plan.digest}`)),
  ).toBe(true);
});

test('a plan is applied by its digest alone, and once', async () => {
  const plan = await ask<HostPlanResult>('routelens/host/plan', edge1);
  host.digest = plan.digest;
  const unseen: HostApplyParams = { digest: 'f'.repeat(64) };
  const other = await ask<HostFailure>('routelens/host/apply', unseen);
  expect(other.failure).toContain('make it again');
  const applied = ask<HostApplyResult>('routelens/host/apply', { digest: plan.digest });
  await expect.poll(() => progress.map(({ kind }) => kind)).toContain('asking');
  const no: HostDecideParams = { digest: plan.digest, keep: false };
  await ask('routelens/host/decide', no);
  expect(await applied).toMatchObject({ outcome: 'rolled-back', differing: [] });
  const again = await ask<HostFailure>('routelens/host/apply', { digest: plan.digest });
  expect(again.failure).toContain('make it again');
  const late = await ask<HostFailure>('routelens/host/decide', { digest: plan.digest, keep: true });
  expect(late.failure).toContain('the host has decided');
});

test('a change that was armed elsewhere can be kept and rolled back', async () => {
  const settle: Omit<HostSettleParams, 'keep'> = { ...edge1, change: '20260103T000000Z-3' };
  expect(await ask('routelens/host/settle', { ...settle, keep: false })).toEqual({
    state: 'rolled-back',
  });
  expect(await ask('routelens/host/settle', { ...settle, keep: true })).toEqual({ state: 'kept' });
});

test.each([
  ['routelens/host/look', { host: 5 }, 'names no host'],
  ['routelens/host/plan', [], 'names no host'],
  ['routelens/host/apply', {}, 'has no `digest`'],
  ['routelens/host/settle', { host: 'edge1' }, 'has no `change`'],
  ['routelens/host/plan', { host: 'edge1', folder: 'file:///nowhere' }, 'no file that configures'],
])('%s with %j says what is wrong', async (method, params, why) => {
  expect((await ask<HostFailure>(method, params)).failure).toContain(why);
});

test('a host that does not answer is told in the words of ssh', async () => {
  host.isDown = true;
  const { failure } = await ask<HostFailure>('routelens/host/look', edge1);
  expect(failure).toBe('ssh: no route to host');
});
