/** Nexthops on a link that die: fib_sync_down_dev(), net/ipv4/fib_semantics.c, v6.18. */
import { scopes } from './keys.ts';
import { blurUnplaced, dropRoute } from './state.ts';
import type { Machine, MachineLink, MachineRoute } from './types.ts';

/** The last address has gone: even local routes go, and what ARP knew. */
export function disable4(machine: Machine, link: MachineLink): void {
  blurUnplaced(machine, 4);
  syncDown(machine, link, { force: true, whole: false });
  for (const [key, neighbour] of machine.neighbours)
    if (neighbour.link === link && neighbour.address.family === 4) machine.neighbours.delete(key);
}

/** The last address may have gone. */
export function maybeDisable4(machine: Machine, link: MachineLink): void {
  blurUnplaced(machine, 4);
  for (const route of link.routes) if (route.family === 4) route.sure = false;
}

interface How {
  readonly force: boolean;
  readonly whole: boolean;
}

/** A route whose nexthops are all dead goes. */
export function syncDown(machine: Machine, link: MachineLink, how: How): void {
  for (const route of link.routes) {
    if (route.family === 4 && isAllDead(route, link, how)) dropRoute(machine, route);
  }
}

function isAllDead(route: MachineRoute, link: MachineLink, { force, whole }: How): boolean {
  let dead = 0;
  for (const hop of route.hops) {
    if (!hop.dead && hop.link === link && (force || hop.scope !== scopes.nowhere)) {
      hop.dead = true;
      hop.linkdown = true;
    }
    if (hop.dead) dead += 1;
  }
  return whole || dead === route.hops.length;
}
