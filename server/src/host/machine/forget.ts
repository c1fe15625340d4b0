/** What is left of the knowledge after something happened that cannot be followed: entries may be gone, lists may hold more. */
import type { MachineCommand } from './read/command.ts';
import type { Family } from '../../net/address.ts';
import type { Machine, MachineTable } from './types.ts';

type Unknown = Extract<MachineCommand, { readonly kind: 'unknown' }>;

/** Always undefined, so that it can be the answer to a command. */
export function forget(machine: Machine, what: Omit<Unknown, 'kind'>): undefined {
  const { touches, family } = what;
  const everything = touches === 'everything';
  if (everything || touches === 'routes' || touches === 'links') forgetRoutes(machine, what);
  if (everything || touches === 'rules') forgetRules(machine, family);
  if (everything || touches === 'nexthops' || touches === 'links') forgetNexthops(machine);
  if (everything || touches === 'links' || touches === 'neighbours') forgetNeighbours(machine);
  if (everything || touches === 'links') forgetLinks(machine);
  return undefined;
}

function forgetRoutes(machine: Machine, { table, addsOnly = false }: Omit<Unknown, 'kind'>): void {
  if (table === undefined) machine.tablesKnown = false;
  for (const family of [4, 6] as const) {
    if (table !== undefined && !machine.tables[family].has(table)) {
      // Whether the table is there cannot be known any more.
      machine.tables[family].set(table, { id: table, family, byPrefix: new Map(), known: false });
    }
    for (const each of machine.tables[family].values())
      if (table === undefined || each.id === table) forgetTable(each, addsOnly);
  }
}

function forgetTable(table: MachineTable, addsOnly: boolean): void {
  table.known = false;
  if (addsOnly) return;
  for (const list of table.byPrefix.values()) for (const route of list) route.sure = false;
}

function forgetRules(machine: Machine, family: Family | undefined): void {
  for (const each of family === undefined ? ([4, 6] as const) : [family]) {
    machine.rules[each].known = false;
    machine.customRules[each] = true;
    for (const rule of machine.rules[each].list) rule.sure = false;
  }
}

function forgetNexthops(machine: Machine): void {
  machine.nexthopsKnown = false;
  for (const nexthop of machine.nexthops.values()) nexthop.sure = false;
}

function forgetNeighbours(machine: Machine): void {
  machine.neighboursKnown = false;
  for (const neighbour of machine.neighbours.values()) neighbour.sure = false;
}

function forgetLinks(machine: Machine): void {
  machine.linksKnown = false;
  machine.absentLinks.clear();
  for (const link of machine.links.values()) {
    link.sure = false;
    link.up = undefined;
    link.carrier = undefined;
    link.addressesKnown = false;
    for (const address of link.addresses) address.sure = false;
  }
}
