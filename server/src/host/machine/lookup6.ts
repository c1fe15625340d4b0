/**
 * The IPv6 lookups that the checks of a new route make: fib6_table_lookup(), net/ipv6/route.c, v6.18.
 * `undefined` where the answer cannot be known, null where there is no route.
 */
import type { Ipv6Address } from '../../net/address.ts';
import { networkOf, prefixContains } from '../../net/prefix.ts';
import { prefixKey, tables } from './keys.ts';
import { hopsOf, isOfGroup, matchesOthers } from './lookup4.ts';
import type {
  Machine,
  MachineHop,
  MachineLink,
  MachineRoute,
  MachineRule,
  TableId,
} from './types.ts';

export interface Found6 {
  readonly route: MachineRoute;
  readonly hop: MachineHop | undefined;
}

export interface Query6 {
  readonly to: Ipv6Address;
  readonly link: MachineLink | undefined;
}

const rejects: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit', 'throw']);

export function isReject6(machine: Machine, route: MachineRoute): boolean {
  if (rejects.has(route.type)) return true;
  // fib6_is_reject(): a route over the loopback link that is not local would loop.
  if (route.type === 'unicast' && route.hops[0]?.link?.kind === 'loopback') return true;
  return route.nhid !== undefined && machine.nexthops.get(route.nhid)?.blackhole === true;
}

/** Longest prefix first; of one prefix the lowest metric that can use the link. */
export function lookupTable6(
  machine: Machine,
  id: TableId,
  { to, link }: Query6,
): Found6 | null | undefined {
  const table = machine.tables[6].get(id);
  if (table === undefined) return machine.tablesKnown ? null : undefined;
  if (!table.known) return undefined;
  for (let length = 128; length >= 0; length -= 1) {
    const list = table.byPrefix.get(prefixKey(networkOf({ address: to, length })));
    if (list === undefined) continue;
    if (list.some(({ sure }) => !sure)) return undefined;
    for (const route of list) {
      const found = use(machine, route, link);
      if (found !== undefined) return found;
    }
  }
  return null;
}

function use(
  machine: Machine,
  route: MachineRoute,
  link: MachineLink | undefined,
): Found6 | undefined {
  const refuses = isReject6(machine, route);
  const hops = hopsOf(machine, route);
  if (refuses && (route.nhid !== undefined || hops.length === 0)) return { route, hop: undefined };
  // A route that refuses is one over the loopback link: whoever asks for another link does not see it.
  const hop = hops.find((each) => !each.dead && (link === undefined || each.link === link));
  return hop === undefined ? undefined : { route, hop: refuses ? undefined : hop };
}

/** fib6_rule_lookup(): the tables in the order of the rules. */
export function lookup6(machine: Machine, query: Query6): Found6 | null | undefined {
  if (!machine.customRules[6]) return lookupDefault(machine, query);
  const { list, known } = machine.rules[6];
  if (!known) return undefined;
  for (let i = 0; i < list.length; i += 1) {
    const rule = list[i];
    if (rule === undefined || !rule.sure) return undefined;
    const fits = matches(machine, rule, query);
    if (fits === undefined) return undefined;
    if (!fits || rule.action === 'nop') continue;
    if (rule.action === 'goto') {
      const target = list.findIndex(({ priority }) => priority === rule.target);
      if (target >= 0) i = target - 1;
      continue;
    }
    if (rule.action !== 'lookup') return null;
    const found = lookupTable6(machine, rule.table === 0 ? tables.main : rule.table, query);
    if (found === undefined) return undefined;
    if (found === null || found.route.type === 'throw') continue;
    if (found.route.destination.length <= rule.suppressPrefixLength) continue;
    const isSuppressed = isOfGroup(rule, found.hop?.link);
    if (isSuppressed === undefined) return undefined;
    if (isSuppressed) continue;
    return found;
  }
  return null;
}

function lookupDefault(machine: Machine, query: Query6): Found6 | null | undefined {
  const local = lookupTable6(machine, tables.local, query);
  return local === null ? lookupTable6(machine, tables.main, query) : local;
}

function matches(machine: Machine, rule: MachineRule, { to, link }: Query6): boolean | undefined {
  const others = matchesOthers(machine, rule);
  if (others === undefined) return undefined;
  const isAsked =
    others &&
    rule.iif === undefined &&
    (rule.oif === undefined || rule.oif === link?.name) &&
    rule.mark === 0 &&
    (rule.from === undefined || rule.from.length === 0) &&
    (rule.to === undefined || prefixContains(rule.to, to)) &&
    rule.tos === 0;
  return isAsked !== rule.not;
}
