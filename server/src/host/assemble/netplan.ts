/**
 * netplan documents as links, addresses, routes and policy rules: what systemd-networkd makes of them.
 * A link with `dhcp4` has one unknown address and an unknown default route, unless `use-routes: false`.
 */
import { isUnknown, known, unknown, type Fact } from '../../base/fact.ts';
import { mergeLinks } from '../../netplan/merge.ts';
import type { NetplanTree } from '../../netplan/tree.ts';
import type { NetplanLink, NetplanPolicyRule, NetplanRoute } from '../../netplan/types.ts';
import type { HostBond, HostRoute } from '../model.ts';
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
  state.links.push({
    name: link.name,
    kind: link.kind,
    language: 'netplan',
    dhcp4: known(link.dhcp4) === true,
    ...bondOf(link, links),
  });
  addAddresses(state, link);
  addDhcp(state, link);
  addGateway(state, link);
  for (const route of link.routes) pushRoute(state, routeOf(link, route));
  for (const rule of link.routingPolicy) state.policyRules.push(policyRuleOf(rule));
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

function addAddresses(state: HostState, link: NetplanLink): void {
  for (const prefix of link.addresses) {
    const family = isUnknown(prefix.value)
      ? unknown('the address is unknown')
      : prefix.value.address.family;
    state.addresses.push({ link: link.name, prefix, peer: undefined, family, language: 'netplan' });
  }
}

function addDhcp(state: HostState, link: NetplanLink): void {
  const { dhcp4 } = link;
  if (dhcp4 === undefined || dhcp4.value === false) return;
  const { origin } = dhcp4;
  const reason = 'it comes from the DHCP server';
  const prefix = { value: unknown(reason), origin };
  state.addresses.push({
    link: link.name,
    prefix,
    peer: undefined,
    family: 4,
    language: 'netplan',
  });
  if (known(link.dhcp4UseRoutes) === false) return;
  const nexthop = {
    via: { value: unknown(reason), origin },
    dev: link.name,
    weight: { value: 1, origin },
    onlink: false,
    origin,
  };
  // networkd gives DHCP routes the metric 100 where netplan is the front end (netplan src/networkd.c, 1.2).
  const metric = link.dhcp4RouteMetric ?? { value: 100, origin };
  pushRoute(state, {
    ...plainRoute(link.name, metric),
    automatic: true,
    nexthops: [nexthop],
    origin,
  });
}

function addGateway(state: HostState, link: NetplanLink): void {
  const via = link.gateway4;
  if (via === undefined) return;
  const { origin } = via;
  const nexthop = { via, dev: link.name, weight: { value: 1, origin }, onlink: false, origin };
  pushRoute(state, { ...plainRoute(link.name, undefined), nexthops: [nexthop], origin });
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

function pushRoute(state: HostState, route: HostRoute | undefined): void {
  if (route === undefined) return;
  insertRoute(state.routes, route, state.tableNames);
  state.routesEverAdded.push(route);
}

function policyRuleOf(rule: NetplanPolicyRule): HostState['policyRules'][number] {
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
