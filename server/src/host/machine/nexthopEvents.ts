/** Nexthop objects that go: remove_nexthop() and nexthop_flush_dev(), net/ipv4/nexthop.c, v6.18. Their routes go with them. */
import { dropRoute, note } from './state.ts';
import type { Machine, MachineLink, MachineNexthop } from './types.ts';

/** The link went down, lost its carrier or was removed. */
export function flushNexthopsOf(machine: Machine, link: MachineLink): void {
  if (machine.nexthops.size === 0) return;
  for (const nexthop of machine.nexthops.values())
    if (nexthop.hop?.link === link && !nexthop.blackhole) removeNexthop(machine, nexthop);
}

/** Out of its groups, an emptied group goes too. */
export function removeNexthop(machine: Machine, nexthop: MachineNexthop): void {
  if (machine.nexthops.get(nexthop.id) !== nexthop) return;
  for (const route of nexthop.routes) dropRoute(machine, route);
  machine.nexthops.delete(nexthop.id);
  note(machine, { kind: 'nexthop', gone: true, nexthop });
  for (const { id } of nexthop.members ?? []) machine.nexthops.get(id)?.groups.delete(nexthop.id);
  for (const id of nexthop.groups) {
    const group = machine.nexthops.get(id);
    if (group?.members === undefined) continue;
    group.members = group.members.filter((member) => member.id !== nexthop.id);
    if (group.members.length === 0) removeNexthop(machine, group);
  }
}
