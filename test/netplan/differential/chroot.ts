/**
 * Debian systems with netplan, one a version, in a folder of the user's cache: unpacked once by debootstrap, kept for the next
 * run. `NETPLAN_CHROOTS` names another folder that holds them: `sid`, `trixie`, `bookworm`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { buildFolderOf, cacheFolder, keepSystem } from '../../lab/keepSystem.ts';

export type Chroot =
  | { readonly kind: 'ready'; readonly folder: string; readonly program: string }
  | { readonly kind: 'missing'; readonly reason: string };

interface System {
  readonly suite: string;
  readonly packages: string;
  /** What reads the files, inside of the system: `generate` of 1.2 asks for systemd around it, `configure` does not. */
  readonly program: string;
}

const systems: Readonly<Record<NetplanVersion, System>> = {
  '1.2': {
    suite: 'sid',
    packages: 'netplan-generator,netplan.io',
    program: '/usr/libexec/netplan/configure',
  },
  '1.1': { suite: 'trixie', packages: 'netplan.io', program: '/usr/libexec/netplan/generate' },
  '0.106': { suite: 'bookworm', packages: 'netplan.io', program: '/usr/libexec/netplan/generate' },
};

/** The system with a version of netplan, built if that is possible here. */
export function findChroot(version: NetplanVersion): Chroot {
  if (process.getuid?.() !== 0) return missing('only root can change the root folder');
  const { suite, packages, program } = systems[version];
  const folder = path.join(chrootsFolder(), suite);
  try {
    if (!existsSync(path.join(folder, program))) build(folder, suite, packages);
  } catch (error) {
    return missing(`debootstrap failed: ${String(error).slice(0, 200)}`);
  }
  const found = versionIn(folder);
  return found.startsWith(version)
    ? { kind: 'ready', folder, program }
    : missing(`Debian ${suite} holds netplan ${found}, not ${version}`);
}

function missing(reason: string): Chroot {
  return { kind: 'missing', reason };
}

function chrootsFolder(): string {
  return process.env['NETPLAN_CHROOTS'] ?? path.join(cacheFolder(), 'netplan');
}

function versionIn(folder: string): string {
  const arguments_ = [folder, 'dpkg-query', '-W', '-f', '${Version}', 'netplan.io'];
  return execFileSync('chroot', arguments_, { encoding: 'utf8' });
}

function build(folder: string, suite: string, packages: string): void {
  const partial = buildFolderOf(folder);
  mkdirSync(path.dirname(folder), { recursive: true });
  execFileSync('debootstrap', ['--variant=minbase', `--include=${packages}`, suite, partial], {
    stdio: 'ignore',
    timeout: 600_000,
  });
  // netplan asks only whether the program is there.
  const openvswitch = path.join(partial, 'usr', 'bin', 'ovs-vsctl');
  writeFileSync(openvswitch, '#!/bin/sh\nexit 0\n');
  chmodSync(openvswitch, 0o755);
  // Older versions ask it whether the system is starting, which costs more than the whole run: no answer means no.
  rmSync(path.join(partial, 'usr', 'bin', 'systemctl'), { force: true });
  keepSystem(partial, folder);
}
