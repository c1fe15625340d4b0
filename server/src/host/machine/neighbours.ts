/** `ip neigh`: neigh_add() and neigh_delete(), net/core/neighbour.c, v6.18. */
import type { Address } from '../../net/address.ts';
import { neighbourKey } from './neighbourKey.ts';
import type { Asked } from './requests.ts';
import { note } from './state.ts';
import type { Machine, MachineLink, MachineNeighbour, MachineRefusal } from './types.ts';
import { errno } from './words.ts';

export interface NeighbourRequest extends Asked {
  readonly verb: 'add' | 'replace' | 'change' | 'del';
  readonly address: Address;
  readonly lladdr: string | undefined;
  readonly state: string;
  readonly proxy: boolean;
}

/** Carries out one command, or tells why the kernel does not. */
export function neighbour(
  machine: Machine,
  link: MachineLink,
  request: NeighbourRequest,
): MachineRefusal | undefined {
  const { verb, address, proxy, lladdr, state, sure, origin } = request;
  const key = neighbourKey({ address, link, proxy });
  const found = machine.neighbours.get(key);
  if (verb === 'del') return found === undefined ? missing(machine) : remove(machine, found, sure);
  if (found === undefined && verb === 'change' && !proxy) return missing(machine);
  if (found !== undefined && verb === 'add' && !proxy) {
    if (!found.sure) return undefined;
    return errno('neighbour-exists', 'EEXIST', { cause: found.origin });
  }
  const made: MachineNeighbour = { address, link, lladdr, state, proxy, sure, origin };
  machine.neighbours.set(key, made);
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
