/** Targets that change header fields, or send packets elsewhere. */
import { wholeNumber } from '../cNumber.ts';
import {
  exclusive,
  flag,
  needsAny,
  negatable,
  option,
  required,
  target,
  where,
} from '../extension.ts';
import type { ExtensionOption, GivenOptions } from '../extension.ts';
import { hardwareAddress, host, tosMask } from '../namedValue.ts';
import { dscpClass } from '../matches/packet.ts';
import { setDirections, setName } from '../matches/limits.ts';
import { rejection } from '../rejection.ts';
import { number, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

const mangle = { tables: ['mangle'] } as const;

const trafficClass: ValueKind = {
  placeholder: 'major:minor',
  refusal: (value) =>
    /^\s*(?:0x)?[\da-f]+:\s*(?:0x)?[\da-f]/i.test(value) ? undefined : `Bad class value "${value}"`,
  normal: (value) =>
    value
      .split(':')
      .slice(0, 2)
      .map((part) => Number.parseInt(part, 16).toString(16))
      .join(':'),
};

const tcpOptionNumbers: Readonly<Record<string, number>> = {
  mss: 2,
  wscale: 3,
  'sack-permitted': 4,
  sack: 5,
  timestamp: 8,
  md5: 19,
};

/** Names stand for the numbers of the options (tcpoptstrip_parse(), libxt_TCPOPTSTRIP.c). */
const tcpOptions: ValueKind = {
  ...text('option[,option…]'),
  normal: (value) =>
    value
      .split(',')
      .map((part) => tcpOptionNumbers[part] ?? Number(part))
      .toSorted((a, b) => a - b)
      .join(','),
};

const largestTimeout = 2 ** 32 - 2;

/** parse_target_timeout(), libxt_SET.c. */
const seconds: ValueKind = {
  placeholder: 'seconds',
  refusal: (value) =>
    wholeNumber(value, 0, largestTimeout) === undefined
      ? `Invalid value for option --timeout or out of range 0-${largestTimeout}`
      : undefined,
  normal: (value) => String(wholeNumber(value, 0, largestTimeout) ?? value),
};

const hops = (name: string, doc: string) =>
  exclusive([
    option(`${name}-set`, number(8), `Sets ${doc}.`),
    option(`${name}-dec`, number(8, { min: 1 }), `Takes this much off ${doc}.`),
    option(`${name}-inc`, number(8, { min: 1 }), `Adds this much to ${doc}.`),
  ]);

/** Less than the header of IP leaves. */
const segmentSize: ValueKind = {
  ...number(16),
  refusal: (value, place) =>
    number(16, { max: place.family === 4 ? 65_515 : 65_495 }).refusal(value, place),
};

const zone: ValueKind = {
  placeholder: 'number|mark',
  words: ['mark'],
  refusal: (value) =>
    value.toLowerCase() === 'mark' || wholeNumber(value, 0, 65_535) !== undefined
      ? undefined
      : `Cannot parse ${value} as a zone ID`,
};

function setTargetCheck({ has }: GivenOptions): string | undefined {
  if (!has('add-set', 'del-set', 'map-set'))
    return "You must specify either `--add-set' or `--del-set' or `--map-set'";
  if (!has('add-set') && has('exist')) return "Flag `--exist' can be used with `--add-set' only";
  const mapped = ['map-mark', 'map-prio', 'map-queue'].find((name) => has(name));
  if (mapped !== undefined && !has('map-set'))
    return `Flag \`--${mapped}' can be used with \`--map-set' only`;
  if (has('map-set') && mapped === undefined)
    return "You must specify flags `--map-mark' or '--map-prio` or `--map-queue'";
  if (!has('add-set') && has('timeout'))
    return "Option `--timeout' can be used with `--add-set' only";
  return undefined;
}

const inSet = { second: setDirections } as const;

/** A `!` before an option is taken and means nothing (set_target_parse_v3(), extensions/libxt_SET.c). */
function ignoresNegation(options: readonly ExtensionOption[]): readonly ExtensionOption[] {
  return options.map((one) => ({ ...one, ...negatable }));
}

export const packetTargets = [
  where(
    target(
      'TCPMSS',
      'Lowers the segment size that TCP SYN packets tell, for links with a small MTU.',
      exclusive([
        option('set-mss', segmentSize, 'This size.'),
        flag('clamp-mss-to-pmtu', 'What fits the path.'),
      ]).map((row) => ({ ...row, excludes: [] })),
    ),
    { protocols: [6], check: needsAny('TCPMSS target: At least one parameter is required') },
  ),
  where(
    target(
      'TOS',
      'Writes the type-of-service octet.',
      exclusive([
        option('set-tos', tosMask, 'Value under a mask, or a name.'),
        option('and-tos', number(8), 'Keeps these bits only.'),
        option('or-tos', number(8), 'Sets these bits.'),
        option('xor-tos', number(8), 'Flips these bits.'),
      ]),
    ),
    { ...mangle, check: needsAny('TOS: An action is required') },
  ),
  where(
    target(
      'DSCP',
      'Writes the Differentiated Services code point.',
      exclusive([
        option('set-dscp', number(8, { max: 63 }), 'As a number.'),
        option('set-dscp-class', dscpClass, 'As the name of a class.'),
      ]),
    ),
    { ...mangle, check: needsAny('DSCP target: Parameter --set-dscp is required') },
  ),
  where(target('TTL', 'Writes the time to live.', hops('ttl', 'the time to live')), {
    ...mangle,
    family: 4,
    check: needsAny('TTL: You must specify an action'),
  }),
  where(target('HL', 'Writes the hop limit.', hops('hl', 'the hop limit')), {
    ...mangle,
    family: 6,
    check: needsAny('HL: You must specify an action'),
  }),
  where(
    target('ECN', 'Writes the ECN bits.', [
      where(flag('ecn-tcp-remove', 'Removes ECN from TCP.'), {
        excludes: ['ecn-tcp-cwr', 'ecn-tcp-ece'],
      }),
      where(option('ecn-tcp-cwr', number(8, { max: 1 }), 'Sets the CWR flag.'), {
        excludes: ['ecn-tcp-remove'],
      }),
      where(option('ecn-tcp-ece', number(8, { max: 1 }), 'Sets the ECE flag.'), {
        excludes: ['ecn-tcp-remove'],
      }),
      option('ecn-ip-ect', number(8, { max: 3 }), 'Sets the two bits in the IP header.'),
    ]),
    { ...mangle, family: 4, check: needsAny('ECN target: An operation is required') },
  ),
  where(
    target('CHECKSUM', 'Fills in a checksum that the network card would have computed.', [
      where(flag('checksum-fill', 'Computes and fills it in.'), required),
    ]),
    mangle,
  ),
  where(
    target('CLASSIFY', 'Chooses the class of the queueing discipline.', [
      where(option('set-class', trafficClass, 'Hexadecimal numbers of the class.'), required),
    ]),
    { chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'] },
  ),
  where(
    target('TCPOPTSTRIP', 'Takes options off TCP packets.', [
      option('strip-options', tcpOptions, 'Their names or numbers.'),
    ]),
    { ...mangle, protocols: [6] },
  ),
  target('TEE', 'Sends a copy of each packet to another host.', [
    where(option('gateway', host, 'A host on a network of this one.'), required),
    option('oif', text('link'), 'The link by which the copy leaves.'),
  ]),
  where(
    target('CT', 'Says how connection tracking treats the packet.', [
      flag('notrack', 'Not at all.'),
      option('helper', text('name'), 'With this helper.'),
      option('timeout', text('name'), 'With this timeout policy.'),
      option('ctevents', text('event[,event…]'), 'Tells of these events only.'),
      option('expevents', text('event[,event…]'), 'Tells of these events of expectations only.'),
      option('zone-orig', zone, 'In this zone, one direction.'),
      option('zone-reply', zone, 'In this zone, the other direction.'),
      option('zone', zone, 'In this zone.'),
    ]),
    { tables: ['raw'] },
  ),
  where(
    target(
      'NOTRACK',
      'Connection tracking leaves the packet alone; the same as `CT --notrack`.',
      [],
    ),
    { tables: ['raw'] },
  ),
  where(
    target('REJECT', 'Drops the packet and tells its sender.', [
      option('reject-with', rejection, 'What to tell.'),
    ]),
    { tables: ['filter'], chains: ['INPUT', 'FORWARD', 'OUTPUT'] },
  ),
  where(
    target(
      'SET',
      'Adds addresses of the packet to a set of ipset, or removes them.',
      ignoresNegation([
        where(option('add-set', setName, 'Adds to the set.'), inSet),
        where(option('del-set', setName, 'Removes from the set.'), inSet),
        where(option('map-set', setName, 'Takes mark, priority or queue from the entry.'), inSet),
        flag('exist', 'An entry that is there begins its timeout anew.'),
        option('timeout', seconds, 'Seconds until the entry goes.'),
        flag('map-mark', 'Takes the mark.'),
        flag('map-prio', 'Takes the priority.'),
        flag('map-queue', 'Takes the queue.'),
      ]),
    ),
    { check: setTargetCheck },
  ),
  where(
    target('SYNPROXY', 'Answers SYN packets before the server sees them.', [
      flag('sack-perm', 'Selective acknowledgements.'),
      flag('timestamp', 'Timestamps.'),
      option('wscale', number(32), 'Window scale.'),
      option('mss', number(32), 'Segment size.'),
      flag('ecn', 'Congestion notification.'),
    ]),
    { protocols: [6], chains: ['INPUT', 'FORWARD'] },
  ),
  where(
    target('CLUSTERIP', 'Shares one address among several hosts.', [
      flag('new', 'Makes a new one.'),
      where(option('hashmode', text('mode'), 'What the hash takes.'), { needs: ['new'] }),
      where(option('clustermac', hardwareAddress, 'The shared hardware address.'), {
        needs: ['new'],
      }),
      where(option('total-nodes', number(16, { max: 16 }), 'How many hosts.'), { needs: ['new'] }),
      where(option('local-node', number(16, { max: 16 }), 'Which one this is.'), {
        needs: ['new'],
      }),
      where(option('hash-init', number(32), 'The seed of the hash.'), { needs: ['new'] }),
    ]),
    { family: 4, tables: ['filter'], chains: ['INPUT'] },
  ),
];
