/** `ip link add`, `set` and `del`: rtnl_newlink(), do_setlink() and rtnl_dellink(), net/core/rtnetlink.c, v6.18. */
import { bridgeCarrier } from './carrier.ts';
import { restartDetection } from './linkEvents6.ts';
import {
  addPair,
  announce,
  forgetResolved,
  moveAway,
  readdress,
  removeLink,
  rename,
  setDown,
  setMaster,
  setUp,
} from './links.ts';
import type { LinkAddRequest, LinkNamesRequest, LinkSetRequest } from './read/command.ts';
import { addLink, findLink, linkNamed } from './state.ts';
import type { Machine, MachineLink, MachineRefusal } from './types.ts';
import { errno, extack, noDevice, notThere } from './words.ts';

/** Makes a link; a veth comes with its other end. */
export function addLinkCommand(
  machine: Machine,
  request: LinkAddRequest,
): MachineRefusal | undefined {
  const { name, kind, lower, sure, origin } = request;
  const noMaster = missingMaster(machine, request);
  if (noMaster !== undefined) return noMaster;
  const below = lower === undefined ? undefined : findLink(machine, lower);
  if (lower !== undefined && below === undefined) return noDevice(lower);
  if (request.netns !== undefined) return addElsewhere(machine, request);
  const taken = linkNamed(machine, name);
  if (taken !== undefined) return exists(taken);
  const far = farEnd(machine, request);
  const takenPeer = far === undefined ? undefined : linkNamed(machine, far);
  if (takenPeer !== undefined) return exists(takenPeer);
  const link =
    far === undefined
      ? addLink(machine, name, { kind, sure, origin })
      : addPair(machine, [name, far], { sure, origin });
  link.mtu = request.mtu;
  if (below !== undefined) {
    link.lower = below;
    below.uppers.add(link);
    link.carrier = false;
  }
  return change(machine, link, { master: request.master, up: request.up });
}

/** Into another network namespace: of a veth pair, the other end stays here (veth_newlink(), drivers/net/veth.c). */
function addElsewhere(machine: Machine, request: LinkAddRequest): MachineRefusal | undefined {
  const { sure, origin } = request;
  const far = farEnd(machine, request);
  const taken = far === undefined ? undefined : linkNamed(machine, far);
  if (taken !== undefined) return exists(taken);
  if (far !== undefined) addLink(machine, far, { kind: 'veth', sure, origin }).carrier = undefined;
  return undefined;
}

/** `ip` looks for the master as it reads the word, and for the link itself at the end. */
function missingMaster(
  machine: Machine,
  { master }: Pick<LinkSetRequest, 'master'>,
): MachineRefusal | undefined {
  if (typeof master !== 'string') return undefined;
  return findLink(machine, master) === undefined ? notThere(master) : undefined;
}

/** The name of the other end of a veth pair that stays on this machine. */
function farEnd(
  machine: Machine,
  { kind, peer, peerNetns, name }: LinkAddRequest,
): string | undefined {
  if (kind !== 'veth' || peerNetns !== undefined) return undefined;
  return peer ?? freeName(machine, 'veth', name);
}

function exists(link: MachineLink): MachineRefusal | undefined {
  if (!link.sure || (link.origin === undefined && link.kind === undefined)) return undefined;
  return errno('link-exists', 'EEXIST', { subject: link.name, cause: link.origin });
}

/** dev_alloc_name() with `veth%d`. */
function freeName(machine: Machine, stem: string, own: string): string | undefined {
  if (!machine.linksKnown) return undefined;
  let number = 0;
  while (linkNamed(machine, `${stem}${number}`) !== undefined || own === `${stem}${number}`)
    number += 1;
  return `${stem}${number}`;
}

/** Changes a link, step by step in the kernel's order: name, master, flags. */
export function setLinkCommand(
  machine: Machine,
  request: LinkSetRequest,
): MachineRefusal | undefined {
  const { dev, name } = request;
  const noMaster = missingMaster(machine, request);
  if (noMaster !== undefined) return noMaster;
  const link = findLink(machine, dev);
  if (link === undefined) return noDevice(dev);
  if (request.netns !== undefined) {
    if (link.kind === 'loopback' || link.kind === 'bridge')
      return extack('request-invalid', 'The interface netns is immutable');
    if (request.sure) moveAway(machine, link);
    return undefined;
  }
  if (request.readdressed) readdress(machine, link);
  if (request.group !== undefined)
    link.group = Number.isNaN(request.group) ? undefined : request.group;
  if (request.mtu !== undefined) setMtu(link, request.mtu);
  if (name !== undefined && name !== link.name) {
    const taken = linkNamed(machine, name);
    if (taken !== undefined) {
      const refusal = exists(taken);
      if (refusal !== undefined) return refusal;
    } else rename(machine, link, name);
  }
  changeFlags(machine, link, request);
  return change(machine, link, request);
}

/** __dev_notify_flags() and netdev_state_change(). */
function changeFlags(
  machine: Machine,
  link: MachineLink,
  { arp, multicast, isAnnounced }: LinkSetRequest,
): void {
  const isArpNew = arp !== undefined && arp !== link.arp;
  const isMulticastNew = multicast !== undefined && multicast !== link.multicast;
  link.arp = arp ?? link.arp;
  link.multicast = multicast ?? link.multicast;
  if (isArpNew && link.up !== false) {
    forgetResolved(machine, link);
    restartDetection(machine, link);
  }
  if (isAnnounced || isMulticastNew) announce(machine, link);
}

/** Below IPV6_MIN_MTU the kernel takes IPv6 off the link (addrconf_notify()); what it has left is not followed. */
function setMtu(link: MachineLink, mtu: number): void {
  link.mtu = mtu;
  if (mtu >= 1280) return;
  link.addressesKnown = false;
  for (const address of link.addresses) if (address.family === 6) address.sure = false;
  for (const route of link.routes) if (route.family === 6) route.sure = false;
}

/** Kinds of links that take no ports (no ndo_add_slave). */
const withoutPorts: ReadonlySet<string> = new Set([
  'veth',
  'ifb',
  'dummy',
  'loopback',
  'vlan',
  'macvlan',
]);

function change(
  machine: Machine,
  link: MachineLink,
  { master, up }: Pick<LinkSetRequest, 'master' | 'up'>,
): MachineRefusal | undefined {
  if (master !== undefined) {
    const refusal = changeMaster(machine, link, master);
    if (refusal !== undefined) return refusal;
  }
  if (up === true) setUp(machine, link);
  else if (up === false) setDown(machine, link);
  return undefined;
}

function changeMaster(
  machine: Machine,
  link: MachineLink,
  name: string | null,
): MachineRefusal | undefined {
  if (name === null) {
    setMaster(machine, link, undefined);
    return undefined;
  }
  const master = findLink(machine, name);
  if (master === undefined) return undefined;
  if (master.kind === 'bridge' && link.kind === 'bridge')
    return extack('request-invalid', 'Can not enslave a bridge to a bridge');
  if (master.kind === 'bridge' && link.kind === 'loopback')
    return errno('request-invalid', 'EINVAL');
  if (withoutPorts.has(master.kind ?? '')) return errno('request-invalid', 'EOPNOTSUPP');
  setMaster(machine, link, master);
  if (master.kind === 'bridge' && master.up === true) master.carrier = bridgeCarrier(master);
  return undefined;
}

/** Removes a link with all that hangs on it. */
export function deleteLinkCommand(
  machine: Machine,
  dev: string,
  sure: boolean,
): MachineRefusal | undefined {
  const link = findLink(machine, dev);
  if (link === undefined) return noDevice(dev);
  if (link.kind === 'loopback') return errno('request-invalid', 'EOPNOTSUPP');
  if (sure) removeLink(machine, link);
  else link.sure = false;
  return undefined;
}

/** rtnl_linkprop(): names are given or taken one by one. */
export function nameLink(machine: Machine, request: LinkNamesRequest): MachineRefusal | undefined {
  const { verb, dev, names } = request;
  const link = findLink(machine, dev);
  if (link === undefined) return noDevice(dev);
  for (const name of names) {
    const owner = linkNamed(machine, name);
    if (verb === 'name') {
      if (owner === undefined) machine.otherNames.set(name, link);
      else {
        const refusal = exists(owner);
        if (refusal !== undefined) return refusal;
      }
    } else if (owner === undefined) {
      if (machine.linksKnown) return errno('link-missing', 'ENOENT', { subject: name });
    } else if (owner !== link || link.name === name) return errno('request-invalid', 'EINVAL');
    else machine.otherNames.delete(name);
  }
  return undefined;
}
