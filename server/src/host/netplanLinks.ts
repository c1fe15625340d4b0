/**
 * What several rules ask of netplan definitions: who is a member of what, which link a definition is, and its default routes
 * with the table and metric that the kernel will see.
 */
import { isUnknown, known, type Fact, type Origin } from '../base/fact.ts';
import { createMemo } from '../base/pieces.ts';
import type { Address, Family } from '../net/address.ts';
import type { NetplanPolicyRule, NetplanRoute } from '../netplan/types.ts';
import { withKeys, type NetplanDefinition, type NetplanSet } from './netplanSets.ts';
import { entriesAt, integerAt, textAt, wordsAt } from './netplanTree.ts';
import { mainTable } from './table.ts';

export interface PlacedRoute {
  readonly route: NetplanRoute;
  readonly origin: Origin;
}

export interface PlacedPolicyRule {
  readonly rule: NetplanPolicyRule;
  readonly origin: Origin;
}

export function routesOf(definition: NetplanDefinition): readonly PlacedRoute[] {
  return definition.parts.flatMap(({ file, link }) =>
    link.routes.map((route) => ({ route, origin: { file, span: route.span } })),
  );
}

export function policyRulesOf(definition: NetplanDefinition): readonly PlacedPolicyRule[] {
  return definition.parts.flatMap(({ file, link }) =>
    link.routingPolicy.map((rule) => ({ rule, origin: { file, span: rule.span } })),
  );
}

/** The VRF of each member, by the id of the member. */
export function vrfsByMember(set: NetplanSet): ReadonlyMap<string, NetplanDefinition> {
  const byMember = new Map<string, NetplanDefinition>();
  for (const vrf of ofKind(set, 'vrfs'))
    for (const member of wordsAt(vrf, ['interfaces'])) {
      const id = known(member);
      if (id !== undefined) byMember.set(id, vrf);
    }
  return byMember;
}

export function ofKind(
  set: NetplanSet,
  kind: NetplanDefinition['kind'],
): readonly NetplanDefinition[] {
  return set.byKind.get(kind) ?? [];
}

/** Ids of the links that a bond or bridge holds: they have no addresses of their own. */
export function portIds(set: NetplanSet): ReadonlySet<string> {
  const ids = [...ofKind(set, 'bonds'), ...ofKind(set, 'bridges')]
    .flatMap((definition) => wordsAt(definition, ['interfaces']))
    .map((member) => known(member));
  return new Set(ids.filter((id) => id !== undefined));
}

/** False where a pattern or a driver may match no link, or several: `en*` and `eth*` are alternatives, not two uplinks. */
export function isOneLink(definition: NetplanDefinition): boolean {
  if (entriesAt(definition, ['match']).length === 0) return true;
  if (entriesAt(definition, ['match', 'driver']).length > 0) return false;
  const name = textAt(definition, ['match', 'name']);
  if (name === undefined) return entriesAt(definition, ['match', 'macaddress']).length > 0;
  return !isUnknown(name.value) && !/[*?[\]]/.test(name.value);
}

/** True if netplan leaves the link down until somebody takes it up. */
export function staysDown(definition: NetplanDefinition): boolean {
  return textAt(definition, ['activation-mode']) !== undefined;
}

/** A default route that somebody wrote. */
export interface WrittenDefault {
  readonly definition: NetplanDefinition;
  readonly family: Family;
  readonly via: Address | undefined;
  readonly table: number;
  /** As the kernel has it: 0 for IPv4 and 1024 for IPv6 where nothing is written. */
  readonly metric: number;
  readonly hasMetric: boolean;
  /** Undefined for `gateway4` and `gateway6`. */
  readonly route: NetplanRoute | undefined;
  readonly origin: Origin;
}

/** IP6_RT_PRIO_USER of include/uapi/linux/ipv6_route.h: what an IPv6 route without metric gets. */
const ipv6DefaultMetric = 1024;

/** The default routes of a set, without those of which something cannot be known. */
export function writtenDefaults(set: NetplanSet): readonly WrittenDefault[] {
  const vrfs = vrfsByMember(set);
  return withKeys(set, 'routes', 'gateway4', 'gateway6').flatMap((definition) => {
    const vrf = definition.kind === 'vrfs' ? definition : vrfs.get(definition.id);
    const tableFact = vrf === undefined ? undefined : integerAt(vrf, ['table']);
    const ownTable = vrf === undefined ? mainTable : tableFact && known(tableFact);
    if (ownTable === undefined) return [];
    return defaults.recall(definition, [ownTable], () => [
      ...gatewaysOf(definition, ownTable),
      ...defaultsOf(definition, ownTable),
    ]);
  });
}

const defaults = createMemo<readonly WrittenDefault[]>();

function gatewaysOf(definition: NetplanDefinition, table: number): readonly WrittenDefault[] {
  return definition.parts.flatMap(({ link }) =>
    [link.gateway4, link.gateway6].flatMap((gateway) => {
      const via = known(gateway);
      if (gateway === undefined || via === undefined) return [];
      const metric = via.family === 4 ? 0 : ipv6DefaultMetric;
      const { origin } = gateway;
      const rest = { hasMetric: false, route: undefined, origin };
      return [{ definition, family: via.family, via, table, metric, ...rest }];
    }),
  );
}

function defaultsOf(definition: NetplanDefinition, ownTable: number): readonly WrittenDefault[] {
  const found: WrittenDefault[] = [];
  for (const { file, link } of definition.parts)
    for (const route of link.routes) {
      const family = defaultFamily(route);
      const rest = family === undefined ? undefined : placeOf(route, family, ownTable);
      if (family === undefined || rest === undefined) continue;
      found.push({ definition, family, route, origin: { file, span: route.span }, ...rest });
    }
  return found;
}

function placeOf(
  route: NetplanRoute,
  family: Family,
  ownTable: number,
): Pick<WrittenDefault, 'via' | 'table' | 'metric' | 'hasMetric'> | undefined {
  const type = route.type === undefined ? 'unicast' : known(route.type);
  const table = numberOr(route.table, ownTable);
  const written = numberOr(route.metric, 0);
  const via = known(route.via);
  if (type !== 'unicast' || table === undefined || written === undefined) return undefined;
  if (route.via !== undefined && via === undefined) return undefined;
  const metric = family === 6 && written === 0 ? ipv6DefaultMetric : written;
  return { via, table, metric, hasMetric: route.metric !== undefined };
}

function numberOr(fact: Fact<number> | undefined, absent: number): number | undefined {
  return fact === undefined ? absent : known(fact);
}

/** The family of a route to everything; undefined for other routes and where it cannot be known. */
function defaultFamily(route: NetplanRoute): Family | undefined {
  const to = known(route.to);
  if (to === undefined) return undefined;
  if (to === 'default') return known(route.via)?.family;
  return to.length === 0 ? to.address.family : undefined;
}
