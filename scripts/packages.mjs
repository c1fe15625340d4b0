/**
 * Installs what the scripts stand on: npm packages in the checkout, Debian packages for the tests.
 * Imports only Node's own modules, because nothing is installed when it runs.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { inProject } from './project.mjs';
import { StepFailed, isOnPath, run } from './run.mjs';

/** The programs that the tests start, and the Debian package that has each. */
const testPrograms = {
  chromium: 'chromium',
  nvim: 'neovim',
  ip: 'iproute2',
  ipset: 'ipset',
  iptables: 'iptables',
  nft: 'nftables',
  unshare: 'util-linux',
  sysctl: 'procps',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
  // Debian systems with netplan in them.
  debootstrap: 'debootstrap',
  ssh: 'openssh-client',
  'systemd-nspawn': 'systemd-container',
  'ansible-playbook': 'ansible-core',
};

/** `npm ci`, unless the packages of the current lock file are already there. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new StepFailed(`Node 20.19 or newer is needed, this is ${process.versions.node}`);
  }
  const installed = inProject('node_modules', '.package-lock.json');
  const lockFile = inProject('package-lock.json');
  const isCurrent =
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;
  if (!isCurrent) run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** The programs that the tests need, by apt where that is ours to do; else says what to install. */
export function installTestPrograms() {
  const missing = Object.entries(testPrograms).flatMap(([program, debianPackage]) =>
    isOnPath(program) ? [] : [debianPackage],
  );
  if (missing.length === 0) return;
  const isDebian = existsSync('/etc/debian_version') && isOnPath('apt-get');
  if (!isDebian || process.getuid?.() !== 0) {
    throw new StepFailed(
      `the tests need programs that are not here; on Debian or Ubuntu:\n\n  sudo apt-get install ${missing.join(' ')}`,
    );
  }
  console.log(`Installing ${missing.join(', ')} on ${distribution()}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

function distribution() {
  const match = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'));
  return match?.[1] ?? 'this machine';
}
