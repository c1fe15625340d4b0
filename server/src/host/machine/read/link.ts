/** `ip link` as a request: iplink_parse(), iproute2 6.1 ip/iplink.c; `peer` of iplink_veth.c. */
import { linkGrammar } from '../../../iproute/objects/link.ts';
import type { IpLinkCommand } from '../../../iproute/types.ts';
import { parseUnsignedC } from '../../../net/address.ts';
import type { MachineCommand } from './command.ts';
import { argumentsOf, partsOf, type Parts } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

const unread: MachineCommand = { kind: 'unknown', touches: 'links' };

/** What the command asks of the kernel. */
export function readLinkCommand(command: IpLinkCommand, reading: Reading): MachineCommand {
  const { verb } = command;
  if (verb === 'show') return { kind: 'none' };
  const dev = valueOf(command.dev);
  if (verb === 'other' || dev === 'unknown' || dev === undefined) return unread;
  if (verb === 'name' || verb === 'unname') return readNames(command, dev, reading);
  const parts = partsOf(argumentsOf(reading.shell), linkGrammar);
  if (parts.isUnknown) return unread;
  if (verb === 'del') return { kind: 'link-del', dev, sure: reading.sure };
  return verb === 'add'
    ? readAdd(command, dev, { parts, reading })
    : readSet(command, dev, { parts, reading });
}

interface Context {
  readonly parts: Parts;
  readonly reading: Reading;
}

function readAdd(
  command: IpLinkCommand,
  name: string,
  { parts, reading }: Context,
): MachineCommand {
  const kind = valueOf(command.kind);
  const { values, rest } = parts;
  if (kind === undefined || kind === 'unknown') return unread;
  const peer = kind === 'veth' ? peerOf(rest) : {};
  return {
    kind: 'link-add',
    request: {
      name,
      kind,
      peer: peer.name,
      netns: values.get('netns'),
      peerNetns: peer.netns,
      lower: values.get('link'),
      master: values.get('master'),
      up: command.state === undefined ? undefined : command.state === 'up',
      mtu: mtuOf(parts),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}

interface Peer {
  readonly name?: string | undefined;
  readonly netns?: string | undefined;
}

/** `peer name v1`, `peer v1`, `peer name v1 netns lab`. */
function peerOf(rest: readonly string[]): Peer {
  const at = rest.indexOf('peer');
  if (at < 0) return {};
  const words = rest.slice(at + 1);
  const after = (word: string): string | undefined =>
    words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
  return { name: after('name') ?? words[0], netns: after('netns') };
}

function mtuOf({ values }: Parts): number | undefined {
  const text = values.get('mtu');
  return text === undefined ? undefined : Number(text);
}

function readNames(command: IpLinkCommand, dev: string, reading: Reading): MachineCommand {
  const { verb, otherNames, incomplete } = command;
  const names = otherNames.map(valueOf).filter((name) => name !== undefined);
  if (verb !== 'name' && verb !== 'unname') return unread;
  if (incomplete === true || names.includes('unknown')) return unread;
  const { sure, origin } = reading;
  return { kind: 'link-names', request: { verb, dev, names, sure, origin } };
}

function toggleOf({ values }: Parts, word: string): boolean | undefined {
  return values.has(word) ? values.get(word) === 'on' : undefined;
}

/** DO_SETLINK_NOTIFY of do_setlink(). */
const announced = ['alias', 'group', 'addrgenmode', 'mode', 'state'];

function readSet(command: IpLinkCommand, dev: string, { parts, reading }: Context): MachineCommand {
  const { values } = parts;
  return {
    kind: 'link-set',
    request: {
      dev,
      up: command.state === undefined ? undefined : command.state === 'up',
      name: values.get('name'),
      master: values.has('nomaster') ? null : values.get('master'),
      mtu: mtuOf(parts),
      group: values.has('group') ? groupOf(values.get('group')) : undefined,
      readdressed: values.has('address'),
      arp: toggleOf(parts, 'arp'),
      multicast: toggleOf(parts, 'multicast'),
      isAnnounced: announced.some((word) => values.has(word)),
      netns: values.get('netns'),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}

/** A name of the file of groups is not known, but for that of number 0. */
function groupOf(text = ''): number {
  return text === 'default' ? 0 : (parseUnsignedC(text) ?? Number.NaN);
}
