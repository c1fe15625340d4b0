/** Makes machines, and the small steps that all commands are made of. */
import type { Family } from '../../net/address.ts';
import { networkOf } from '../../net/prefix.ts';
import { carrierOf } from './carrier.ts';
import { prefixKey, tables } from './keys.ts';
import type {
  Machine,
  MachineChange,
  MachineLink,
  MachineRoute,
  MachineRule,
  MachineTable,
  RuleList,
  TableId,
} from './types.ts';

/** A new network namespace: the loopback link, which is down, and the kernel's own policy rules. */
export function freshMachine(): Machine {
  const machine = emptyMachine(true);
  addLink(machine, 'lo', { kind: 'loopback' });
  return machine;
}

/** A machine of which nothing is known but that it has a loopback link. */
export function unknownMachine(): Machine {
  const machine = emptyMachine(false);
  addLink(machine, 'lo', { kind: 'loopback', up: undefined, addressesKnown: false });
  return machine;
}

function emptyMachine(known: boolean): Machine {
  return {
    links: new Map(),
    otherNames: new Map(),
    linksKnown: known,
    absentLinks: new Set(),
    tables: { 4: new Map(), 6: new Map() },
    tablesKnown: known,
    rules: { 4: defaultRules(4, known), 6: defaultRules(6, known) },
    customRules: { 4: !known, 6: !known },
    nexthops: new Map(),
    nexthopsKnown: known,
    listsNexthops: true,
    neighbours: new Map(),
    neighboursKnown: known,
    sourced: new Set(),
    nextLink: 1,
    changes: undefined,
  };
}

/** fib_default_rules_init(), net/ipv4/fib_rules.c, and fib6_rules_net_init(), net/ipv6/fib6_rules.c. */
function defaultRules(family: Family, known: boolean): RuleList {
  const own = (priority: number, table: TableId): MachineRule => ({
    ...emptyRule(family),
    priority,
    table,
    protocol: 'kernel',
    sure: known,
  });
  const list = [own(0, tables.local), own(32_766, tables.main)];
  if (family === 4) list.push(own(32_767, tables.default));
  return { list, known };
}

/** A rule that matches everything. */
export function emptyRule(family: Family): MachineRule {
  return {
    family,
    priority: 0,
    not: false,
    from: undefined,
    to: undefined,
    iif: undefined,
    oif: undefined,
    mark: 0,
    mask: 0,
    tos: 0,
    table: tables.main,
    action: 'lookup',
    target: 0,
    suppressPrefixLength: -1,
    protocol: undefined,
    realms: 0,
    others: noTexts,
    sure: true,
    origin: undefined,
  };
}

const noTexts: ReadonlyMap<string, string> = new Map();

type NewLink = Partial<
  Pick<MachineLink, 'kind' | 'sure' | 'origin' | 'up' | 'addressesKnown' | 'mtu'>
>;

const withoutMulticast: ReadonlySet<string> = new Set(['ifb', 'loopback']);

/** Registers a link that is down. */
export function addLink(machine: Machine, name: string, more: NewLink = {}): MachineLink {
  const link: MachineLink = {
    id: machine.nextLink,
    name,
    kind: undefined,
    up: false,
    master: undefined,
    peer: undefined,
    lower: undefined,
    mtu: undefined,
    group: more.kind === undefined ? undefined : 0,
    arp: more.kind === undefined ? undefined : more.kind !== 'ifb',
    multicast: more.kind === undefined ? undefined : !withoutMulticast.has(more.kind),
    carrier: undefined,
    ports: new Set(),
    uppers: new Set(),
    addresses: [],
    addressesKnown: true,
    ready: false,
    routes: new Set(),
    sure: true,
    origin: undefined,
    ...more,
  };
  machine.nextLink += 1;
  machine.links.set(name, link);
  machine.absentLinks.delete(name);
  note(machine, { kind: 'link', gone: false, link });
  link.carrier = carrierOf(link);
  return link;
}

/**
 * The kernel's own routes of such a link are in the table of the VRF (l3mdev_fib_table(), net/l3mdev/l3mdev.c), which is not
 * followed. A master that nobody made here may be one.
 */
export function mayBeInVrf({ kind, master }: MachineLink): boolean {
  return kind === 'vrf' || (master !== undefined && (master.kind ?? 'vrf') === 'vrf');
}

export function note(machine: Machine, change: MachineChange): void {
  machine.changes?.push(change);
}

/** The table, if it is there: one that the commands made, or one that may hold what nobody knows. */
export function findTable(machine: Machine, family: Family, id: TableId): MachineTable | undefined {
  return machine.tables[family].get(id);
}

/** fib_new_table(): the first route makes the table; local comes with main while the two are one. */
export function takeTable(machine: Machine, family: Family, id: TableId): MachineTable {
  const found = machine.tables[family].get(id);
  if (found !== undefined) return found;
  const table: MachineTable = { id, family, byPrefix: new Map(), known: machine.tablesKnown };
  machine.tables[family].set(id, table);
  if (family === 4 && id === tables.local && !machine.customRules[4])
    takeTable(machine, 4, tables.main);
  return table;
}

/** Routes of one destination, in the kernel's order. */
export function routesTo(
  table: MachineTable,
  route: Pick<MachineRoute, 'destination'>,
): MachineRoute[] {
  return table.byPrefix.get(prefixKey(networkOf(route.destination))) ?? [];
}

/** Puts a route before the entry at `index` of its destination. */
export function placeRoute(machine: Machine, route: MachineRoute, index: number): void {
  const table = takeTable(machine, route.family, route.table);
  const key = prefixKey(route.destination);
  const list = table.byPrefix.get(key);
  if (list === undefined) table.byPrefix.set(key, [route]);
  else list.splice(index, 0, route);
  for (const { link } of route.hops) link?.routes.add(route);
  if (route.nhid !== undefined) machine.nexthops.get(route.nhid)?.routes.add(route);
  if (route.src !== undefined) machine.sourced.add(route);
  note(machine, { kind: 'route', gone: false, route });
}

/** Takes a route out of its table. */
export function dropRoute(machine: Machine, route: MachineRoute): void {
  const table = machine.tables[route.family].get(route.table);
  const key = prefixKey(route.destination);
  const list = table?.byPrefix.get(key);
  const index = list?.indexOf(route) ?? -1;
  if (table === undefined || list === undefined || index < 0) return;
  list.splice(index, 1);
  if (list.length === 0) table.byPrefix.delete(key);
  for (const { link } of route.hops) link?.routes.delete(route);
  if (route.nhid !== undefined) machine.nexthops.get(route.nhid)?.routes.delete(route);
  machine.sourced.delete(route);
  note(machine, { kind: 'route', gone: true, route });
}

/** All routes of a family, table by table. */
function* allRoutes(machine: Machine, family: Family): Generator<MachineRoute> {
  for (const table of machine.tables[family].values())
    for (const list of table.byPrefix.values()) yield* list;
}

/** A route whose link is not known may have gone with a link that went. */
export function blurUnplaced(machine: Machine, family: Family): void {
  if (machine.linksKnown && machine.tablesKnown) return;
  for (const route of allRoutes(machine, family))
    if (route.nhid !== undefined || route.hops.some(({ link }) => link === undefined))
      route.sure = false;
}

/**
 * A link that commands have made or used, by one of its names. `eth0:1` is eth0: where no link has the name, `ip` asks by
 * SIOCGIFINDEX (dev_ioctl(), net/core/dev_ioctl.c, cuts at the colon).
 */
export function linkNamed(machine: Machine, written: string): MachineLink | undefined {
  const [name = ''] = written.split(':', 1);
  return machine.links.get(name) ?? machine.otherNames.get(name);
}

/** A link by name. A link that nobody made may still exist: it is taken for granted once a command uses it. */
export function findLink(machine: Machine, written: string): MachineLink | undefined {
  const [name = ''] = written.split(':', 1);
  const found = linkNamed(machine, name);
  if (found !== undefined) return found;
  if (machine.linksKnown || machine.absentLinks.has(name)) return undefined;
  const link = addLink(machine, name, { up: undefined, addressesKnown: false });
  machine.changes?.pop();
  return link;
}
