/**
 * A machine with the same contents that shares nothing with the first but what never changes: each document of a host is
 * replayed on a machine of its own, and making it anew from netplan would cost as much as the replay for each of them.
 */
import type { Family } from '../../net/address.ts';
import type {
  Machine,
  MachineHop,
  MachineLink,
  MachineNexthop,
  MachineRoute,
  MachineTable,
  RuleList,
  TableId,
} from './types.ts';

/** Links and routes name each other, so each is copied when it is first met; a link is filled later: chains may be long. */
interface Copying {
  readonly unfilled: MachineLink[];
  readonly links: Map<MachineLink, MachineLink>;
  readonly routes: Map<MachineRoute, MachineRoute>;
  readonly siblings: Map<MachineRoute[], MachineRoute[]>;
}

export function copyMachine(machine: Machine): Machine {
  const copying: Copying = {
    unfilled: [],
    links: new Map(),
    routes: new Map(),
    siblings: new Map(),
  };
  const { tables, rules, customRules } = machine;
  const copy: Machine = {
    ...machine,
    links: copyMap(machine.links, (link) => copyLink(copying, link)),
    otherNames: copyMap(machine.otherNames, (link) => copyLink(copying, link)),
    absentLinks: new Set(machine.absentLinks),
    tables: { 4: copyTables(copying, tables[4]), 6: copyTables(copying, tables[6]) },
    rules: copyRules(rules),
    customRules: { ...customRules },
    nexthops: copyMap(machine.nexthops, (nexthop) => copyNexthop(copying, nexthop)),
    neighbours: copyMap(machine.neighbours, (one) => ({
      ...one,
      link: copyLink(copying, one.link),
    })),
    sourced: copyRoutes(copying, machine.sourced),
    changes: undefined,
  };
  for (let link = copying.unfilled.pop(); link !== undefined; link = copying.unfilled.pop())
    fillLink(copying, link);
  return copy;
}

function copyMap<K, V>(map: ReadonlyMap<K, V>, copy: (value: V) => V): Map<K, V> {
  const copied = new Map<K, V>();
  for (const [key, value] of map) copied.set(key, copy(value));
  return copied;
}

function copyRules(rules: Machine['rules']): Machine['rules'] {
  const copy = ({ list, known }: RuleList): RuleList => ({
    list: list.map((rule) => ({ ...rule })),
    known,
  });
  return { 4: copy(rules[4]), 6: copy(rules[6]) };
}

function copyTables(
  copying: Copying,
  tables: ReadonlyMap<TableId, MachineTable>,
): Machine['tables'][Family] {
  return copyMap(tables, (table) => ({
    ...table,
    byPrefix: copyMap(table.byPrefix, (list) => list.map((route) => copyRoute(copying, route))),
  }));
}

function copyLink(copying: Copying, link: MachineLink): MachineLink {
  const there = copying.links.get(link);
  if (there !== undefined) return there;
  const copy: MachineLink = {
    ...link,
    ports: new Set(),
    uppers: new Set(),
    routes: new Set(),
    addresses: link.addresses.map((address) => ({ ...address })),
  };
  copying.links.set(link, copy);
  copying.unfilled.push(link);
  return copy;
}

function fillLink(copying: Copying, link: MachineLink): void {
  const copy = copyLink(copying, link);
  const other = (one: MachineLink | undefined): MachineLink | undefined =>
    one === undefined ? undefined : copyLink(copying, one);
  copy.master = other(link.master);
  copy.peer = other(link.peer);
  copy.lower = other(link.lower);
  for (const port of link.ports) copy.ports.add(copyLink(copying, port));
  for (const upper of link.uppers) copy.uppers.add(copyLink(copying, upper));
  for (const route of link.routes) copy.routes.add(copyRoute(copying, route));
}

function copyRoute(copying: Copying, route: MachineRoute): MachineRoute {
  const there = copying.routes.get(route);
  if (there !== undefined) return there;
  const hops: MachineHop[] = [];
  const copy: MachineRoute = { ...route, hops, siblings: undefined };
  copying.routes.set(route, copy);
  for (const hop of route.hops) hops.push(copyHop(copying, hop));
  copy.siblings = copySiblings(copying, route.siblings);
  return copy;
}

function copyHop(copying: Copying, hop: MachineHop): MachineHop {
  return { ...hop, link: hop.link === undefined ? undefined : copyLink(copying, hop.link) };
}

/** The entries of one multipath route share one list. */
function copySiblings(
  copying: Copying,
  siblings: MachineRoute[] | undefined,
): MachineRoute[] | undefined {
  if (siblings === undefined) return undefined;
  const there = copying.siblings.get(siblings);
  if (there !== undefined) return there;
  const copy: MachineRoute[] = [];
  copying.siblings.set(siblings, copy);
  for (const route of siblings) copy.push(copyRoute(copying, route));
  return copy;
}

function copyRoutes(copying: Copying, routes: ReadonlySet<MachineRoute>): Set<MachineRoute> {
  const copied = new Set<MachineRoute>();
  for (const route of routes) copied.add(copyRoute(copying, route));
  return copied;
}

function copyNexthop(copying: Copying, nexthop: MachineNexthop): MachineNexthop {
  return {
    ...nexthop,
    hop: nexthop.hop === undefined ? undefined : copyHop(copying, nexthop.hop),
    routes: copyRoutes(copying, nexthop.routes),
    groups: new Set(nexthop.groups),
  };
}
