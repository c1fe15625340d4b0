/** The netplan versions whose checks RouteLens knows: Debian 12, Ubuntu 24.04 and the newest. */

export type NetplanVersion = '0.106' | '1.1' | '1.2';

export const netplanVersions: readonly NetplanVersion[] = ['0.106', '1.1', '1.2'];

export const newestNetplan: NetplanVersion = '1.2';

/** The newest known version that is not newer than a written one (`1.1.2`); undefined if the text is no version. */
export function netplanVersion(text: string): NetplanVersion | undefined {
  if (!/^\d+\.\d+/.test(text)) return undefined;
  const [oldest = newestNetplan] = netplanVersions;
  return netplanVersions.findLast((version) => !isOlder(text, version)) ?? oldest;
}

/** True if version `a` is older than version `b`. Follows the numbers, so `0.106` is newer than `0.98`. */
export function isOlder(a: string, b: string): boolean {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 2; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
