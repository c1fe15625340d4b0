/** Asks a profile for its age and its name. Whatever a profile says by a field of its own is asked there. */
import type { KernelProfile } from '../kernel/profiles.ts';
import { isSince, parseVersion } from '../kernel/version.ts';

/** True if the kernel is of this series or newer; `4.14` asks for its first release. */
export function isKernelSince({ version }: KernelProfile, series: string): boolean {
  const have = parseVersion(version)?.version;
  const want = parseVersion(`${series}.0`)?.version;
  return have !== undefined && want !== undefined && isSince(have, want);
}

/** `Linux 4.15`, `Linux 4.15 (Ubuntu 18.04)`. */
export function nameKernel({ version, release }: KernelProfile): string {
  return release === undefined ? `Linux ${version}` : `Linux ${version} (${release})`;
}
