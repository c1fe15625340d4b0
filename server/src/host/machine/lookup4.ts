/**
 * The IPv4 lookups that the checks of a new route make: fib_lookup() and fib_table_lookup(), net/ipv4/fib_trie.c, v6.18,
 * for a packet without mark that is sent by the machine itself. `undefined` where the answer cannot be known.
 */
import type { Ipv4Address } from '../../net/address.ts';
import { networkOf, prefixContains } from '../../net/prefix.ts';
import { prefixKey, tables } from './keys.ts';
import type {
  Machine,
  MachineHop,
  MachineLink,
  MachineRoute,
  MachineRule,
  MachineTable,
  TableId,
} from './types.ts';

export interface Query {
  readonly to: Ipv4Address;
  readonly link: MachineLink | undefined;
  /** The narrowest scope that a route may have. */
  readonly scope: number;
}

export type Answer =
  | { readonly kind: 'route'; readonly route: MachineRoute; readonly hop: MachineHop }
  | { readonly kind: 'none' }
  | { readonly kind: 'reject' }
  | { readonly kind: 'unknown' };

const none: Answer = { kind: 'none' };
const reject: Answer = { kind: 'reject' };
const unknown: Answer = { kind: 'unknown' };
const rejects: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit']);

/** Asks the tables in the order of the policy rules. */
export function lookup4(machine: Machine, query: Query): Answer {
  if (!machine.customRules[4]) return lookupDefault(machine, query);
  const { list, known } = machine.rules[4];
  if (!known) return unknown;
  for (let i = 0; i < list.length; i += 1) {
    const rule = list[i];
    if (rule === undefined || !rule.sure) return unknown;
    const fits = matches(machine, rule, query);
    if (fits === undefined) return unknown;
    if (!fits || rule.action === 'nop') continue;
    if (rule.action === 'goto') {
      const target = list.findIndex(({ priority }) => priority === rule.target);
      if (target < 0) continue;
      i = target - 1;
      continue;
    }
    if (rule.action !== 'lookup') return reject;
    const answer = lookupTable4(machine, rule.table === 0 ? tables.main : rule.table, query);
    if (answer.kind === 'none' || isSuppressed(rule, answer)) continue;
    const isOf = answer.kind === 'route' && isOfGroup(rule, answer.hop.link);
    if (isOf === undefined) return unknown;
    if (!isOf) return answer;
  }
  return none;
}

function lookupDefault(machine: Machine, query: Query): Answer {
  const answer = lookupTable4(machine, tables.local, query);
  return answer.kind === 'none' ? lookupTable4(machine, tables.default, query) : answer;
}

function isSuppressed(rule: MachineRule, answer: Answer): boolean {
  return answer.kind === 'route' && answer.route.destination.length <= rule.suppressPrefixLength;
}

/** fib_rule_match(), net/core/fib_rules.c: the source is 0.0.0.0, the mark 0, the input link the loopback. */
function matches(machine: Machine, rule: MachineRule, { to, link }: Query): boolean | undefined {
  const others = matchesOthers(machine, rule);
  if (others === undefined) return undefined;
  const isAsked =
    others &&
    (rule.iif === undefined || rule.iif === 'lo') &&
    (rule.oif === undefined || rule.oif === link?.name) &&
    rule.mark === 0 &&
    (rule.from === undefined || rule.from.length === 0 || prefixContains(rule.from, zero)) &&
    (rule.to === undefined || prefixContains(rule.to, to)) &&
    rule.tos === 0;
  return isAsked !== rule.not;
}

/** The lookup has neither protocol nor ports, and the user is root. Undefined for what cannot be known. */
export function matchesOthers(machine: Machine, { others }: MachineRule): boolean | undefined {
  if (others.has('l3mdev')) return mayHaveVrf(machine) ? undefined : false;
  const uids = others.get('uidrange');
  if (uids !== undefined && Number.parseInt(uids, 10) !== 0) return false;
  return !['ipproto', 'sport', 'dport', 'tun_id'].some((word) => others.has(word));
}

/** `suppress_ifgroup`: a route over a link of the group is passed over. Undefined for what cannot be known. */
export function isOfGroup(
  { others }: MachineRule,
  link: MachineLink | undefined,
): boolean | undefined {
  const group = others.get('suppress_ifgroup');
  if (group === undefined || link === undefined) return false;
  return link.group === undefined ? undefined : String(link.group) === group;
}

function mayHaveVrf({ links, linksKnown }: Machine): boolean {
  return !linksKnown || [...links.values()].some(({ kind }) => kind === 'vrf');
}

const zero: Ipv4Address = { family: 4, value: 0 };

/** Longest prefix first; routes of too wide a scope and dead ones are passed over. */
export function lookupTable4(machine: Machine, id: TableId, query: Query): Answer {
  const asked = tablesAs(machine, id);
  if (asked.length === 0) return machine.tablesKnown ? none : unknown;
  if (asked.some(({ known }) => !known)) return unknown;
  let isSure = true;
  for (let length = 32; length >= 0; length -= 1) {
    const key = prefixKey(networkOf({ address: query.to, length }));
    for (const table of asked) {
      for (const route of table.byPrefix.get(key) ?? []) {
        const answer = judge(machine, route, query);
        if (answer === undefined) continue;
        if (!route.sure) isSure = false;
        return isSure ? answer : unknown;
      }
    }
  }
  return isSure ? none : unknown;
}

/** Until a policy rule of one's own comes (fib_unmerge()), tables local and main are one trie: who asks one asks both. */
function tablesAs(machine: Machine, id: TableId): readonly MachineTable[] {
  const { 4: all } = machine.tables;
  const isShared = !machine.customRules[4] && (id === tables.local || id === tables.main);
  const ids = isShared ? [tables.local, tables.main] : [id];
  return ids.flatMap((each) => all.get(each) ?? []);
}

/** inet_addr_type(): an address of the machine itself. Undefined where that cannot be known. */
export function isLocal4(machine: Machine, address: Ipv4Address): boolean | undefined {
  const answer = lookupTable4(machine, tables.local, { to: address, link: undefined, scope: 0 });
  if (answer.kind === 'unknown') return undefined;
  return answer.kind === 'route' && answer.route.type === 'local';
}

function judge(machine: Machine, route: MachineRoute, query: Query): Answer | undefined {
  if (route.tos !== 0 || route.scope < query.scope) return undefined;
  if (route.type === 'throw') return none;
  if (rejects.has(route.type)) return reject;
  const object = route.nhid === undefined ? undefined : machine.nexthops.get(route.nhid);
  if (object?.blackhole === true) return reject;
  const hop = hopsOf(machine, route).find(
    (each) => !each.dead && (query.link === undefined || query.link === each.link),
  );
  return hop === undefined ? undefined : { kind: 'route', route, hop };
}

/** The nexthops of a route, those of its nexthop object included. */
export function hopsOf(machine: Machine, route: MachineRoute): readonly MachineHop[] {
  if (route.nhid === undefined) return route.hops;
  const object = machine.nexthops.get(route.nhid);
  if (object?.members === undefined) return object?.hop === undefined ? [] : [object.hop];
  return object.members.flatMap(({ id }) => machine.nexthops.get(id)?.hop ?? []);
}
