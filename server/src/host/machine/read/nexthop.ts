/** `ip nexthop` as a request: ipnh_modify(), iproute2 6.1 ip/ipnexthop.c. */
import { isUnknown, known } from '../../../base/fact.ts';
import { nexthopObjectGrammar } from '../../../iproute/objects/nexthop.ts';
import type { IpNexthopCommand } from '../../../iproute/types.ts';
import type { MachineCommand } from './command.ts';
import { protocolName } from './names.ts';
import { argumentsOf, partsOf } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

const unread: MachineCommand = { kind: 'unknown', touches: 'nexthops' };

/** What the command asks of the kernel. */
export function readNexthopCommand(command: IpNexthopCommand, reading: Reading): MachineCommand {
  const { verb } = command;
  if (verb === 'show' || verb === 'get') return { kind: 'none' };
  const parts = partsOf(argumentsOf(reading.shell), nexthopObjectGrammar);
  const { values } = parts;
  if (command.incomplete === true || parts.isUnknown || isUnknown(command.family)) return unread;
  if (verb === 'flush') return readFlush(command, values, reading);
  if (verb === 'other' || values.has('fdb') || values.has('encap')) return unread;
  const [id, via, dev, members] = [
    valueOf(command.id),
    valueOf(command.via),
    valueOf(command.dev),
    valueOf(command.members),
  ];
  if (id === 'unknown' || via === 'unknown' || dev === 'unknown' || members === 'unknown')
    return unread;
  const protocol = values.get('protocol');
  return {
    kind: 'nexthop',
    request: {
      verb,
      id: id === 0 ? undefined : id,
      family: command.family ?? via?.family ?? 4,
      hop: { via, dev, weight: 1, onlink: values.has('onlink') },
      blackhole: values.has('blackhole'),
      members,
      groupType: known(command.groupType) ?? 'mpath',
      buckets: known(command.buckets),
      protocol: protocol === undefined ? undefined : protocolName(protocol),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}

function readFlush(
  { family, dev }: IpNexthopCommand,
  values: ReadonlyMap<string, string>,
  { sure }: Reading,
): MachineCommand {
  const link = valueOf(dev);
  const isOther = [...values.keys()].some((word) => word !== 'dev' && word !== 'protocol');
  if (isUnknown(family) || link === 'unknown' || isOther) return unread;
  const protocol = values.get('protocol');
  return {
    kind: 'flush-nexthops',
    request: {
      family,
      dev: link,
      protocol: protocol === undefined ? undefined : protocolName(protocol),
    },
    sure,
  };
}
