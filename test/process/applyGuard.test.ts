/** The protocol on one real host, where each refusal has its sentence and nothing is half done. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { payloadOf } from '../../server/src/remote/payload.ts';
import {
  firstFile,
  startContainer,
  whyNoContainer,
  type Container,
} from '../lab/container/container.ts';
import {
  apply,
  cuttingChange,
  goodChange,
  guardOf,
  leftovers,
  netplanWith,
  planFor,
  reset,
  stateOf,
} from '../remote/lab.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

let host: Container;
beforeAll(async () => {
  if (reason === undefined) host = await startContainer('bookworm');
}, 1_200_000);
afterAll(async () => {
  if (reason === undefined) await host.stop();
}, 60_000);

describe.skipIf(reason !== undefined)('the guard', { timeout: 120_000 }, () => {
  beforeEach(() => reset(host), 120_000);

  test('refuses what netplan refuses, in the words of netplan, and touches nothing', async () => {
    const before = stateOf(host);
    const guard = guardOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': netplanWith('300.1.1.1/24') });
    const result = await apply(guard, plan);
    expect(result).toMatchObject({ outcome: 'not-started' });
    expect(result.why).toContain('malformed address');
    expect(stateOf(host)).toEqual(before);
  });

  test('refuses a plan that somebody else overtook', async () => {
    const guard = guardOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    host.run('echo "# by hand" >> /etc/netplan/10.yaml');
    const before = stateOf(host);
    const result = await apply(guard, plan);
    expect(result).toMatchObject({ outcome: 'not-started' });
    expect(result.why).toContain('/etc/netplan/10.yaml was changed since the plan was made');
    expect(stateOf(host)).toEqual(before);
    expect(leftovers(host)).toBe('');
  });

  test('arms only what was confirmed', async () => {
    const guard = guardOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    const { tar, digest } = payloadOf(plan);
    expect(await guard.stage('tampered', tar)).toBe(digest);
    host.run('echo "# more" >> /var/lib/routelens/changes/tampered/payload/files/0/content');
    await expect(guard.arm('tampered', 10, digest)).rejects.toMatchObject({
      kind: 'not-confirmed',
    });
    const other = await planFor(guard, { 'etc/netplan/10.yaml': cuttingChange });
    const seen = payloadOf(other).digest;
    expect(await apply(guard, plan, { confirmed: seen })).toMatchObject({ outcome: 'not-started' });
  });

  test('lets one change wait at a time, and keeps nothing too late', async () => {
    const guard = guardOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    const { tar, digest } = payloadOf(plan);
    await guard.stage('one', tar);
    await guard.stage('two', tar);
    await guard.arm('one', 30, digest);
    await expect(guard.arm('two', 30, digest)).rejects.toMatchObject({ kind: 'busy' });
    expect(await guard.rollBack('one')).toMatch(/^rolled-back$/m);
    await expect(guard.keep('one')).rejects.toMatchObject({ kind: 'too-late' });
    expect(await guard.rollBack('two')).toBe('discarded');
    expect(leftovers(host)).toBe('');
  });

  test('a keep in the last moment is kept or refused, never both', async () => {
    const guard = guardOf(host);
    for (const early of [0.05, 0.3, 0.6]) {
      await reset(host);
      const before = stateOf(host);
      const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
      const { tar, digest } = payloadOf(plan);
      const id = `late${early * 100}`;
      await guard.stage(id, tar);
      const start = performance.now();
      await guard.arm(id, 8, digest);
      await setTimeout(Math.max(0, 8000 - early * 1000 - (performance.now() - start)));
      const kept = await guard.keep(id).then(
        () => true,
        () => false,
      );
      for (let tries = 0; tries < 40; tries++) {
        const { state } = await guard.status(id);
        if (state === 'kept' || state.startsWith('rolled-back')) break;
        await setTimeout(500);
      }
      expect((await guard.status(id)).state).toBe(kept ? 'kept' : 'rolled-back');
      if (!kept) expect(stateOf(host)).toEqual(before);
      expect(leftovers(host)).toBe('');
    }
  });

  test('names of files may hold anything', async () => {
    const guard = guardOf(host);
    const names = [
      'we ird.yaml',
      "quo'te.yaml",
      'dou"ble.yaml',
      'new\nline.yaml',
      '$(touch pwned).yaml',
      '-rf.yaml',
      '`id`;x.yaml',
    ];
    const files = Object.fromEntries(
      names.map((name) => [`etc/netplan/${name}`, 'network: {version: 2}\n']),
    );
    const plan = await planFor(guard, files);
    expect(plan.files).toHaveLength(names.length);
    const result = await apply(guard, plan, { seconds: 30 });
    expect(result).toMatchObject({ outcome: 'kept', differing: [] });
    const there = (await guard.files()).map((file) => file.path);
    for (const name of names) expect(there).toContain(`/etc/netplan/${name}`);
    expect(host.run('ls -a / ~ /etc/netplan | grep -c pwned\\)$ || true').trim()).toBe('0');
    expect(host.run('cd; ls /pwned pwned 2>/dev/null; true')).toBe('');
  });

  test('a script that fails in the middle is undone: addresses, routes, rules, sysctls, nft', async () => {
    const guard = guardOf(host);
    host.run(
      'ip route add 10.9.0.0/16 via 203.0.113.1; ip rule add pref 99 from 10.9.9.9 lookup 77; nft add table inet mine',
    );
    const before = {
      ...stateOf(host),
      nft: host.run('nft list ruleset; sysctl net.ipv4.ip_forward net.ipv4.conf.up2.rp_filter'),
    };
    const script = `#!/bin/sh
ip route del 10.9.0.0/16
ip route add 10.9.0.0/16 nexthop via 203.0.113.1 dev up2 nexthop via 198.51.100.1 dev up1
ip rule add pref 98 fwmark 1 lookup 78
ip addr add 203.0.113.9/24 dev up2
sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.up2.rp_filter=2
nft flush ruleset
nft add table inet other
exit 3
`;
    const plan = await planFor(
      guard,
      { 'usr/local/sbin/up.sh': script },
      { scripts: ['/usr/local/sbin/up.sh'] },
    );
    const result = await apply(guard, plan, { seconds: 30 });
    expect(result).toMatchObject({ outcome: 'rolled-back', differing: [] });
    expect(result.status?.journal.join('\n')).toContain('the apply failed with 3');
    const after = {
      ...stateOf(host),
      nft: host.run('nft list ruleset; sysctl net.ipv4.ip_forward net.ipv4.conf.up2.rp_filter'),
    };
    expect(after).toEqual(before);
    expect(leftovers(host)).toBe('');
    host.run('nft delete table inet mine; ip route del 10.9.0.0/16; ip rule del pref 99');
  });

  test('a change that adds a link and is not kept takes the link away again', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const text = `${goodChange}  bridges:\n    br9: {addresses: [10.99.0.1/24], parameters: {stp: false, forward-delay: 4}}\n`;
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': text });
    let seen = '';
    const result = await apply(guard, plan, {
      seconds: 40,
      decide: () => {
        seen = host.run('ip -br link show br9; true');
        return Promise.resolve(false);
      },
    });
    expect(seen).toContain('br9');
    expect(result).toMatchObject({ outcome: 'rolled-back', differing: [] });
    expect(stateOf(host)).toEqual(before);
    expect(host.run('ip -br link show br9 2>&1; true')).toContain('does not exist');
  });

  test('a link that the change renamed has its name again, and is no new one', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const script = `#!/bin/sh
ip link set up2 down; ip link set up2 name wan; ip link set wan up
ip addr add 192.0.2.9/24 dev wan
exit 3
`;
    const plan = await planFor(
      guard,
      { 'usr/local/sbin/up.sh': script },
      { scripts: ['/usr/local/sbin/up.sh'] },
    );
    const result = await apply(guard, plan, { seconds: 30 });
    expect(result).toMatchObject({ outcome: 'rolled-back', differing: [] });
    expect(result.status?.state).toBe('rolled-back');
    expect(stateOf(host)).toEqual(before);
  });

  test('a firewall that counts is not loaded anew', async () => {
    const guard = guardOf(host);
    host.run(
      'nft flush ruleset; nft add table inet mine; nft "add chain inet mine out { type filter hook output priority 0; }"; nft add rule inet mine out counter; ping -c 1 127.0.0.1',
    );
    const packets = (): number =>
      Number(/packets (\d+)/.exec(host.run('nft list ruleset'))?.[1] ?? 0);
    const before = packets();
    expect(before).toBeGreaterThan(0);
    const plan = await planFor(
      guard,
      { 'usr/local/sbin/up.sh': '#!/bin/sh\nip addr add 203.0.113.9/24 dev up2\nexit 3\n' },
      { scripts: ['/usr/local/sbin/up.sh'] },
    );
    const result = await apply(guard, plan, { seconds: 30 });
    expect(result.status?.state).toBe('rolled-back');
    expect(packets()).toBeGreaterThan(before);
  });

  test('what a link lacks for a moment is no state to go back to', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    const { tar, digest } = payloadOf(plan);
    await guard.stage('flap', tar);
    host.run(
      '{ ip addr del 203.0.113.2/24 dev up2; sleep 3; ip addr add 203.0.113.2/24 brd + dev up2; ip route replace 10.8.0.0/16 via 203.0.113.1; } >/dev/null 2>&1 & sleep 0.5',
    );
    await guard.arm('flap', 30, digest);
    expect(await guard.rollBack('flap')).toMatch(/^rolled-back$/m);
    expect(stateOf(host)).toEqual(before);
    await guard.stage('gone', tar);
    host.run('ip addr del 203.0.113.2/24 dev up2');
    await expect(guard.arm('gone', 30, digest)).rejects.toThrow(/gone since the files came/);
    expect(leftovers(host)).toBe('');
  });

  test('a file that the apply did not come to is back at once', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const plan = await planFor(guard, {
      'usr/local/sbin/up.sh': '#!/bin/sh\n',
      'etc/netplan/10.yaml': goodChange,
    });
    expect(plan.files.map(({ path }) => path)).toEqual([
      '/usr/local/sbin/up.sh',
      '/etc/netplan/10.yaml',
    ]);
    host.run(
      'mount --bind /usr/local/sbin /usr/local/sbin && mount -o remount,ro,bind /usr/local/sbin',
    );
    try {
      const result = await apply(guard, plan, { seconds: 60 });
      expect(result).toMatchObject({ outcome: 'rolled-back', differing: [] });
      expect(result.status?.state).toBe('rolled-back');
    } finally {
      host.run('umount /usr/local/sbin');
    }
    expect(stateOf(host)).toEqual(before);
    expect(leftovers(host)).toBe('');
  });

  test('files that cannot be put back keep the change open, the network comes back without them', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    const { tar, digest } = payloadOf(plan);
    await guard.stage('stuck', tar);
    await guard.arm('stuck', 8, digest);
    while ((await guard.status('stuck')).applied !== 0) await setTimeout(300);
    host.run('mount --bind /etc/netplan /etc/netplan && mount -o remount,ro,bind /etc/netplan');
    try {
      await setTimeout(15_000);
      expect((await guard.status('stuck')).state).toBe('rolling-back');
      expect(stateOf(host).addresses).toBe(before.addresses);
      expect(host.run('cat /var/lib/routelens/lock/id').trim()).toBe('stuck');
    } finally {
      host.run('umount /etc/netplan');
    }
    for (let tries = 0; tries < 30; tries++) {
      if ((await guard.status('stuck')).state === 'rolled-back') break;
      await setTimeout(1000);
    }
    expect((await guard.status('stuck')).state).toBe('rolled-back');
    expect(stateOf(host)).toEqual(before);
    expect(leftovers(host)).toBe('');
  });

  test('a link of netplan that a script deletes comes back, wherever the kernel lists it then', async () => {
    const bridge = `${firstFile}  bridges:\n    br9: {addresses: [10.99.0.1/24], parameters: {stp: false}}\n`;
    host.run('cat >/etc/netplan/10.yaml; netplan apply', bridge);
    host.run('ip link add lab9 type veth peer name lab8; ip addr add 10.98.0.1/24 dev lab9');
    const guard = guardOf(host);
    const before = stateOf(host);
    expect(before.addresses).toContain('br9 10.99.0.1/24');
    const plan = await planFor(
      guard,
      {
        'etc/netplan/10.yaml': `${bridge}# changed\n`,
        'usr/local/sbin/up.sh': '#!/bin/sh\nip link del br9\nexit 3\n',
      },
      { scripts: ['/usr/local/sbin/up.sh'] },
    );
    const { outcome, status } = await apply(guard, plan, { seconds: 60 });
    expect([outcome, status?.state, status?.log]).toEqual([
      'rolled-back',
      'rolled-back',
      expect.not.arrayContaining(['differs link']) as unknown,
    ]);
    const { files, addresses } = stateOf(host);
    expect({ files, addresses }).toEqual({ files: before.files, addresses: before.addresses });
    expect(host.run('ip -br link show br9')).toContain('br9');
  });

  test('a probe that fails rolls back', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': goodChange });
    const works = { kind: 'ping', target: '203.0.113.1' } as const;
    const fails = { kind: 'ping', target: '203.0.113.66' } as const;
    expect(await apply(guard, plan, { seconds: 40, probes: [works, fails] })).toMatchObject({
      outcome: 'rolled-back',
    });
    expect(stateOf(host)).toEqual(before);
    expect(await apply(guard, plan, { seconds: 40, probes: [works] })).toMatchObject({
      outcome: 'kept',
    });
  });

  test('a reboot while armed brings the old files back before the network starts', async () => {
    const guard = guardOf(host);
    const before = stateOf(host);
    const plan = await planFor(guard, { 'etc/netplan/10.yaml': cuttingChange });
    const { tar, digest } = payloadOf(plan);
    await guard.stage('reboot', tar);
    await guard.arm('reboot', 600, digest);
    await setTimeout(4000);
    await host.reboot();
    expect(stateOf(host).files).toBe(before.files);
    expect((await guard.status('reboot')).state).toBe('rolled-back-at-boot');
    await setTimeout(1000);
    expect(leftovers(host)).toBe('');
  });

  test('a host with another key is refused before anything is sent', async () => {
    const other = path.join(host.folder, 'other');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const [kind = '', key = ''] = execFileSync('cat', [`${other}.pub`], { encoding: 'utf8' }).split(
      ' ',
    );
    const known = path.join(host.folder, 'known_hosts');
    const good = execFileSync('cat', [known], { encoding: 'utf8' });
    writeFileSync(known, `${host.address} ${kind} ${key}\n`);
    await expect(guardOf(host).facts()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('host key is not the one that is known') as unknown,
    });
    writeFileSync(known, good);
  });

  test('no argument is read by a shell', async () => {
    const guard = guardOf(host);
    for (const hostile of [
      '$(touch /pwned)',
      '; touch /pwned',
      '`touch /pwned`',
      '\n touch /pwned',
      "' ; touch /pwned '",
    ]) {
      expect(await guard.probe('ping', hostile)).toBe(false);
      await expect(guard.status(hostile)).rejects.toMatchObject({ kind: 'refused' });
    }
    expect(spawnSync('test', ['-e', path.join(host.root, 'pwned')]).status).toBe(1);
  });
});
