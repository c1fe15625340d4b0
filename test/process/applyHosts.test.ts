/** What the editor asks of a real host: looks, plans and changes by the packaged server, questions of ssh, and what networkd removes. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type {
  HostApplyResult,
  HostLookResult,
  HostPlanResult,
  HostsResult,
} from '../../server/src/protocol.ts';
import { startAskpass } from '../../server/src/remote/askpass.ts';
import { createGuard } from '../../server/src/remote/guard.ts';
import { payloadOf } from '../../server/src/remote/payload.ts';
import { lookAt, planFor, type HostTree } from '../../server/src/remote/prepare.ts';
import { differencesOf } from '../../server/src/remote/settled.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { startContainer, whyNoContainer, type Container } from '../lab/container/container.ts';
import {
  apply,
  goodChange,
  guardOf,
  leftovers,
  netplanWith,
  planFor as planFiles,
  reset,
} from '../remote/lab.ts';
import { startServer, type LanguageClient } from './languageClient.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

let host: Container;
beforeAll(async () => {
  if (reason === undefined) host = await startContainer('bookworm');
}, 1_200_000);
afterAll(async () => {
  if (reason === undefined) await host.stop();
}, 60_000);

const kernel = kernelProfile(newestKernel);

/** A plan as the editor makes it, with what speaks against it. */
async function planned(text: string) {
  if (kernel === undefined) throw new Error('no kernel');
  const guard = guardOf(host);
  const look = await lookAt(guard);
  const tree: HostTree = {
    files: [{ id: 'file', path: 'etc/netplan/10.yaml', text, version: 1 }],
    isTree: true,
    deployed: new Set(['file']),
    tooLarge: [],
  };
  const wishes = { host: 'lab', scripts: [], removals: [], kernel };
  return { guard, ...planFor(look, tree, { wishes, analyze: createAnalyzer().analyze }) };
}

describe.skipIf(reason !== undefined)('a real host', { timeout: 600_000 }, () => {
  beforeEach(() => reset(host), 120_000);

  test('its netplan judges files before anything is written, and nothing stays there', async () => {
    const guard = guardOf(host);
    const verdictOf = async (text: string) =>
      guard.judge(payloadOf(await planFiles(guard, { 'etc/netplan/10.yaml': text })).tar);
    expect(await verdictOf(goodChange)).toMatchObject({ isRefused: false });
    const refused = await verdictOf(netplanWith('300.1.1.1/24'));
    expect(refused.isRefused).toBe(true);
    expect(refused.lines.join('\n')).toContain('malformed address');
    expect(
      host.run('ls -d /var/lib/routelens /run/routelens* /tmp/routelens* 2>/dev/null; true'),
    ).toBe('');
  });

  test('what the plan says that networkd removes is what it removes', async () => {
    host.run(
      [
        'ip route add 10.1.0.0/16 via 198.51.100.1 dev up1',
        'ip route add 10.2.0.0/16 via 203.0.113.1 dev up2 table 77 proto static',
        'ip route add 10.3.0.0/16 via 192.168.77.1 dev mgmt0',
        'ip rule add pref 99 from 10.9.0.0/16 lookup 77',
      ].join(' && '),
    );
    const { guard, plan, expectation } = await planned(goodChange);
    const foreign = plan.warnings.find(({ kind }) => kind === 'foreign-routes');
    expect(foreign?.details).toEqual([
      'route 10.2.0.0/16 via 203.0.113.1 dev up2 table 77 proto static',
      'route 10.1.0.0/16 via 198.51.100.1 dev up1 proto boot',
      // These two are there since the reset.
      'route 10.8.0.0/16 via 203.0.113.1 dev up2 proto boot',
      'rule 99: from 10.9.9.9 lookup 77',
      'rule 99: from 10.9.0.0/16 lookup 77',
    ]);
    expect(await apply(guard, plan, { seconds: 60 })).toMatchObject({ outcome: 'kept' });
    const left = host.run(
      'ip route show table all proto boot; ip route show table 77; ip rule show pref 99',
    );
    expect(left.trim()).toBe('10.3.0.0/16 via 192.168.77.1 dev mgmt0');
    host.run('ip route del 10.3.0.0/16');
    if (expectation === undefined) throw new Error('no expectation');
    expect(await differencesOf(expectation, guard, (ms) => setTimeout(ms))).toEqual([]);
    host.run('ip addr del 198.51.100.4/24 dev up1');
    expect(await differencesOf(expectation, guard, () => Promise.resolve())).toEqual([
      'the address 198.51.100.4/24 on up1 is not there',
    ]);
  });

  test('a passphrase is asked for, once for all steps, and again where it is wrong', async () => {
    const key = path.join(host.folder, 'locked');
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      'pa ss"$(id)',
      '-C',
      'locked',
      '-f',
      key,
    ]);
    host.run('cat >> ~/.ssh/authorized_keys', readFileSync(`${key}.pub`, 'utf8'));
    const config = readFileSync(path.join(host.folder, 'ssh_config'), 'utf8');
    const locked = path.join(host.folder, 'locked_config');
    writeFileSync(locked, config.replace(/IdentityFile .*/, `IdentityFile ${key}`));
    const program = path.join(host.folder, 'locked_ssh');
    writeFileSync(program, readFileSync(host.ssh, 'utf8').replace('ssh_config', 'locked_config'), {
      mode: 0o755,
    });
    const target = { destination: host.address, program, options: [], sudo: false };
    await expect(createGuard(target).facts()).rejects.toThrow('the host took none of the keys');
    const prompts: string[] = [];
    const answers = ['wrong', 'pa ss"$(id)'];
    const askpass = await startAskpass(async ({ prompt }) => {
      prompts.push(prompt);
      return answers[prompts.length - 1];
    });
    const guard = createGuard({ ...target, askpass: askpass?.env ?? {} });
    expect((await guard.facts()).isRoot).toBe(true);
    expect((await guard.facts()).isRoot).toBe(true);
    expect(await guard.history()).toEqual([]);
    askpass?.dispose();
    expect(prompts).toHaveLength(2);
    expect(prompts[0]).toContain(`'${key}'`);
  });

  describe('by the packaged server', () => {
    let client: LanguageClient;
    const ask = async <T>(method: string, params: object): Promise<T> =>
      (await client.request(method, params)).result as T;

    async function begin(text: string): Promise<object> {
      const folder = path.join(host.folder, 'workspace', 'edge1');
      mkdirSync(path.join(folder, 'etc/netplan'), { recursive: true });
      writeFileSync(path.join(folder, 'etc/netplan/10.yaml'), text);
      client = startServer();
      await client.request('initialize', {
        processId: null,
        rootUri: null,
        capabilities: {},
        workspaceFolders: [{ uri: pathToFileURL(path.dirname(folder)).href, name: 'w' }],
        initializationOptions: {
          hosts: [
            {
              name: 'edge1',
              target: host.address,
              folder: 'edge1',
              timeout: 60,
              probes: ['ping:203.0.113.1'],
            },
          ],
          ssh: { path: host.ssh },
        },
      });
      return { host: 'edge1', folder: pathToFileURL(folder).href };
    }

    test('look, plan, apply, keep, undo', async () => {
      const edge1 = await begin(goodChange);
      expect(await ask<HostsResult>('routelens/hosts', {})).toMatchObject({
        hosts: [{ name: 'edge1', meaning: `root@${host.address}` }],
      });
      const look = await ask<HostLookResult>('routelens/host/look', edge1);
      expect(look.facts.netplan).toMatch(/^0\.106/);
      expect(look.drift).toMatchObject([{ path: '/etc/netplan/10.yaml', change: 'change' }]);
      expect(look.missing).toEqual(['the address 198.51.100.4/24 on up1 is not there']);
      const confirmed = async (more: object): Promise<HostApplyResult> => {
        const { digest } = await ask<HostPlanResult>('routelens/host/plan', { ...edge1, ...more });
        const applied = ask<HostApplyResult>('routelens/host/apply', { digest });
        await client.waitFor(({ params }) => JSON.stringify(params ?? '').includes('"asking"'));
        await ask('routelens/host/decide', { digest, keep: true });
        return applied;
      };
      expect(await confirmed({})).toMatchObject({ outcome: 'kept', differing: [], missing: [] });
      const { history } = await ask<HostLookResult>('routelens/host/look', edge1);
      expect(history).toMatchObject([{ state: 'kept' }]);
      expect(await confirmed({ undo: history[0]?.id })).toMatchObject({ outcome: 'kept' });
      expect(host.run('ip -o addr show up1 scope global')).not.toContain('198.51.100.4');
      expect(leftovers(host)).toBe('');
      client.process.kill();
    });
  });
});
