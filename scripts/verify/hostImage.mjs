/**
 * The Debian host of the containers as a disk for a machine under emulation, with a kernel of Debian's: its own udev, its own clock,
 * bonds, and a boot that is one.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { copyModules, imageOf, packTree } from './initramfs.mjs';

/** @typedef {{ image: string, initrd: string, disk: string, key: string, knownHosts: string }} HostFiles */

/** Bytes; a third of it is used. */
const diskSize = 1 << 30;

/** What the disk is mounted with; the root file system has the rest. */
const early = ['virtio_pci', 'virtio_blk', 'ext4'];

const initScript = (/** @type {readonly string[]} */ order) => `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
${order.map((name) => `/bin/busybox insmod /modules/${name}`).join('\n')}
while [ ! -b /dev/vda ]; do /bin/busybox sleep 0.1; done
/bin/busybox mount -t ext4 -o rw /dev/vda /host
for each in dev sys proc; do /bin/busybox mount --move /$each /host/$each; done
exec /bin/busybox switch_root /host /lib/systemd/systemd
`;

/** The test's own eye, which netplan does not manage. */
const eye = {
  'etc/systemd/network/05-mgmt0.link':
    '[Match]\nMACAddress=52:54:00:00:00:01\n[Link]\nName=mgmt0\n',
  'etc/systemd/network/05-mgmt0.network':
    '[Match]\nMACAddress=52:54:00:00:00:01\n[Network]\nAddress=10.0.2.15/24\n',
};

/**
 * Makes disk, initrd and keys in `folder`. The root of the containers stays as it is: it is the lower half of an overlay.
 * @param {import('./packages.mjs').KernelFiles} kernel
 * @param {{ root: string, folder: string, netplan: string }} host
 * @returns {HostFiles}
 */
export function packHost(kernel, { root, folder, netplan }) {
  const layers = path.join(folder, 'layers');
  const tree = path.join(folder, 'tree');
  for (const each of [layers, tree]) mkdirSync(each, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', layers]);
  try {
    for (const each of ['up', 'work']) mkdirSync(path.join(layers, each));
    const options = `lowerdir=${root},upperdir=${layers}/up,workdir=${layers}/work`;
    execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', options, tree]);
    try {
      const keys = setUp(tree, folder, { ...eye, 'etc/netplan/10.yaml': netplan });
      addModules(kernel, tree);
      const disk = path.join(folder, 'disk');
      rmSync(disk, { force: true });
      writeFileSync(disk, '');
      truncateSync(disk, diskSize);
      execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', '-d', tree, disk], { env: withSbin() });
      return { ...keys, disk, initrd: packInitrd(kernel, folder), image: imageOf(kernel) };
    } finally {
      execFileSync('umount', [tree]);
    }
  } finally {
    execFileSync('umount', [layers]);
  }
}

/** @param {string} tree @param {string} folder @param {Readonly<Record<string, string>>} files */
function setUp(tree, folder, files) {
  const key = path.join(folder, 'id');
  const hostKey = path.join(tree, 'etc/ssh/ssh_host_ed25519_key');
  for (const file of [key, hostKey]) {
    for (const each of [file, `${file}.pub`]) rmSync(each, { force: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', file]);
  }
  mkdirSync(path.join(tree, 'root/.ssh'), { recursive: true, mode: 0o700 });
  copyFileSync(`${key}.pub`, path.join(tree, 'root/.ssh/authorized_keys'));
  chmodSync(path.join(tree, 'root/.ssh/authorized_keys'), 0o600);
  // It stands for a udevd that containers do not have.
  rmSync(path.join(tree, 'usr/local/bin/udevadm'), { force: true });
  writeFileSync(path.join(tree, 'etc/fstab'), '');
  writeFileSync(path.join(tree, 'etc/modprobe.d/lab.conf'), 'options bonding max_bonds=0\n');
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(path.join(tree, file), text);
    chmodSync(path.join(tree, file), file.endsWith('.yaml') ? 0o600 : 0o644);
  }
  for (const unit of ['serial-getty@ttyS0.service', 'systemd-hwdb-update.service']) {
    const at = path.join(tree, 'etc/systemd/system', unit);
    rmSync(at, { force: true });
    symlinkSync('/dev/null', at);
  }
  const [kind, text] = readFileSync(`${hostKey}.pub`, 'utf8').split(' ');
  const knownHosts = path.join(folder, 'known_hosts');
  writeFileSync(knownHosts, `* ${kind} ${text}\n`);
  return { key, knownHosts };
}

/** @param {import('./packages.mjs').KernelFiles} kernel @param {string} tree */
function addModules({ folder, release }, tree) {
  const from = path.join(folder, 'lib/modules', release);
  cpSync(from, path.join(tree, 'usr/lib/modules', release), { recursive: true });
  execFileSync('chroot', [tree, '/sbin/depmod', release], { env: withSbin() });
}

/** @param {import('./packages.mjs').KernelFiles} kernel @param {string} folder */
function packInitrd(kernel, folder) {
  const tree = path.join(folder, 'initrd.tree');
  rmSync(tree, { recursive: true, force: true });
  for (const name of ['bin', 'dev', 'proc', 'sys', 'host', 'modules'])
    mkdirSync(path.join(tree, name), { recursive: true });
  copyFileSync('/bin/busybox', path.join(tree, 'bin/busybox'));
  writeFileSync(path.join(tree, 'init'), initScript(copyModules(kernel, tree, early)));
  chmodSync(path.join(tree, 'init'), 0o755);
  const initrd = path.join(folder, 'initrd');
  packTree(tree, initrd);
  return initrd;
}

function withSbin() {
  return { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
}
