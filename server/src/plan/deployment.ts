/**
 * Where a file of the workspace goes on the host, with what mode, and what has to run for it to count.
 * The path in the host tree is the path on the host: `etc/netplan/50.yaml` is `/etc/netplan/50.yaml`.
 */
import type { PlannedRun } from './types.ts';

export interface Deployment {
  /** Absolute, on the host. */
  readonly path: string;
  readonly mode: string;
  /** What makes the host read it; undefined: it is read when something else asks (a table name, a script that is not run). */
  readonly run: PlannedRun['kind'] | undefined;
}

/** Where files go that do not lie where they belong: path below the root of the workspace's host, and absolute path on the host. */
export type Places = ReadonlyMap<string, string>;

/** Undefined for a file that configures no host: it is left where it is. `path` is slash-separated, below the root of the host. */
export function deploymentOf(
  path: string,
  text: string,
  places: Places = new Map(),
): Deployment | undefined {
  const place = places.get(path);
  const absolute = `/${(place ?? path).replace(/^\/+/, '')}`;
  if (absolute.split('/').includes('..')) return undefined;
  if (/^\/(?:etc|run|(?:usr\/)?lib)\/netplan\/[^/]+\.yaml$/.test(absolute))
    return { path: absolute, mode: '600', run: 'netplan' };
  if (/^\/etc\/sysctl(?:\.conf|\.d\/[^/]+\.conf)$/.test(absolute))
    return { path: absolute, mode: '644', run: 'sysctl' };
  if (/^\/etc\/(?:nftables\.conf|nftables\.d\/[^/]+\.nft)$/.test(absolute))
    return {
      path: absolute,
      mode: '644',
      run: absolute === '/etc/nftables.conf' ? 'nft' : undefined,
    };
  if (/^\/etc\/iproute2\/rt_tables(?:\.d\/[^/]+\.conf)?$/.test(absolute))
    return { path: absolute, mode: '644', run: undefined };
  if (/^\/etc\/(?:iptables|network|networkd-dispatcher|systemd\/network)\/.+/.test(absolute))
    return { path: absolute, mode: text.startsWith('#!') ? '755' : '644', run: undefined };
  if (/^\/(?:usr\/local\/s?bin|opt|root)\/.+/.test(absolute) && text.startsWith('#!'))
    return { path: absolute, mode: '755', run: undefined };
  if (place !== undefined)
    return { path: absolute, mode: text.startsWith('#!') ? '755' : '644', run: undefined };
  return undefined;
}

const order: readonly PlannedRun['kind'][] = ['netplan', 'sysctl', 'nft', 'batch', 'script'];

/** netplan first, for it takes away what others have set; then sysctl, the rules, and the scripts in the order they were named. */
export function inRunOrder(runs: readonly PlannedRun[]): readonly PlannedRun[] {
  return runs
    .map((run, index) => ({ run, index }))
    .toSorted((a, b) => order.indexOf(a.run.kind) - order.indexOf(b.run.kind) || a.index - b.index)
    .map(({ run }) => run);
}
