/**
 * What happens to IPv6 when a link changes: addrconf_notify(), net/ipv6/addrconf.c, and fib6_ifdown(), net/ipv6/route.c,
 * v6.18. A link that goes down loses its addresses and routes; one that becomes ready gets a link-local address.
 */
import { addLocalRoute, bringPrefix6 } from './address6.ts';
import { removeSibling } from './siblings.ts';
import { hostPrefix, tables } from './keys.ts';
import { insertOwnRoute6, multicastRoute } from './ownRoutes6.ts';
import { blurUnplaced, dropRoute, note } from './state.ts';
import type { Machine, MachineLink, MachineRoute } from './types.ts';

const linkLocal = { address: { family: 6, words: [0xfe80_0000, 0, 0, 0] }, length: 64 } as const;

/** addrconf_permanent_addr(): addresses that were set before bring their routes now. */
export function linkUp6(machine: Machine, link: MachineLink): void {
  for (const address of link.addresses)
    if (address.family === 6) bringPrefix6(machine, link, address);
}

/** The link is up and has a carrier. */
export function linkReady6(machine: Machine, link: MachineLink): void {
  if (link.ready) {
    revive(link, false);
    return;
  }
  link.ready = true;
  if (link.kind === 'loopback') loopback(machine, link);
  else {
    multicastRoute(machine, link);
    // The address itself follows from the hardware address, which nobody knows.
    insertOwnRoute6(machine, {
      link,
      type: 'unicast',
      table: tables.main,
      destination: linkLocal,
      priority: 256,
      sure: true,
      origin: undefined,
    });
  }
  for (const address of link.addresses)
    if (address.family === 6) addLocalRoute(machine, link, address);
  revive(link, true);
}

/** addrconf_dad_run(): when ARP is switched, duplicates are looked for again, and then local routes are there again. */
export function restartDetection(machine: Machine, link: MachineLink): void {
  if (!link.ready) return;
  for (const address of link.addresses)
    if (address.family === 6) addLocalRoute(machine, link, address);
}

/** init_loopback(). */
function loopback(machine: Machine, link: MachineLink): void {
  const local = { family: 6, words: [0, 0, 0, 1] } as const;
  const found = link.addresses.some(
    ({ local: each }) => each.family === 6 && each.words[3] === 1 && each.words[0] === 0,
  );
  if (found) return;
  const address = {
    family: 6,
    local,
    prefix: hostPrefix(local),
    peer: undefined,
    broadcast: undefined,
    scope: 254,
    noPrefixRoute: false,
    priority: 0,
    secondary: false,
    label: undefined,
    hasLifetime: false,
    noDad: false,
    sure: true,
    origin: undefined,
  } as const;
  link.addresses.push(address);
  note(machine, { kind: 'address', gone: false, link, address });
}

/** rt6_sync_up(). */
function revive(link: MachineLink, fromDead: boolean): void {
  for (const route of link.routes) {
    if (route.family !== 6) continue;
    for (const hop of route.hops) {
      if (hop.link !== link) continue;
      if (fromDead) hop.dead = false;
      hop.linkdown = false;
    }
  }
}

export function carrierLost6(machine: Machine, link: MachineLink): void {
  void machine;
  for (const route of link.routes) {
    if (route.family !== 6 || route.type === 'local') continue;
    for (const hop of route.hops) if (hop.link === link) hop.linkdown = true;
  }
}

/** addrconf_ifdown() with NETDEV_DOWN. */
export function deadLink6(machine: Machine, link: MachineLink): void {
  blurUnplaced(machine, 6);
  link.ready = false;
  for (const address of link.addresses.filter(({ family }) => family === 6))
    note(machine, { kind: 'address', gone: true, link, address });
  link.addresses = link.addresses.filter(({ family }) => family !== 6);
  for (const route of link.routes) if (route.family === 6) die(machine, route, link);
}

function die(machine: Machine, route: MachineRoute, link: MachineLink): void {
  const { siblings } = route;
  if (siblings === undefined) return dropRoute(machine, route);
  for (const hop of route.hops) {
    if (hop.link !== link) continue;
    hop.dead = true;
    hop.linkdown = true;
  }
  if (!siblings.every(({ hops }) => hops[0]?.dead === true)) return;
  for (const each of siblings) {
    dropRoute(machine, each);
    each.siblings = undefined;
  }
}

/** NETDEV_UNREGISTER takes only the nexthops on the link. */
export function leaveLink6(machine: Machine, link: MachineLink): void {
  deadLink6(machine, link);
  for (const route of link.routes) if (route.family === 6) removeSibling(machine, route);
}
