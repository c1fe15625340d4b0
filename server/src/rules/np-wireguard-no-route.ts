/**
 * `allowed-ips` without a route over the tunnel. networkd sets no routes for them unless told (RouteTable=, systemd.netdev(5)),
 * and netplan 1.2 never tells it; wg-quick and NetworkManager do. So nothing enters the tunnel.
 */
import { codeSpan } from '../base/markdown.ts';
import { isUnknown, known, unknown, type Fact } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { ofKind, routesOf } from '../host/netplanLinks.ts';
import { netplanSets, type NetplanDefinition } from '../host/netplanSets.ts';
import { entriesBelow, itemsAt, scalarFact, textAt, type Placed } from '../host/netplanTree.ts';
import { formatPrefix, parseStrictPrefix, prefixCovers, type Prefix } from '../net/prefix.ts';
import type { Reading } from '../netplan/values.ts';
import type { YamlNode } from '../yaml/types.ts';
import { defineRule } from './define.ts';
import { hasRoutingDaemon } from './routingDaemons.ts';

export const npWireguardNoRoute = defineRule({
  id: 'np-wireguard-no-route',
  severity: 'warning',
  summary: 'Allowed addresses of a WireGuard peer without a route',
  fix: 'none',
  check(host, report) {
    if (hasRoutingDaemon(host) || asksNetworkdForRoutes(host)) return;
    for (const tunnel of netplanSets(host).flatMap((set) => ofKind(set, 'tunnels'))) {
      if (tunnel.renderer !== 'networkd' || known(textAt(tunnel, ['mode'])) !== 'wireguard')
        continue;
      const reach = reachOf(host, tunnel);
      if (reach === undefined) continue;
      const peers = itemsAt(tunnel, ['peers']).map(allowedOf);
      if (peers.some((allowed) => allowed.some(isForProtocols))) continue;
      const hasMark = textAt(tunnel, ['mark']) !== undefined;
      for (const allowed of peers) {
        const lost = allowed.find((prefix) => isLost(prefix, reach));
        const prefix = known(lost);
        if (lost === undefined || prefix === undefined) continue;
        const isEverything = prefix.length === 0;
        report(lost.origin, {
          what: `no route leads ${isEverything ? 'anything' : codeSpan(formatPrefix(prefix))} into ${codeSpan(tunnel.id)}`,
          why: `\`allowed-ips\` only says what the peer may send and receive; unlike wg-quick, netplan sets no route for it${isEverything && hasMark ? ', and no policy rule for the mark' : ''}`,
          todo: isEverything
            ? `add a route to ${codeSpan(formatPrefix(prefix))} with \`scope: link\` in a \`table\` of its own, and a \`routing-policy\` that sends there what shall enter the tunnel`
            : `add a route to ${codeSpan(formatPrefix(prefix))} with \`scope: link\` to ${codeSpan(tunnel.id)}`,
          // A tunnel for everything without a mark is often one of a routing daemon.
          ...(isEverything && !hasMark ? { severity: 'information' as const } : {}),
        });
      }
    }
  },
});

/** `RouteTable=` in a drop-in of a device: networkd sets the routes of its peers. */
function asksNetworkdForRoutes({ documents }: Host): boolean {
  return documents.some(
    ({ kind, file }) => kind === 'networkd' && /^[ \t]*RouteTable[ \t]*=/m.test(file.text),
  );
}

interface Reach {
  /** The networks of the addresses of the tunnel. */
  readonly connected: readonly Prefix[];
  /** Destinations of routes over it, from netplan, scripts and other files. */
  readonly routed: readonly Prefix[];
}

/** What leads into the tunnel; undefined where that cannot be known. */
function reachOf(host: Host, tunnel: NetplanDefinition): Reach | undefined {
  const addresses = tunnel.parts.flatMap(({ link }) => link.addresses);
  const destinations = routesOf(tunnel).map(({ route }) => route.to);
  for (const route of host.routesEverAdded) {
    if (route.language === 'netplan') continue;
    for (const { dev } of route.nexthops) {
      if (dev === undefined || isUnknown(dev.value)) return undefined;
      if (dev.value === tunnel.id) destinations.push(route.destination);
    }
  }
  const facts = [...addresses, ...destinations];
  if (facts.some((fact) => fact === undefined || isUnknown(fact.value))) return undefined;
  return {
    connected: addresses.flatMap((address) => prefixesOf(known(address))),
    routed: destinations.flatMap((destination) => prefixesOf(known(destination))),
  };
}

function prefixesOf(destination: Prefix | 'default' | undefined): readonly Prefix[] {
  if (destination === undefined) return [];
  return destination === 'default' ? everything : [destination];
}

const everything: readonly Prefix[] = ['0.0.0.0/0', '::/0'].flatMap(
  (text) => parseStrictPrefix(text) ?? [],
);

function allowedOf({ file, node }: Placed<YamlNode>): readonly Fact<Prefix>[] {
  if (node.kind !== 'mapping') return [];
  return entriesBelow({ file, node }, ['allowed-ips']).flatMap(({ node: { value } }) =>
    value?.kind === 'sequence'
      ? value.items.map((item) => scalarFact({ file, node: item }, readPrefix))
      : [],
  );
}

function readPrefix(text: string): Reading<Prefix> {
  return { value: parseStrictPrefix(text) ?? unknown(`${codeSpan(text)} is no prefix`) };
}

/** Link-local and multicast addresses among the allowed ones are those of a routing daemon, which sets the routes. */
function isForProtocols({ value }: Fact<Prefix>): boolean {
  return !isUnknown(value) && protocolNetworks.some((network) => prefixCovers(network, value));
}

const protocolNetworks: readonly Prefix[] = ['fe80::/10', 'ff00::/8', '224.0.0.0/4'].flatMap(
  (text) => parseStrictPrefix(text) ?? [],
);

/** Any route into a part of the network counts: who wrote one knows that netplan sets none. */
function isLost({ value }: Fact<Prefix>, { connected, routed }: Reach): boolean {
  if (isUnknown(value)) return false;
  if (!connected.some(({ address }) => address.family === value.address.family)) return false;
  const meets = (prefix: Prefix): boolean =>
    prefixCovers(prefix, value) || prefixCovers(value, prefix);
  return !routed.some(meets) && (value.length === 0 || !connected.some(meets));
}
