/** `ip link add`, `set` and `del`: rtnl_newlink(), do_setlink() and rtnl_dellink(), net/core/rtnetlink.c, v6.18. */
import { bridgeCarrier } from './carrier.ts';
import { addPair, moveAway, removeLink, rename, setDown, setMaster, setUp } from './links.ts';
import type { LinkAddRequest, LinkSetRequest } from './read/command.ts';
import { addLink, findLink } from './state.ts';
import type { Machine, MachineLink, MachineRefusal } from './types.ts';
import { errno, extack, noDevice, notThere } from './words.ts';

/** Makes a link; a veth comes with its other end. */
export function addLinkCommand(
  machine: Machine,
  request: LinkAddRequest,
): MachineRefusal | undefined {
  const { name, kind, lower, sure, origin } = request;
  const below = lower === undefined ? undefined : findLink(machine, lower);
  if (lower !== undefined && below === undefined) return noDevice(lower);
  if (request.netns !== undefined) return addElsewhere(machine, request);
  const taken = machine.links.get(name);
  if (taken !== undefined) return exists(taken);
  const far = farEnd(machine, request);
  const takenPeer = far === undefined ? undefined : machine.links.get(far);
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
  const taken = far === undefined ? undefined : machine.links.get(far);
  if (taken !== undefined) return exists(taken);
  if (far !== undefined) addLink(machine, far, { kind: 'veth', sure, origin }).carrier = undefined;
  return undefined;
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
  while (machine.links.has(`${stem}${number}`) || own === `${stem}${number}`) number += 1;
  return `${stem}${number}`;
}

/** Changes a link, step by step in the kernel's order: name, master, flags. */
export function setLinkCommand(
  machine: Machine,
  request: LinkSetRequest,
): MachineRefusal | undefined {
  const { dev, name } = request;
  const link = findLink(machine, dev);
  if (link === undefined) return noDevice(dev);
  if (request.netns !== undefined) {
    if (request.sure) moveAway(machine, link);
    return undefined;
  }
  if (request.mtu !== undefined) link.mtu = request.mtu;
  if (name !== undefined && name !== link.name) {
    const taken = machine.links.get(name);
    if (taken !== undefined) {
      const refusal = exists(taken);
      if (refusal !== undefined) return refusal;
    } else rename(machine, link, name);
  }
  return change(machine, link, request);
}

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
  if (master === undefined) return notThere(name);
  if (master.kind === 'bridge' && link.kind === 'bridge')
    return extack('request-invalid', 'Can not enslave a bridge to a bridge');
  if (master.kind === 'bridge' && link.kind === 'loopback')
    return errno('request-invalid', 'EINVAL');
  if (master.kind === 'veth') return errno('request-invalid', 'EOPNOTSUPP');
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
