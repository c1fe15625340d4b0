/**
 * The file system of a Debian host with systemd, networkd, netplan and sshd: unpacked once by debootstrap, kept in the user's cache.
 * Containers get it as the lower half of an overlay, so nothing that a test does stays.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { buildFolderOf, cacheFolder, keepSystem } from '../keepSystem.ts';

/** Debian's release, and so the version of netplan: 0.106, 1.1, 1.2. */
export type Suite = 'bookworm' | 'trixie' | 'sid';

const packages = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'udev',
  'netplan.io',
  'openssh-server',
  'iproute2',
  'iptables',
  'nftables',
  'conntrack',
  'iputils-ping',
  'iputils-arping',
  'procps',
  'kmod',
  'python3-minimal',
  'curl',
];

/** The folder of a suite, made if need be; who comes while another makes it waits. Throws if debootstrap cannot. */
export function rootOf(suite: Suite): string {
  const root = path.join(cacheFolder(), `lab-${suite}`);
  if (existsSync(path.join(root, 'etc', 'routelens-lab'))) return root;
  mkdirSync(path.dirname(root), { recursive: true });
  const unlock = lock(`${root}.lock`);
  try {
    if (!existsSync(root)) build(suite, root);
    if (!existsSync(path.join(root, 'etc', 'routelens-lab'))) prepare(root);
  } finally {
    unlock();
  }
  return root;
}

/** A file with the number of the process that holds it; of one that is gone it is taken over. */
function lock(file: string): () => void {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      const holder = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (holder !== '' && !existsSync(`/proc/${holder}`)) rmSync(file, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
}

/** In memory, where dpkg's many syncs cost nothing; then copied to the disk. */
function build(suite: Suite, root: string): void {
  const partial = buildFolderOf(root);
  const memory = `${partial}.memory`;
  mkdirSync(memory, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2g', 'tmpfs', memory]);
  try {
    execFileSync(
      'debootstrap',
      ['--variant=minbase', `--include=${packages.join(',')}`, suite, path.join(memory, 'root')],
      { stdio: 'ignore', timeout: 1_800_000 },
    );
    rmSync(path.join(memory, 'root', 'var/cache/apt/archives'), { recursive: true, force: true });
    execFileSync('cp', ['-a', path.join(memory, 'root'), partial]);
  } finally {
    execFileSync('umount', ['-l', memory]);
    rmSync(memory, { recursive: true, force: true });
  }
  keepSystem(partial, root);
}

/** Services that a container has no use for, or that wait for what it lacks. */
const masked = [
  'systemd-timesyncd.service',
  'systemd-networkd-wait-online.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
  'e2scrub_all.timer',
  'fstrim.timer',
  'systemd-firstboot.service',
  'systemd-resolved.service',
  'console-getty.service',
  'getty@tty1.service',
  'nftables.service',
];

const sshdSettings = `PermitRootLogin prohibit-password
PasswordAuthentication no
UseDNS no
PrintMotd no
UsePAM no
`;

function prepare(root: string): void {
  const write = (file: string, text: string, mode = 0o644): void => {
    const at = path.join(root, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
    chmodSync(at, mode);
  };
  for (const unit of masked) {
    const at = path.join(root, 'etc/systemd/system', unit);
    rmSync(at, { force: true });
    symlinkSync('/dev/null', at);
  }
  execFileSync('systemctl', ['--root', root, 'enable', '--quiet', 'systemd-networkd', 'ssh'], {
    stdio: 'ignore',
  });
  write('etc/hostname', 'lab\n');
  write('etc/hosts', '127.0.0.1 localhost lab\n');
  write('etc/machine-id', '00000000000000000000000000000001\n');
  write('etc/ssh/sshd_config.d/lab.conf', sshdSettings);
  write('etc/systemd/journald.conf.d/lab.conf', '[Journal]\nStorage=volatile\n');
  write('etc/routelens-lab', 'A host for tests. Its keys are made anew for each container.\n');
}
