/** One `ip` command as a request to the machine. */
import type { IpCommand } from '../../../iproute/types.ts';
import { readAddressCommand } from './address.ts';
import type { MachineCommand } from './command.ts';
import { readLinkCommand } from './link.ts';
import { readNeighbourCommand } from './neighbour.ts';
import { readNexthopCommand } from './nexthop.ts';
import type { Reading } from './reading.ts';
import { verbOf } from './parts.ts';
import { readRouteCommand } from './route.ts';
import { readRuleCommand } from './rule.ts';

const nothing: MachineCommand = { kind: 'none' };
const anything: MachineCommand = { kind: 'unknown', touches: 'everything' };

/** Objects of `ip` that change nothing of what the machine model holds. */
const harmless: ReadonlySet<string> = new Set([
  'addrlabel',
  'maddress',
  'ntable',
  'ntbl',
  'monitor',
  'xfrm',
  'netconf',
  'tcpmetrics',
  'tcp_metrics',
  'token',
  'fou',
  'ila',
  'ioam',
  'mptcp',
  'stats',
  'sr',
  'help',
]);

/** What the command asks of the kernel. A command whose words `ip` refuses asks for nothing. */
export function readMachineCommand(command: IpCommand, reading: Reading): MachineCommand {
  if (command.problems.length > 0 || command.unexpected.length > 0) return nothing;
  switch (command.object) {
    case 'route':
      return readRouteCommand(command, reading);
    case 'rule':
      return readRuleCommand(command, reading);
    case 'address':
      return readAddressCommand(command, reading);
    case 'link':
      return readLinkCommand(command, reading);
    case 'nexthop':
      return readNexthopCommand(command, reading);
    case 'neigh':
      return readNeighbourCommand(command, reading);
    case 'other':
      // The links of a namespace that is removed go, or come back.
      if (command.objectName === 'netns')
        return verbOf(reading.shell)?.startsWith('d') === true
          ? { kind: 'unknown', touches: 'links' }
          : nothing;
      if (command.objectName !== undefined && harmless.has(command.objectName)) return nothing;
      return anything;
  }
}
