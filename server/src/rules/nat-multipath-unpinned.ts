/**
 * NAT over several uplinks, and nothing keeps a connection on the uplink that it began on.
 * The route is chosen anew for each packet (fib_select_path(), net/ipv4/fib_semantics.c, since 4.4); conntrack keeps only
 * the translation. Measured on 6.18.44: 14 of 60 connections reset by a change of weights, 31 of 60 by a third uplink.
 */
import { known, type Origin } from '../base/fact.ts';
import type { Host, HostRoute } from '../host/model.ts';
import { pinningOf, type Pinning } from '../host/pinning.ts';
import { tableIdentity } from '../host/table.ts';
import { hasAction, linksOf, multipathDefaults, sourceNatOf } from '../host/uplinks.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import { defineRule, type Related, type Report } from './define.ts';
import { pinConnectionsFix } from './fixes/pinConnections.ts';
import { listNames, spanOfNexthops } from './wording.ts';

export const natMultipathUnpinned = defineRule({
  id: 'nat-multipath-unpinned',
  severity: 'warning',
  summary: 'NAT over several uplinks without pinning connections by their mark',
  fix: 'suggestion',
  check(host, report) {
    for (const route of distinctUplinks(host)) {
      const pinning = pinningOf(host, [route]);
      const nat = pinning.verdict === 'unpinned' ? natOnSeveral(host, route) : undefined;
      if (nat !== undefined) report(spanOfNexthops(route), describe({ host, route, nat, pinning }));
    }
  },
});

/** The first route of each set of uplinks in a table: one pinning serves both halves of a default route. */
function distinctUplinks(host: Host): readonly HostRoute[] {
  const routes = multipathDefaults(host);
  const keys = routes.map((route) =>
    JSON.stringify([
      tableIdentity(route.table, host.tableNames) ?? route.origin,
      linksOf(host, route).toSorted(),
    ]),
  );
  return routes.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

interface NatOfLink {
  readonly link: string;
  readonly rules: readonly NetfilterRule[];
}

/** NAT rules by link where at least two links have some; undefined where one public address serves all. */
function natOnSeveral(host: Host, route: HostRoute): readonly NatOfLink[] | undefined {
  const byLink = linksOf(host, route)
    .map((link) => ({ link, rules: sourceNatOf(host, link) }))
    .filter(({ rules }) => rules.length > 0);
  return byLink.length < 2 || hasOneAddress(byLink) ? undefined : byLink;
}

/** `--to-source` with the same address on every uplink: moving between uplinks changes nothing that the peer sees. */
function hasOneAddress(byLink: readonly NatOfLink[]): boolean {
  const targets = byLink
    .flatMap(({ rules }) => rules.flatMap((rule) => rule.actions))
    .map((action) => (action.kind === 'snat' ? known(action.to) : undefined));
  return (
    targets.length > 0 && targets.every((target) => target !== undefined && target === targets[0])
  );
}

interface Case {
  readonly host: Host;
  readonly route: HostRoute;
  readonly nat: readonly NatOfLink[];
  readonly pinning: Pinning;
}

function describe({ host, route, nat, pinning }: Case): Report {
  const rules = [...new Set(nat.flatMap((entry) => entry.rules))];
  const fix = pinConnectionsFix(host, route, rules);
  return {
    what: `connections are translated on ${listNames(nat.map(({ link }) => link))}, but nothing keeps a connection on the uplink it began on`,
    why: whyOf(host, rules),
    todo: todoOf(host, pinning),
    related: relatedOf(rules, pinning),
    fixes: fix === undefined ? [] : [fix],
  };
}

function todoOf({ kernel }: Host, { restores, saves, lateMarkRules }: Pinning): string {
  if (restores.length > 0 && saves.length > 0 && lateMarkRules.length > 0)
    return 'give the rules with `fwmark` a smaller `pref` than the rule that leads to this route has';
  const steps =
    'store the uplink of each new connection in its connection mark, copy the mark to every packet before routing, and route by mark';
  return kernel.hasSuppressPrefixLength
    ? steps
    : `${steps}. The table of each mark needs the routes to the local networks, too: kernel ${kernel.version} has no \`suppress_prefixlength\``;
}

function whyOf(host: Host, rules: readonly NetfilterRule[]): string {
  const { ipv4Multipath, version } = host.kernel;
  if (ipv4Multipath === 'per-packet') {
    return `kernel ${version} chooses an uplink anew for each forwarded packet, so already the second packet of a connection can leave with another address`;
  }
  if (ipv4Multipath === 'route-cache') {
    return `kernel ${version} keeps the choice in its route cache only while the entry lives; afterwards the connection can move to the other uplink and leave with another address`;
  }
  const fate = rules.some((rule) => hasAction(rule, 'masquerade'))
    ? 'masquerading then drops its entry and the peer resets the connection'
    : 'it then leaves with the address of the other uplink and hangs';
  return `no choice is stored: a hash picks the nexthop for each packet, and conntrack keeps only the translation. When nexthops or weights change or a link flaps, a running connection can move to another uplink; ${fate}`;
}

function relatedOf(rules: readonly NetfilterRule[], pinning: Pinning): readonly Related[] {
  const part = (origin: Origin, message: string): Related => ({ origin, message });
  return [
    ...rules.map((rule) => part(rule.origin, 'source addresses are translated here')),
    ...pinning.restores.map((rule) =>
      part(rule.origin, 'the connection mark is copied to the packet here'),
    ),
    ...pinning.saves.map((rule) => part(rule.origin, 'the connection mark is written here')),
    ...pinning.markRules.map((rule) => part(rule.origin, 'packets are routed by mark here')),
    ...pinning.lateMarkRules.map((rule) =>
      part(rule.origin, 'this rule is never asked: one before it leads every packet to the route'),
    ),
  ];
}
