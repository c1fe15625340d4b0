/** `ip neigh`: neigh_add() and neigh_delete(), net/core/neighbour.c, v6.18. */
import type { Address, Family } from '../../net/address.ts';
import { prefixContains, type Prefix } from '../../net/prefix.ts';
import { tables } from './keys.ts';
import { neighbourKey } from './neighbourKey.ts';
import type { Asked } from './requests.ts';
import { findLink, note } from './state.ts';
import type { Machine, MachineLink, MachineNeighbour, MachineRefusal } from './types.ts';
import { errno, extack, noDevice } from './words.ts';

export interface NeighbourRequest extends Asked {
  readonly verb: 'add' | 'replace' | 'change' | 'del';
  readonly address: Address;
  readonly lladdr: string | undefined;
  readonly state: string;
  readonly proxy: boolean;
}

/** States that hold no hardware address (not NUD_VALID). */
const unresolved: ReadonlySet<string> = new Set(['none', 'failed']);

/** Carries out one command, or tells why the kernel does not. */
export function neighbour(
  machine: Machine,
  link: MachineLink,
  request: NeighbourRequest,
): MachineRefusal | undefined {
  const { verb, address, proxy, sure } = request;
  const found = machine.neighbours.get(neighbourKey({ address, link, proxy }));
  if (verb === 'del') return found === undefined ? missing(machine) : remove(machine, found, sure);
  if (found === undefined && verb === 'change' && !proxy) return missing(machine);
  if (found !== undefined && verb === 'add' && !proxy) {
    if (!found.sure) return undefined;
    return errno('neighbour-exists', 'EEXIST', { cause: found.origin });
  }
  return proxy ? put(machine, madeOf(link, request)) : update(machine, link, { request, found });
}

function madeOf(link: MachineLink, request: NeighbourRequest): MachineNeighbour {
  const { address, lladdr, state, proxy, sure, origin } = request;
  return { address, link, lladdr, state, proxy, sure, origin };
}

interface Update {
  readonly request: NeighbourRequest;
  readonly found: MachineNeighbour | undefined;
}

/** __neigh_update(): the hardware address stays where none is written; a new entry is there even if it is refused. */
function update(
  machine: Machine,
  link: MachineLink,
  { request, found }: Update,
): MachineRefusal | undefined {
  const made = madeOf(link, request);
  if (unresolved.has(made.state)) return put(machine, { ...made, lladdr: undefined });
  if (made.lladdr !== undefined) return put(machine, made);
  const isResolved = found !== undefined && !unresolved.has(found.state);
  if (isResolved || isConstant(machine, link, made))
    return put(machine, { ...made, lladdr: found?.lladdr });
  if (found?.sure === false || (found === undefined && !machine.neighboursKnown))
    return put(machine, made);
  if (found === undefined) put(machine, { ...made, state: 'none' });
  return extack('request-invalid', 'No link layer address given');
}

/**
 * arp_constructor(): where nothing resolves addresses, an entry is that of the link itself, and as long as there is no table
 * `local`, each address counts as a broadcast one.
 */
function isConstant(machine: Machine, link: MachineLink, { address }: MachineNeighbour): boolean {
  return link.arp !== true || (address.family === 4 && !machine.tables[4].has(tables.local));
}

function put(machine: Machine, made: MachineNeighbour): undefined {
  machine.neighbours.set(neighbourKey(made), made);
  note(machine, { kind: 'neighbour', gone: false, neighbour: made });
  return undefined;
}

function missing(machine: Machine): MachineRefusal | undefined {
  return machine.neighboursKnown ? errno('neighbour-missing', 'ENOENT') : undefined;
}

function remove(machine: Machine, found: MachineNeighbour, sure: boolean): undefined {
  if (!sure) found.sure = false;
  else {
    machine.neighbours.delete(neighbourKey(found));
    note(machine, { kind: 'neighbour', gone: true, neighbour: found });
  }
  return undefined;
}

/** `ip neigh flush`; absent selectors match everything. */
export interface NeighbourFlush {
  readonly dev: string | undefined;
  readonly family: Family | undefined;
  readonly within: Prefix | undefined;
  /** Undefined: all but `permanent` and `noarp`; `all`: all but `noarp`. */
  readonly state: string | undefined;
}

/** do_show_or_flush(), iproute2 ip/ipneigh.c. */
export function flushNeighbours(
  machine: Machine,
  { dev, family, within, state }: NeighbourFlush,
): MachineRefusal | undefined {
  const link = dev === undefined ? undefined : findLink(machine, dev);
  if (dev !== undefined && link === undefined) return noDevice(dev);
  for (const each of machine.neighbours.values()) {
    const isOfState =
      state === undefined
        ? each.state !== 'permanent' && each.state !== 'noarp'
        : (state === 'all' && each.state !== 'noarp') || state === each.state;
    const isMeant =
      !each.proxy &&
      isOfState &&
      (link === undefined || each.link === link) &&
      (family === undefined || each.address.family === family) &&
      (within === undefined ||
        (within.address.family === each.address.family && prefixContains(within, each.address)));
    if (isMeant) remove(machine, each, true);
  }
  return undefined;
}
