/**
 * What happens to IPv4 when a link changes: fib_netdev_event() and fib_sync_down_dev(), net/ipv4/fib_frontend.c and
 * fib_semantics.c, v6.18. A nexthop on a link that goes down is dead, and a route whose nexthops are all dead goes.
 */
import { addRoutesOf, forgetAddress4, loopbackAddress } from './address4.ts';
import { scopes } from './keys.ts';
import { syncDown } from './sync4.ts';
import { blurUnplaced } from './state.ts';
import type { Machine, MachineLink } from './types.ts';

/** The addresses bring their routes again; nexthops of multipath routes live again. */
export function linkUp4(machine: Machine, link: MachineLink): void {
  if (link.kind === 'loopback') loopbackAddress(machine, link);
  for (const address of link.addresses)
    if (address.family === 4) addRoutesOf(machine, link, address);
  revive4(machine, link, true);
}

/** fib_sync_up(). */
export function revive4(machine: Machine, link: MachineLink, fromDead: boolean): void {
  void machine;
  const clearsLinkdown = !fromDead || link.carrier !== false;
  for (const route of link.routes) {
    if (route.family !== 4) continue;
    for (const hop of route.hops) {
      if (hop.link !== link) continue;
      if (fromDead) hop.dead = false;
      if (clearsLinkdown) hop.linkdown = false;
    }
  }
}

export function deadLink4(machine: Machine, link: MachineLink): void {
  blurUnplaced(machine, 4);
  syncDown(machine, link, { force: false, whole: false });
}

export function carrierLost4(machine: Machine, link: MachineLink): void {
  void machine;
  for (const route of link.routes) {
    if (route.family !== 4) continue;
    for (const hop of route.hops)
      if (hop.link === link && hop.scope !== scopes.nowhere) hop.linkdown = true;
  }
}

/** The link is unregistered: a multipath route that has a nexthop on it goes as a whole. */
export function leaveLink4(machine: Machine, link: MachineLink): void {
  for (const address of link.addresses.filter(({ family }) => family === 4))
    forgetAddress4(machine, link, address);
  syncDown(machine, link, { force: true, whole: true });
}
