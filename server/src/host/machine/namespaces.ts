/**
 * The machines that the commands of one document act on: the host, and the network namespaces that the document makes itself.
 * A namespace that was made elsewhere is not followed.
 */
import { isUnknown } from '../../base/fact.ts';
import type { IpCommand } from '../../iproute/types.ts';
import type { CommandContext, ShellCommand } from '../../shell/types.ts';
import { argumentsOf, verbOf } from './read/parts.ts';
import { forget } from './forget.ts';
import type { MachineCommand } from './read/command.ts';
import type { Asked } from './requests.ts';
import { addLink, freshMachine } from './state.ts';
import type { Machine } from './types.ts';

export interface Machines {
  readonly host: Machine;
  readonly byName: Map<string, Machine>;
}

/** The machine that a command acts on, or undefined where it is not followed. */
export function machineOf(machines: Machines, { netns }: CommandContext): Machine | undefined {
  if (netns === undefined) return machines.host;
  return isUnknown(netns) ? undefined : machines.byName.get(netns);
}

/** `ip netns add NAME` and `del NAME`. */
export function applyNetns(
  machines: Machines,
  command: IpCommand,
  { shell, sure }: { readonly shell: ShellCommand; readonly sure: boolean },
): void {
  if (command.object !== 'other' || command.objectName !== 'netns') return;
  const verb = verbOf(shell) ?? '';
  const name = argumentsOf(shell)[0]?.value;
  if (typeof name !== 'string') return;
  if (verb !== '' && 'add'.startsWith(verb) && sure) machines.byName.set(name, freshMachine());
  else if (verb !== '' && 'delete'.startsWith(verb)) machines.byName.delete(name);
}

/** Links that a command of `from` has moved, or made, into another namespace. */
export function moveLinks(machines: Machines, from: Machine, asked: MachineCommand): void {
  if (asked.kind === 'unknown' && asked.touches === 'links') forgetOthers(machines, from);
  if (asked.kind === 'link-set') {
    const { netns, name, dev } = asked.request;
    arrive(machines, from, { ...asked.request, netns, name: name ?? dev });
  }
  if (asked.kind === 'link-add') {
    const { netns, name, peerNetns, peer } = asked.request;
    arrive(machines, from, { ...asked.request, netns, name });
    arrive(machines, from, { ...asked.request, netns: peerNetns, name: peer });
  }
}

interface Arrival extends Asked {
  readonly netns: string | undefined;
  readonly name: string | undefined;
}

/** What the other end of a pair does is not seen from here, so that nothing is known of the carrier. */
function arrive(machines: Machines, from: Machine, { netns, name, sure, origin }: Arrival): void {
  if (netns === undefined) return;
  // The namespace of a process, or one by its file, may be any of them.
  if (!/^[^/\d][^/]*$/.test(netns)) return forgetOthers(machines, from);
  const machine = machines.byName.get(netns);
  if (machine === undefined) return;
  if (name === undefined) forget(machine, { touches: 'links' });
  else if (!machine.links.has(name)) addLink(machine, name, { sure, origin });
}

/** Links may have come to any of the other machines. */
function forgetOthers({ host, byName }: Machines, from: Machine): void {
  for (const machine of [host, ...byName.values()])
    if (machine !== from) forget(machine, { touches: 'links' });
}
