/**
 * A Debian system with netplan in a folder of the user's cache: unpacked once by debootstrap, kept for the next run.
 * `NETPLAN_CHROOT` names one that is there already.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export type Chroot =
  | { readonly kind: 'ready'; readonly folder: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** Where `configure` of netplan 1.2 is inside of the folder. */
export const configure = '/usr/libexec/netplan/configure';

/** The folder, built if that is possible here. */
export function findChroot(): Chroot {
  const given = process.env['NETPLAN_CHROOT'];
  if (process.getuid?.() !== 0) return missing('only root can change the root folder');
  const folder = given ?? path.join(cacheFolder(), 'routelens', 'netplan-chroot');
  if (existsSync(path.join(folder, configure))) return checked(folder);
  if (given !== undefined) return missing(`${given} holds no netplan`);
  try {
    build(folder);
  } catch (error) {
    return missing(`debootstrap failed: ${String(error).slice(0, 200)}`);
  }
  return checked(folder);
}

function missing(reason: string): Chroot {
  return { kind: 'missing', reason };
}

function cacheFolder(): string {
  return process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
}

/** The checks follow 1.2; another version in the folder would be compared in vain. */
function checked(folder: string): Chroot {
  const arguments_ = [folder, 'dpkg-query', '-W', '-f', '${Version}', 'netplan.io'];
  const version = execFileSync('chroot', arguments_, { encoding: 'utf8' });
  return version.startsWith('1.2')
    ? { kind: 'ready', folder }
    : missing(`the folder holds netplan ${version}, not 1.2`);
}

const packages = 'netplan-generator,netplan.io';

function build(folder: string): void {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  execFileSync('debootstrap', ['--variant=minbase', `--include=${packages}`, 'sid', partial], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  // netplan asks only whether the program is there.
  const openvswitch = path.join(partial, 'usr', 'bin', 'ovs-vsctl');
  writeFileSync(openvswitch, '#!/bin/sh\nexit 0\n');
  chmodSync(openvswitch, 0o755);
  renameSync(partial, folder);
}
