/**
 * The machines that the commands of one document act on: the host, and the network namespaces that the document makes itself.
 * A namespace that was made elsewhere is not followed.
 */
import { isUnknown } from '../../base/fact.ts';
import type { IpCommand } from '../../iproute/types.ts';
import type { CommandContext, ShellCommand } from '../../shell/types.ts';
import { argumentsOf, verbOf } from './read/parts.ts';
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

/** Links that a command has moved, or made, into another namespace. */
export function moveLinks(machines: Machines, asked: MachineCommand): void {
  if (asked.kind === 'link-set') {
    const { netns, name, dev } = asked.request;
    if (netns !== undefined) arrive(machines, { netns, name: name ?? dev }, asked.request);
  }
  if (asked.kind === 'link-add') {
    const { peerNetns: netns, peer } = asked.request;
    if (netns !== undefined) arrive(machines, { netns, name: peer }, asked.request);
  }
}

/** What the other end of a pair does is not seen from here, so that nothing is known of the carrier. */
function arrive({ byName }: Machines, to: Arrival, { sure, origin }: Asked): void {
  const machine = byName.get(to.netns);
  if (machine === undefined || to.name === undefined || machine.links.has(to.name)) return;
  addLink(machine, to.name, { sure, origin });
}

interface Arrival {
  readonly netns: string;
  readonly name: string | undefined;
}
