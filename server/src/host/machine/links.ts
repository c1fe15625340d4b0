/** Links: made, removed, renamed, set up and down. Each step brings what the kernel's notifiers do with it. */
import type { Origin } from '../../base/fact.ts';
import { bridgeCarrier, carrierOf } from './carrier.ts';
import { deadLink4, leaveLink4, linkUp4, carrierLost4, revive4 } from './linkEvents4.ts';
import { carrierLost6, deadLink6, leaveLink6, linkReady6, linkUp6 } from './linkEvents6.ts';
import { forget } from './forget.ts';
import { flushNexthopsOf } from './nexthopEvents.ts';
import { addLink, mayBeInVrf, note } from './state.ts';
import type { Machine, MachineLink, MachineNeighbour } from './types.ts';

/** dev_open(). */
export function setUp(machine: Machine, link: MachineLink): void {
  if (link.up === true) return;
  link.up = true;
  note(machine, { kind: 'link-state', link, up: true });
  if (link.kind === 'bridge' && bridgeCarrier(link) === true) link.carrier = true;
  else link.carrier = carrierOf(link);
  linkUp4(machine, link);
  linkUp6(machine, link);
  if (link.carrier !== false) becomeReady(machine, link);
  spread(machine, link);
}

/** dev_close(). */
export function setDown(machine: Machine, link: MachineLink): void {
  if (link.up === false) return;
  link.up = false;
  note(machine, { kind: 'link-state', link, up: false });
  if (link.kind === 'bridge' && link.ports.size > 0) link.carrier = false;
  else link.carrier = carrierOf(link);
  deadLink4(machine, link);
  flushNexthopsOf(machine, link);
  deadLink6(machine, link);
  forgetNeighbours(machine, link);
  spread(machine, link);
}

/** neigh_ifdown(). */
function forgetNeighbours(machine: Machine, link: MachineLink): void {
  dropNeighbours(machine, link, () => true);
}

function dropNeighbours(
  { neighbours }: Machine,
  link: MachineLink,
  goes: (neighbour: MachineNeighbour) => boolean,
): void {
  for (const [key, neighbour] of neighbours)
    if (neighbour.link === link && goes(neighbour)) neighbours.delete(key);
}

/** neigh_changeaddr(): with another hardware address of the link, or without ARP, all are wrong. */
export function forgetResolved(machine: Machine, link: MachineLink): void {
  dropNeighbours(machine, link, ({ proxy }) => !proxy);
}

/** neigh_carrier_down(). */
function evict(machine: Machine, link: MachineLink): void {
  dropNeighbours(machine, link, ({ proxy, state }) => !proxy && state !== 'permanent');
}

/** NETDEV_CHANGE: where there is no carrier, what is not permanent goes (arp_netdev_event(), net/ipv4/arp.c). */
export function announce(machine: Machine, link: MachineLink): void {
  if (link.up === false || link.carrier === true) return;
  if (link.up === true && link.carrier === false) evict(machine, link);
  else blurResolved(machine, link);
}

/** The address of a bridge follows from those of its ports, which nobody knows. */
function blurResolved(machine: Machine, link: MachineLink): void {
  for (const neighbour of machine.neighbours.values())
    if (neighbour.link === link && !neighbour.proxy) neighbour.sure = false;
}

/** dev_set_mac_address(). A bridge without ports chooses the state of its carrier then, too (br_stp_change_bridge_id). */
export function readdress(machine: Machine, link: MachineLink): void {
  forgetResolved(machine, link);
  if (link.kind === 'bridge') refresh(machine, link, bridgeCarrier(link));
  if (link.master?.kind === 'bridge') blurResolved(machine, link.master);
}

/** Tells the links whose carrier follows that of this one. */
function spread(machine: Machine, link: MachineLink): void {
  const { peer, master } = link;
  if (peer !== undefined) refresh(machine, peer, carrierOf(peer));
  for (const upper of link.uppers) refresh(machine, upper, carrierOf(upper));
  if (master !== undefined && master.up !== false) refresh(machine, master, masterCarrier(master));
}

function masterCarrier(master: MachineLink): boolean | undefined {
  return master.kind === 'bridge' ? bridgeCarrier(master) : carrierOf(master);
}

/** linkwatch_event(): the kernel notices a little later. */
function refresh(machine: Machine, link: MachineLink, carrier: boolean | undefined): void {
  if (carrier === link.carrier) return;
  link.carrier = carrier;
  if (link.up !== false) {
    if (carrier === false) loseCarrier(machine, link);
    else {
      revive4(machine, link, false);
      becomeReady(machine, link);
    }
  }
  spread(machine, link);
}

function loseCarrier(machine: Machine, link: MachineLink): void {
  carrierLost4(machine, link);
  evict(machine, link);
  flushNexthopsOf(machine, link);
  carrierLost6(machine, link);
}

function becomeReady(machine: Machine, link: MachineLink): void {
  linkReady6(machine, link);
}

/** Puts a link under a master (a bridge, a VRF), or takes it out. */
export function setMaster(
  machine: Machine,
  link: MachineLink,
  master: MachineLink | undefined,
): void {
  const before = link.master;
  if (before === master) return;
  const wasInVrf = mayBeInVrf(link);
  before?.ports.delete(link);
  link.master = master;
  // Its routes change the table.
  if (wasInVrf || mayBeInVrf(link)) forget(machine, { touches: 'routes' });
  master?.ports.add(link);
  for (const each of [before, master]) {
    if (each?.kind !== 'bridge') continue;
    blurResolved(machine, each);
    refresh(machine, each, bridgeCarrier(each));
  }
}

export function rename(machine: Machine, link: MachineLink, name: string): void {
  const before = link.name;
  machine.links.delete(before);
  machine.absentLinks.add(before);
  machine.absentLinks.delete(name);
  link.name = name;
  machine.links.set(name, link);
  renameLabels(link, name);
  note(machine, { kind: 'link-name', link, before });
}

/** inetdev_changename(): what followed the old name stays; without it, the second address gets `:2`. */
function renameLabels(link: MachineLink, name: string): void {
  let named = 0;
  link.addresses = link.addresses.map((address) => {
    if (address.family !== 4) return address;
    named += 1;
    const { label = '' } = address;
    const after = label.includes(':') ? label.slice(label.indexOf(':')) : `:${named}`;
    return { ...address, label: named === 1 ? name : `${name}${after}` };
  });
}

/** Into another network namespace: this machine has it no more; the other end of a veth pair stays. */
export function moveAway(machine: Machine, link: MachineLink): void {
  const { peer } = link;
  // It is closed first (dev_change_net_namespace(), net/core/dev.c), so that the other end loses its carrier for a moment at least.
  setDown(machine, link);
  link.peer = undefined;
  if (peer !== undefined) {
    peer.peer = undefined;
    peer.carrier = undefined;
  }
  removeLink(machine, link);
}

/** unregister_netdevice(): with it go the other end of a veth pair and whatever sits on it. */
export function removeLink(machine: Machine, link: MachineLink): void {
  if (machine.links.get(link.name) !== link) return;
  for (const upper of link.uppers) removeLink(machine, upper);
  setDown(machine, link);
  for (const port of link.ports) setMaster(machine, port, undefined);
  setMaster(machine, link, undefined);
  forgetNeighbours(machine, link);
  leaveLink4(machine, link);
  leaveLink6(machine, link);
  flushNexthopsOf(machine, link);
  link.lower?.uppers.delete(link);
  machine.links.delete(link.name);
  machine.absentLinks.add(link.name);
  for (const [name, owner] of machine.otherNames)
    if (owner === link) {
      machine.otherNames.delete(name);
      machine.absentLinks.add(name);
    }
  note(machine, { kind: 'link', gone: true, link });
  const { peer } = link;
  link.peer = undefined;
  if (peer !== undefined) {
    peer.peer = undefined;
    removeLink(machine, peer);
  }
}

/** A veth pair: two links, each the other's end. */
export function addPair(
  machine: Machine,
  [first, second]: readonly [string, string],
  more: { readonly sure: boolean; readonly origin: Origin },
): MachineLink {
  const far = addLink(machine, second, { kind: 'veth', ...more });
  const near = addLink(machine, first, { kind: 'veth', ...more });
  near.peer = far;
  far.peer = near;
  near.carrier = false;
  far.carrier = false;
  return near;
}
