/**
 * netplan documents as links, addresses, routes and policy rules: what systemd-networkd makes of them.
 * A link with `dhcp4` has one unknown address and an unknown default route, unless `use-routes: false`.
 */
import { isUnknown, known, unknown, type Fact } from '../../base/fact.ts';
import { createMemo } from '../../base/pieces.ts';
import { mergeLinks } from '../../netplan/merge.ts';
import type { NetplanTree } from '../../netplan/tree.ts';
import type { NetplanLink, NetplanPolicyRule, NetplanRoute } from '../../netplan/types.ts';
import type { HostAddress, HostBond, HostLink, HostPolicyRule, HostRoute } from '../model.ts';
import { mainTable } from '../table.ts';
import { insertRoute } from './routeTable.ts';
import type { HostState } from './state.ts';

/** Adds all that the netplan files define that count, merged as netplan does it. */
export function applyNetplan(
  state: HostState,
  { groups }: NetplanTree,
  linksOf: (file: string) => readonly NetplanLink[],
): void {
  for (const files of groups) applyLinks(state, mergeLinks(files.flatMap((file) => linksOf(file))));
}

function applyLinks(state: HostState, links: readonly NetplanLink[]): void {
  for (const link of links) applyLink(state, link, links);
}

function applyLink(state: HostState, link: NetplanLink, links: readonly NetplanLink[]): void {
  const made = madeOf.recall(link, [], () => makeOf(link));
  state.links.push(link.bond === undefined ? made.link : { ...made.link, ...bondOf(link, links) });
  for (const address of made.addresses) state.addresses.push(address);
  for (const route of made.routes) {
    insertRoute(state.routes, route, state.tableNames);
    state.routesEverAdded.push(route);
  }
  for (const rule of made.policyRules) state.policyRules.push(rule);
}

/** What the kernel gets of one link. */
interface Made {
  readonly link: HostLink;
  readonly addresses: readonly HostAddress[];
  readonly routes: readonly HostRoute[];
  readonly policyRules: readonly HostPolicyRule[];
}

const madeOf = createMemo<Made>();

function makeOf(link: NetplanLink): Made {
  const routes = [
    routeByDhcp(link),
    routeToGateway(link),
    ...link.routes.map((route) => routeOf(link, route)),
  ];
  const { name, kind, dhcp4 } = link;
  return {
    link: { name, kind, language: 'netplan', dhcp4: known(dhcp4) === true },
    addresses: addressesOf(link),
    routes: routes.filter((route) => route !== undefined),
    policyRules: link.routingPolicy.map(policyRuleOf),
  };
}

/** Members are written as ids; a link of another file keeps its id, which is its name unless it is matched. */
function bondOf(
  { bond, id, span }: NetplanLink,
  links: readonly NetplanLink[],
): { readonly bond?: HostBond } {
  if (bond === undefined) return {};
  const named = (id: Fact<string>): Fact<string> =>
    links.find((link) => known(link.id) === known(id))?.name ?? id;
  const { mode, hashPolicy, primary, interfaces } = bond;
  return {
    bond: {
      mode,
      hashPolicy,
      primary: primary === undefined ? undefined : named(primary),
      members: interfaces.map(named),
      origin: { file: id.origin.file, span },
    },
  };
}

function addressesOf({ name, addresses, dhcp4 }: NetplanLink): readonly HostAddress[] {
  const rest = { link: name, peer: undefined, language: 'netplan' } as const;
  const written = addresses.map((prefix): HostAddress => {
    const family = isUnknown(prefix.value)
      ? unknown('the address is unknown')
      : prefix.value.address.family;
    return { ...rest, prefix, family };
  });
  if (dhcp4 === undefined || dhcp4.value === false) return written;
  const prefix = { value: unknown(fromServer), origin: dhcp4.origin };
  return [...written, { ...rest, prefix, family: 4 }];
}

const fromServer = 'it comes from the DHCP server';

function routeByDhcp(link: NetplanLink): HostRoute | undefined {
  const { dhcp4 } = link;
  if (dhcp4 === undefined || dhcp4.value === false) return undefined;
  if (known(link.dhcp4UseRoutes) === false) return undefined;
  const { origin } = dhcp4;
  const nexthop = {
    via: { value: unknown(fromServer), origin },
    dev: link.name,
    weight: { value: 1, origin },
    onlink: false,
    origin,
  };
  // networkd gives DHCP routes the metric 100 where netplan is the front end (netplan src/networkd.c, 1.2).
  const metric = link.dhcp4RouteMetric ?? { value: 100, origin };
  return { ...plainRoute(link.name, metric), automatic: true, nexthops: [nexthop], origin };
}

function routeToGateway(link: NetplanLink): HostRoute | undefined {
  const via = link.gateway4;
  if (via === undefined) return undefined;
  const { origin } = via;
  const nexthop = { via, dev: link.name, weight: { value: 1, origin }, onlink: false, origin };
  return { ...plainRoute(link.name, undefined), nexthops: [nexthop], origin };
}

function routeOf(link: NetplanLink, route: NetplanRoute): HostRoute | undefined {
  if (route.to === undefined) return undefined;
  const origin = { file: route.file, span: route.span };
  const weight = { value: 1, origin };
  const nexthop = {
    via: route.via,
    dev: link.name,
    weight,
    onlink: known(route.onLink) === true,
    origin,
  };
  return {
    language: 'netplan',
    family: routeFamily(route),
    type: known(route.type) ?? 'unicast',
    destination: route.to,
    table: route.table ?? { value: mainTable, origin },
    metric: route.metric,
    scope: route.scope,
    src: route.from,
    nexthops: [nexthop],
    multipath: false,
    automatic: false,
    context: undefined,
    origin,
  };
}

function plainRoute(name: Fact<string>, metric: Fact<number> | undefined): HostRoute {
  const { origin } = name;
  return {
    language: 'netplan',
    family: 4,
    type: 'unicast',
    destination: { value: 'default', origin },
    table: { value: mainTable, origin },
    metric,
    scope: undefined,
    src: undefined,
    nexthops: [],
    multipath: false,
    automatic: false,
    context: undefined,
    origin,
  };
}

function routeFamily(route: NetplanRoute): HostRoute['family'] {
  const to = known(route.to);
  if (to !== undefined && to !== 'default') return to.address.family;
  return known(route.via)?.family ?? unknown('neither `to` nor `via` tells the family');
}

function policyRuleOf(rule: NetplanPolicyRule): HostPolicyRule {
  const origin = { file: rule.file, span: rule.span };
  const family = known(rule.from)?.address.family ?? known(rule.to)?.address.family ?? 4;
  const fwmark =
    rule.mark === undefined ? undefined : { value: rule.mark, mask: { value: 0xffffffff, origin } };
  return {
    language: 'netplan',
    family,
    priority: rule.priority,
    not: false,
    from: rule.from,
    to: rule.to,
    iif: undefined,
    oif: undefined,
    fwmark,
    table: rule.table,
    suppressPrefixLength: undefined,
    action: 'lookup',
    otherSelectors: [],
    context: undefined,
    origin,
  };
}
