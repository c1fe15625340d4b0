/**
 * Debian's kernels and the few programs of the guest, fetched as packages with an apt configuration of our own,
 * so that the package lists and the installed packages of the machine stay as they are.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StepFailed } from '../run.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Suites whose kernels are asked, with the source of the newest kernel of each. */
export const suites = ['bookworm', 'trixie', 'sid', 'bullseye'];

/** The guest's userland: an `ip` that knows 16-bit weights (6.12), Python for raw packets, and what they link with. */
const userlandSuite = 'trixie';
const userland =
  'busybox-static iproute2 python3.13-minimal libpython3.13-minimal libc6 ' +
  'libmnl0 libelf1t64 libbpf1 libcap2 zlib1g ' +
  'libselinux1 libpcre2-8-0 libtirpc3t64 libexpat1 libzstd1 ' +
  'libxtables12 libbsd0 libmd0 libdb5.3t64 libgssapi-krb5-2 ' +
  'libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 ' +
  'libssl3t64';

/** @typedef {{ suite: string, release: string, packageVersion: string, folder: string }} KernelFiles */

/** Reads the package lists of all suites into `folder`. @param {string} folder */
export function readLists(folder) {
  for (const name of ['lists/partial', 'archives/partial'])
    mkdirSync(path.join(folder, 'apt', name), { recursive: true });
  const lines = suites.flatMap((suite) => sourcesOf(suite));
  writeFileSync(path.join(folder, 'apt', 'sources.list'), `${lines.join('\n')}\n`);
  writeFileSync(path.join(folder, 'apt', 'status'), '');
  apt(folder, ['apt-get', 'update', '-qq']);
}

/** Where this machine's own apt finds Debian, without `/debian`. @returns {string} */
function mirrorOfMachine() {
  const done = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)'], {
    encoding: 'utf8',
  });
  const found = done.stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (found === undefined) throw new StepFailed('the apt of this machine knows no Debian mirror');
  return found.replace(/\/debian\/?$/, '');
}

/** @param {string} suite */
function sourcesOf(suite) {
  const mirror = mirrorOfMachine();
  const line = (/** @type {string} */ archive, /** @type {string} */ name) =>
    `deb [signed-by=${keyring} arch=amd64] ${mirror}/${archive} ${name} main`;
  // Unstable has no security suite.
  return suite === 'sid'
    ? [line('debian', suite)]
    : [line('debian', suite), line('debian-security', `${suite}-security`)];
}

/** The tree of the guest's programs. @param {string} folder @returns {string} */
export function unpackUserland(folder) {
  const tree = path.join(folder, 'userland');
  if (existsSync(tree)) return tree;
  unpack(
    folder,
    userland.split(' ').map((name) => `${name}/${userlandSuite}`),
    tree,
  );
  return tree;
}

/** The newest cloud kernel of a suite, unpacked. @param {string} folder @param {string} suite @returns {KernelFiles} */
export function unpackKernel(folder, suite) {
  const { packageVersion, image } = newestKernel(folder, suite);
  const release = image.replace('linux-image-', '');
  const tree = path.join(folder, `kernel-${release}`);
  if (!existsSync(tree)) {
    // Since 7.x the image package only depends on one with the kernel and one with the modules.
    const depends = ask(folder, ['apt-cache', 'depends', image]);
    const parts = ['binary', 'modules'].map((part) => `linux-${part}-${release}`);
    const isSplit = parts.every((part) => depends.includes(part));
    unpack(folder, isSplit ? parts : [image], tree);
  }
  return { suite, release, packageVersion, folder: tree };
}

/** @param {string} folder @param {string} suite */
function newestKernel(folder, suite) {
  const rows = ask(folder, ['apt-cache', 'madison', 'linux-image-cloud-amd64'])
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  // apt lists the newest first.
  const row = rows.find(([, , where = '']) => new RegExp(` ${suite}(-security)?/`).test(where));
  const packageVersion = row?.[1];
  if (packageVersion === undefined) throw new StepFailed(`${suite} has no cloud kernel`);
  const shown = ask(folder, ['apt-cache', 'show', `linux-image-cloud-amd64=${packageVersion}`]);
  const image = /linux-image-\d[\w.+-]*/.exec(/^Depends:.*$/m.exec(shown)?.[0] ?? '')?.[0];
  if (image === undefined) throw new StepFailed(`no kernel package of ${suite} is named`);
  return { packageVersion, image };
}

/** @param {string} folder @param {readonly string[]} names @param {string} tree */
function unpack(folder, names, tree) {
  const debs = `${tree}.debs`;
  rmSync(debs, { recursive: true, force: true });
  mkdirSync(debs, { recursive: true });
  apt(folder, ['apt-get', 'download', '-qq', ...names], debs);
  for (const name of readdirSync(debs)) {
    const done = spawnSync('dpkg-deb', ['-x', path.join(debs, name), tree], { stdio: 'inherit' });
    if (done.status !== 0) throw new StepFailed(`${name} cannot be unpacked`);
  }
  rmSync(debs, { recursive: true });
}

/** @param {string} folder @param {readonly string[]} command @param {string} [cwd] */
function apt(folder, command, cwd) {
  ask(folder, command, cwd);
}

/** @param {string} folder @param {readonly string[]} command @param {string} [cwd] @returns {string} */
function ask(folder, [program = '', ...args], cwd = folder) {
  const own = path.join(path.resolve(folder), 'apt');
  const options = [
    `Dir::Etc::SourceList=${own}/sources.list`,
    'Dir::Etc::SourceParts=/dev/null',
    `Dir::State::Lists=${own}/lists`,
    `Dir::State::status=${own}/status`,
    `Dir::Cache=${own}`,
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  const done = spawnSync(program, [...options, ...args], { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new StepFailed(`${program} ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
