/**
 * The guest's only file system: busybox, `ip`, Python and the modules that the links need. Its first process starts
 * the agent at once, so a boot takes seconds although every instruction is emulated.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inProject } from '../project.mjs';
import { StepFailed } from '../run.mjs';

/** In the order of loading; what is built in is passed over. */
const modules = ['virtio_pci', 'virtio_console', 'veth', 'bonding', '8021q', 'ipv6'];

/** Makes `initrd` in the kernel's folder and answers where it and the kernel are. @param {import('./packages.mjs').KernelFiles} kernel @param {string} userland */
export function packGuest(kernel, userland) {
  const tree = path.join(kernel.folder, 'guest');
  rmSync(tree, { recursive: true, force: true });
  for (const name of ['dev', 'proc', 'sys', 'run', 'tmp', 'modules', 'lab', 'bin', 'sbin'])
    mkdirSync(path.join(tree, name), { recursive: true });
  copyPrograms(userland, tree);
  const order = copyModules(kernel, tree, modules);
  for (const name of ['test/lab/vm/agent.py', 'test/lab/vm/frames.py', 'test/kernel/wire.py'])
    copyFileSync(inProject(name), path.join(tree, 'lab', path.basename(name)));
  writeFileSync(path.join(tree, 'init'), initScript(order));
  chmodSync(path.join(tree, 'init'), 0o755);
  const initrd = path.join(kernel.folder, 'initrd');
  packTree(tree, initrd);
  return { initrd, image: imageOf(kernel) };
}

/** @param {string} tree @param {string} initrd */
export function packTree(tree, initrd) {
  const packed = spawnSync('sh', ['-c', `find . | cpio -o -H newc --quiet > ${initrd}`], {
    cwd: tree,
    stdio: 'inherit',
  });
  if (packed.status !== 0) throw new StepFailed('the initramfs cannot be packed: is cpio there?');
}

/** @param {import('./packages.mjs').KernelFiles} kernel @returns {string} */
export function imageOf(kernel) {
  const images = [`boot/vmlinuz-${kernel.release}`, `usr/lib/modules/${kernel.release}/vmlinuz`];
  const image = images
    .map((name) => path.join(kernel.folder, name))
    .find((name) => existsSync(name));
  if (image === undefined) throw new StepFailed(`${kernel.release} has no kernel image`);
  return image;
}

/** @param {string} userland @param {string} tree */
function copyPrograms(userland, tree) {
  cpSync(path.join(userland, 'usr'), path.join(tree, 'usr'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (name) =>
      !/\/usr\/share|\/gconv|\/libbpf|\/test(?:s)?$|\/perl/.test(name) || /libbpf\.so/.test(name),
  });
  // Debian's base-files would make these links.
  for (const name of ['bin', 'sbin']) {
    rmSync(path.join(tree, name), { recursive: true });
    execFileSync('ln', ['-s', `usr/${name}`, path.join(tree, name)]);
  }
  execFileSync('ln', ['-s', 'usr/lib', path.join(tree, 'lib')]);
  execFileSync('ln', ['-s', 'usr/lib64', path.join(tree, 'lib64')]);
}

/** Copies modules and what they need below `modules`, and names them in the order of loading. @param {import('./packages.mjs').KernelFiles} kernel @param {string} tree @param {readonly string[]} wanted @returns {string[]} */
export function copyModules({ folder, release }, tree, wanted) {
  const root = ['usr/lib', 'lib'].map((name) => path.join(folder, name, 'modules', release));
  const names = root.filter((one) => existsSync(one)).flatMap((one) => listFiles(one));
  const files = new Map(names.map((file) => [moduleName(file), file]));
  /** @type {string[]} */
  const order = [];
  const add = (/** @type {string} */ name) => {
    const file = files.get(name);
    if (file === undefined || order.includes(`${name}.ko`)) return;
    const content = readModule(file);
    const needed = /\0depends=([\w,-]*)\0/.exec(content.toString('latin1'))?.[1] ?? '';
    for (const one of needed.split(',')) add(one.replaceAll('-', '_'));
    writeFileSync(path.join(tree, 'modules', `${name}.ko`), content);
    order.push(`${name}.ko`);
  };
  for (const name of wanted) add(name);
  return order;
}

/** @param {string} root */
function listFiles(root) {
  return readdirSync(root, { recursive: true })
    .map((name) => path.join(root, String(name)))
    .filter((name) => /\.ko(?:\.xz|\.zst)?$/.test(name));
}

/** @param {string} file */
function moduleName(file) {
  return path
    .basename(file)
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_');
}

/** @param {string} file @returns {Buffer} */
function readModule(file) {
  const options = { maxBuffer: 64 << 20 };
  if (file.endsWith('.xz')) return execFileSync('xz', ['-dc', file], options);
  if (file.endsWith('.zst')) return execFileSync('zstd', ['-dc', file], options);
  return readFileSync(file);
}

/** @param {readonly string[]} order */
function initScript(order) {
  return `#!/bin/busybox sh
export PATH=/usr/bin:/usr/sbin:/bin:/sbin PYTHONDONTWRITEBYTECODE=1
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
${order.map((name) => `busybox insmod /modules/${name}`).join('\n')}
busybox sleep 1
python3.13 /lab/agent.py
busybox reboot -f
`;
}
