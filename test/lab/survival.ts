/**
 * Who survives a change of the default route: connections from the LAN, of the router itself, and from outside,
 * probed from both ends after each event.
 */
import { bootHost, cableAddress, createGatewayLab, fibreAddress } from './gatewayLab.ts';
import { whyNoNamespaces, whyNoTool } from './namespaces.ts';
import { startClient, startServer } from './peers.ts';
import type { ConnectionState } from './peers.ts';

/** Why the gateways cannot be started here, or undefined. */
export function whyNoGateway(): string | undefined {
  return whyNoNamespaces() ?? whyNoTool('iptables', '-S') ?? whyNoTool('nft', 'list', 'ruleset');
}

const servers = Array.from({ length: 32 }, (_, index) => `198.18.0.${index + 10}`);
const uplinks = [fibreAddress, cableAddress];

const cable = 'nexthop via 203.0.113.1 dev eno4 weight';
const fibre = 'nexthop via 198.51.100.1 dev eno3 weight';

/** Commands on the router, in this order. */
export const routeEvents = {
  'weights 1:3': `ip route replace default ${cable} 1 ${fibre} 3`,
  'weights 3:1': `ip route replace default ${cable} 3 ${fibre} 1`,
  'nexthops swapped': `ip route replace default ${fibre} 1 ${cable} 1`,
  'cable drained': 'ip route replace default via 198.51.100.1 dev eno3',
  'fibre drained': 'ip route replace default via 203.0.113.1 dev eno4',
} as const;

export type Counts = Readonly<Record<ConnectionState, number>>;

/** All `n` connections of a kind go on. */
export function allOk(n: number): Counts {
  return { ok: n, reset: 0, timeout: 0 };
}

export interface Survival {
  readonly event: string;
  /** From the LAN; `pushed`: the server speaks first. */
  readonly lan: Counts;
  readonly pushed: Counts;
  /** Of the router itself. */
  readonly own: Counts;
  /** From outside to both addresses of the router. */
  readonly outside: Counts;
}

export interface SurvivalRun {
  /** The uplink addresses that servers saw, sorted: both if both are used. */
  readonly lanUplinks: readonly (string | null)[];
  readonly ownUplinks: readonly (string | null)[];
  readonly results: readonly Survival[];
}

/** What everything surviving looks like for these events. */
export function everythingSurvives(events: Readonly<Record<string, string>>): SurvivalRun {
  const results = Object.keys(events).map((event) => ({
    event,
    lan: allOk(servers.length),
    pushed: allOk(servers.length),
    own: allOk(servers.length),
    outside: allOk(2 * uplinks.length),
  }));
  return { lanUplinks: uplinks, ownUplinks: uplinks, results };
}

/** Boots the host tree in a lab of its own, opens connections, runs the events and probes after each. */
export async function runSurvival(
  hostFolder: string,
  events: Readonly<Record<string, string>>,
): Promise<SurvivalRun> {
  const cleanups: (() => unknown)[] = [];
  const keep = <T extends { readonly stop: () => unknown }>(peer: T): T => {
    cleanups.push(peer.stop);
    return peer;
  };
  try {
    const { router, client, internet, remove } = createGatewayLab(hostFolder);
    cleanups.push(remove);
    bootHost(router, hostFolder);
    const server = keep(await startServer(internet));
    keep(await startServer(router));
    const lan = keep(startClient(client));
    const own = keep(startClient(router));
    const outside = keep(startClient(internet));
    const lanUplinks = distinct(await lan.open(servers));
    const ownUplinks = distinct(await own.open(servers));
    await outside.open([...uplinks, ...uplinks]);
    const results: Survival[] = [];
    for (const [event, command] of Object.entries(events)) {
      router.shell(command);
      const states = await Promise.all([lan.probe(), own.probe(), outside.probe()]);
      const [lanCounts, ownCounts, outsideCounts] = states.map(count);
      const pushed = count(await lan.listen(server.push));
      results.push({
        event,
        lan: lanCounts ?? allOk(0),
        pushed,
        own: ownCounts ?? allOk(0),
        outside: outsideCounts ?? allOk(0),
      });
    }
    return { lanUplinks, ownUplinks, results };
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
}

function distinct(addresses: readonly (string | null)[]): readonly (string | null)[] {
  return [...new Set(addresses)].toSorted((a, b) => String(a).localeCompare(String(b)));
}

function count(states: readonly ConnectionState[]): Counts {
  const counts = { ok: 0, reset: 0, timeout: 0 };
  for (const state of states) counts[state]++;
  return counts;
}
