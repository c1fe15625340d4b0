/**
 * One Debian host with systemd as its first process, in a network namespace of its own, and a client beside it.
 * `up1` is the link under test, `up2` another uplink; `mgmt0` is the test's own eye, which netplan does not manage.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runInside, runInsideLater } from './inside.ts';
import { rootOf, type Suite } from './root.ts';

export interface Container {
  readonly name: string;
  /** For `createGuard`: a program that runs ssh from the client's namespace. */
  readonly ssh: string;
  /** Where the client reaches the host, over `up1` and over `mgmt0`. */
  readonly address: string;
  readonly eye: string;
  /** Root of the host's file system, seen from here. */
  readonly root: string;
  /** Folder that holds the keys, the known hosts and the configuration of ssh. */
  readonly folder: string;
  /** Runs a line of shell as root on the host, beside all of its network. */
  readonly run: (line: string, input?: string) => string;
  /** The same, while others go on. */
  readonly later: (line: string, input?: string) => Promise<string>;
  /** Whether it takes a connection over `up1`. */
  readonly answers: () => Promise<boolean>;
  /** Takes the carrier of `up1` away, and gives it back. */
  readonly cut: () => void;
  readonly heal: () => void;
  /** Runs a command in the client's namespace. */
  readonly client: (...command: readonly string[]) => string;
  /** Cuts the power, and boots again from the same disk. */
  readonly reboot: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const firstFile = `network:
  version: 2
  ethernets:
    up1: {addresses: [198.51.100.2/24], link-local: []}
    up2: {addresses: [203.0.113.2/24], link-local: []}
`;

/** Why no container can be started here, or undefined. */
export function whyNoContainer(): string | undefined {
  if (process.getuid?.() !== 0) return 'containers need root';
  for (const program of ['systemd-nspawn', 'debootstrap', 'ssh', 'ssh-keygen', 'ip'])
    if (spawnSync('which', [program]).status !== 0) return `\`${program}\` is not here`;
  return undefined;
}

let count = 0;

export async function startContainer(suite: Suite): Promise<Container> {
  const name = `rl${process.pid}c${count++}`;
  const lower = rootOf(suite);
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const root = mountOverlay(folder, lower);
  const keys = makeKeys(folder, root);
  makeLinks(name);
  writeFileSync(path.join(root, 'etc/netplan/10.yaml'), firstFile, { mode: 0o600 });
  const ssh = writeSshProgram(name, { folder, keys });
  const container = containerOf(name, { folder, root, ssh });
  await answering(container, folder);
  return container;
}

function mountOverlay(folder: string, lower: string): string {
  const [top, root] = [path.join(folder, 'top'), path.join(folder, 'root')];
  mkdirSync(top);
  mkdirSync(root);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', top]);
  mkdirSync(path.join(top, 'up'));
  mkdirSync(path.join(top, 'work'));
  const layers = `lowerdir=${lower},upperdir=${path.join(top, 'up')},workdir=${path.join(top, 'work')}`;
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', layers, root]);
  for (const file of ['00-base.yaml', '01-network-manager-all.yaml'])
    rmSync(path.join(root, 'etc/netplan', file), { force: true });
  mkdirSync(path.join(root, 'etc/netplan'), { recursive: true });
  writeFileSync(path.join(root, 'usr/local/bin/udevadm'), udevadm, { mode: 0o755 });
  return root;
}

/**
 * There is no udevd in a container, and its /sys is read-only: `udevadm trigger`, which ends netplan 0.106 half way
 * (Launchpad 2095203), and `udevadm control`, which ends 1.1, would fail. This stands in its place; renames by set-name cannot be
 * tested so.
 */
const udevadm = `#!/bin/sh
case "$1" in control | trigger | settle) exit 0 ;; esac
exec /usr/bin/udevadm "$@"
`;

interface Keys {
  readonly client: string;
  readonly knownHosts: string;
}

function makeKeys(folder: string, root: string): Keys {
  const client = path.join(folder, 'id');
  const host = path.join(root, 'etc/ssh/ssh_host_ed25519_key');
  for (const kind of ['rsa', 'ecdsa', 'ed25519']) {
    rmSync(path.join(root, `etc/ssh/ssh_host_${kind}_key`), { force: true });
    rmSync(path.join(root, `etc/ssh/ssh_host_${kind}_key.pub`), { force: true });
  }
  for (const file of [client, host])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', file]);
  mkdirSync(path.join(root, 'root/.ssh'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(root, 'root/.ssh/authorized_keys'), readFileSync(`${client}.pub`), {
    mode: 0o600,
  });
  const knownHosts = path.join(folder, 'known_hosts');
  const [kind = '', key = ''] = readFileSync(`${host}.pub`, 'utf8').split(' ');
  const names = ['198.51.100.2', '198.51.100.77', '203.0.113.2', '192.168.77.2'];
  writeFileSync(knownHosts, names.map((each) => `${each} ${kind} ${key}\n`).join(''));
  return { client, knownHosts };
}

/**
 * With addresses that are set: a random one is replaced by `netplan apply`, as udev's MACAddressPolicy=persistent asks, and the client
 * would send to the old one until its neighbour entry expires, half a minute later.
 */
function makeLinks(name: string): void {
  const [device, client] = [`${name}d`, `${name}c`];
  const pair = (link: string, peer: string, number: number): string =>
    `link add ${link} address 02:00:00:00:00:0${number} netns ${device} type veth peer name ${peer} address 02:00:00:00:01:0${number} netns ${client}`;
  const lines = [pair('up1', 'c1', 1), pair('up2', 'c2', 2), pair('mgmt0', 'c0', 3)];
  for (const each of [device, client]) {
    execFileSync('ip', ['netns', 'add', each]);
    execFileSync('ip', ['-n', each, 'link', 'set', 'lo', 'up']);
  }
  execFileSync('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` });
  const clientLines = [
    'addr add 198.51.100.1/24 dev c1',
    'addr add 203.0.113.1/24 dev c2',
    'addr add 192.168.77.1/24 dev c0',
    'link set c0 up',
    'link set c1 up',
    'link set c2 up',
  ];
  execFileSync('ip', ['-n', client, '-batch', '-'], { input: `${clientLines.join('\n')}\n` });
  const deviceLines = 'addr add 192.168.77.2/24 dev mgmt0\nlink set mgmt0 up\n';
  execFileSync('ip', ['-n', device, '-batch', '-'], { input: deviceLines });
}

interface Place {
  readonly folder: string;
  readonly root: string;
}

function boot(name: string, { folder, root }: Place): ChildProcess {
  const log = openSync(path.join(folder, 'log'), 'w');
  return spawn(
    'systemd-nspawn',
    [
      '--quiet',
      `--directory=${root}`,
      '--register=no',
      '--keep-unit',
      '--boot',
      `--network-namespace-path=/run/netns/${name}d`,
      `--machine=${name}`,
      '--console=pipe',
      // networkd sets what only an unconfined process may.
      '--capability=all',
    ],
    {
      stdio: ['ignore', log, log],
      detached: true,
      env: {
        ...process.env,
        // The sysctls of the container's own network namespace can be written.
        SYSTEMD_NSPAWN_API_VFS_WRITABLE: 'network',
        // Whatever this machine has: systemd 258 and newer boots with nothing else.
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1',
      },
    },
  );
}

function writeSshProgram(
  name: string,
  { folder, keys }: { readonly folder: string; readonly keys: Keys },
): string {
  const config = path.join(folder, 'ssh_config');
  writeFileSync(
    config,
    `Host *\n  User root\n  IdentityFile ${keys.client}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${keys.knownHosts}\n  GlobalKnownHostsFile none\n  ConnectTimeout 2\n  LogLevel ERROR\n  KexAlgorithms curve25519-sha256\n`,
  );
  const program = path.join(folder, 'ssh');
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${name}c ssh -F ${config} "$@"\n`, {
    mode: 0o755,
  });
  return program;
}

function containerOf(
  name: string,
  { folder, root, ssh }: Place & { readonly ssh: string },
): Container {
  let machine = boot(name, { folder, root });
  const link = (state: string): void => {
    execFileSync('ip', ['-n', `${name}c`, 'link', 'set', 'c1', state]);
  };
  const container: Container = {
    name,
    ssh,
    folder,
    root,
    address: '198.51.100.2',
    eye: '192.168.77.2',
    run: (line, input = '') => runInside(firstProcess(machine.pid ?? 0), line, input),
    later: (line, input = '') => runInsideLater(firstProcess(machine.pid ?? 0), line, input),
    answers: () =>
      new Promise((resolve) => {
        const child = spawn(ssh, ['-oBatchMode=yes', '198.51.100.2', 'true'], { stdio: 'ignore' });
        child.on('error', () => resolve(false));
        child.on('close', (status) => resolve(status === 0));
      }),
    cut: () => link('down'),
    heal: () => link('up'),
    client: (...command) =>
      execFileSync('ip', ['netns', 'exec', `${name}c`, ...command], { encoding: 'utf8' }),
    reboot: async () => {
      await powerOff(machine, 'cut');
      restoreLinks(name);
      machine = boot(name, { folder, root });
      await answering(container, folder);
    },
    stop: async () => {
      await powerOff(machine, 'orderly');
      remove(name, { folder, root });
    },
  };
  return container;
}

/** What the firmware and the switch do for a machine: the links are there again, as they were made, and nothing else is. */
function restoreLinks(name: string): void {
  const device = ['-n', `${name}d`];
  execFileSync('ip', ['netns', 'exec', `${name}d`, 'sh', '-c', forgetAll], { stdio: 'ignore' });
  for (const link of ['up1', 'up2']) {
    execFileSync('ip', [...device, 'addr', 'flush', 'dev', link]);
    execFileSync('ip', [...device, 'link', 'set', link, 'down']);
  }
}

const forgetAll = `nft flush ruleset
for link in $(ip -br link | cut -d' ' -f1 | cut -d@ -f1); do
  case $link in lo | up1 | up2 | mgmt0) ;; *) ip link del "$link" ;; esac
done
ip rule flush; ip rule add pref 32766 lookup main protocol kernel; ip rule add pref 32767 lookup default protocol kernel
true`;

async function answering(container: Container, folder: string): Promise<void> {
  const log = (): string => readFileSync(path.join(folder, 'log'), 'utf8').slice(-2000);
  for (let tries = 0; tries < 300; tries++) {
    const args = ['-oBatchMode=yes', container.address, 'systemctl is-active systemd-networkd'];
    if (spawnSync(container.ssh, args).status === 0) return;
    await setTimeout(200);
  }
  const end = log();
  await container.stop();
  throw new Error(`the container did not come up: ${end}`);
}

async function powerOff(machine: ChildProcess, how: 'orderly' | 'cut'): Promise<void> {
  const first = firstProcess(machine.pid ?? 0);
  // SIGRTMIN+4 powers systemd off.
  if (first !== undefined && how === 'orderly') spawnSync('kill', ['-s', 'RTMIN+4', first]);
  if (how === 'orderly')
    for (let tries = 0; tries < 50 && machine.exitCode === null; tries++) await setTimeout(100);
  for (const pid of [first, String(machine.pid ?? '')])
    if (pid !== undefined && pid !== '') spawnSync('kill', ['-9', pid]);
  await setTimeout(300);
}

function remove(name: string, { folder, root }: Place): void {
  spawnSync('umount', ['-l', root]);
  spawnSync('umount', ['-l', path.join(folder, 'top')]);
  for (const each of [`${name}d`, `${name}c`]) spawnSync('ip', ['netns', 'del', each]);
  if (!existsSync(path.join(root, 'etc'))) rmSync(folder, { recursive: true, force: true });
}

function firstProcess(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
  } catch {
    return undefined;
  }
}
