/** Ports, flags and types of the transport protocols (libxt_{tcp,udp,sctp,dccp,multiport,tcpmss,esp,ipcomp}.c, libip[6]t_{icmp,ah}.c). */
import { exclusive, flag, match, negatable, option, required, where } from '../extension.ts';
import type { GivenOptions } from '../extension.ts';
import { wholeNumber } from '../cNumber.ts';
import { normalPorts, portRange, strictPortRefusal } from '../namedValue.ts';
import { icmpv4Type, icmpv6Type } from '../icmpTypes.ts';
import { number, numberRange, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

/** tcp and sctp look at ports by their own function, which keeps to 16 bits. */
const strictPorts: ValueKind = {
  placeholder: 'port[:port]',
  refusal: (value) => {
    const colon = value.indexOf(':');
    const parts = colon < 0 ? [value] : [value.slice(0, colon), value.slice(colon + 1)];
    const refused = parts.map((part) =>
      part === '' && colon >= 0 ? undefined : strictPortRefusal(part),
    );
    const [first = '0', last = '65535'] = parts;
    const [from, to] = [
      first === '' ? 0 : wholeNumber(first, 0, 65_535),
      last === '' ? 65_535 : wholeNumber(last, 0, 65_535),
    ];
    return (
      refused.find((words) => words !== undefined) ??
      (colon >= 0 && from !== undefined && to !== undefined && from > to
        ? 'invalid portrange (min > max)'
        : undefined)
    );
  },
  normal: (value) => normalPorts(value),
};

/** Up to 15 ports; a range counts as two. */
const manyPorts: ValueKind = {
  placeholder: 'port[,port|,port:port…]',
  refusal: (value) => {
    let count = 0;
    for (const part of value.split(',')) {
      const ends = part.split(':');
      count += ends.length > 1 ? 2 : 1;
      if (count > 15) return 'too many ports specified';
      const [first = '', last] = [ends[0], ends.length > 1 ? ends.slice(1).join(':') : undefined];
      const refused =
        strictPortRefusal(first) ?? (last === undefined ? undefined : strictPortRefusal(last));
      if (refused !== undefined) return refused;
      const [from, to] = [wholeNumber(first, 0, 65_535), wholeNumber(last ?? first, 0, 65_535)];
      if (last !== undefined && from !== undefined && to !== undefined && from >= to)
        return 'invalid portrange specified';
    }
    return undefined;
  },
  normal: (value) =>
    value
      .split(',')
      .map((part) => normalPorts(part))
      .join(','),
};

const flags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ALL', 'NONE'];

/** Empty parts of the list are stepped over, as strtok() does. */
const tcpFlags: ValueKind = {
  placeholder: 'flag[,flag…]',
  words: flags,
  refusal: (value) => {
    const wrong = value
      .split(',')
      .find((part) => part !== '' && !flags.includes(part.toUpperCase()));
    return wrong === undefined ? undefined : `Unknown TCP flag \`${wrong}'`;
  },
  normal: (value) => {
    const set = new Set(
      value
        .toUpperCase()
        .split(',')
        .filter((part) => part !== ''),
    );
    const all = flags.slice(0, 6);
    const kept = all.filter((one) => set.has(one) || set.has('ALL'));
    return kept.length === 0 ? 'NONE' : kept.join(',');
  },
};

const tcpOption: ValueKind = {
  placeholder: 'number',
  refusal: (value) =>
    wholeNumber(value, 1, 255) === undefined ? `Bad TCP option \`${value}'` : undefined,
  normal: (value) => String(wholeNumber(value, 1, 255) ?? value),
};

const sport = 'Source port, or all from one to another.';
const dport = 'Destination port, or all from one to another.';
const sourcePort = (ports: ValueKind, more = negatable as object) =>
  where(option('source-port', ports, sport), { aliases: ['sport'], ...more });
const destinationPort = (ports: ValueKind, more = negatable as object) =>
  where(option('destination-port', ports, dport), { aliases: ['dport'], ...more });

const portProtocols = [6, 17, 33, 132, 136];

function multiportCheck({ options, protocol }: GivenOptions): string | undefined {
  if (options.length === 0) return 'multiport expection an option';
  if (protocol === undefined)
    return "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'";
  return portProtocols.includes(protocol)
    ? undefined
    : 'multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP';
}

export const transportMatches = [
  where(
    match('tcp', 'TCP: ports and flags.', [
      sourcePort(strictPorts),
      destinationPort(strictPorts),
      ...exclusive([
        where(
          flag('syn', 'The first packet of a connection: SYN without RST, ACK and FIN.'),
          negatable,
        ),
        where(
          option(
            'tcp-flags',
            tcpFlags,
            'Of the flags in the first list just those in the second are set.',
          ),
          {
            ...negatable,
            second: tcpFlags,
          },
        ),
      ]),
      where(option('tcp-option', tcpOption, 'The option with this number is there.'), negatable),
    ]),
    { protocols: [6] },
  ),
  where(match('udp', 'UDP: ports.', [sourcePort(portRange), destinationPort(portRange)]), {
    protocols: [17],
  }),
  where(
    match('sctp', 'SCTP: ports and chunks.', [
      sourcePort(strictPorts),
      destinationPort(strictPorts),
      where(option('chunk-types', text('all|any|only'), 'The kinds of chunks in the packet.'), {
        ...negatable,
        second: text('type[:flags][,…]'),
      }),
    ]),
    { protocols: [132] },
  ),
  where(
    match('dccp', 'DCCP: ports, types and options.', [
      sourcePort(portRange),
      destinationPort(portRange),
      where(option('dccp-types', text('type[,type…]'), 'The type of the packet.'), negatable),
      where(
        option('dccp-option', number(8, { min: 1 }), 'The option with this number is there.'),
        negatable,
      ),
    ]),
    { protocols: [33] },
  ),
  where(
    match(
      'multiport',
      'Up to 15 ports at once; a range counts as two.',
      exclusive([
        where(option('source-ports', manyPorts, 'Source ports.'), {
          aliases: ['sports'],
          ...negatable,
        }),
        where(option('destination-ports', manyPorts, 'Destination ports.'), {
          aliases: ['dports'],
          ...negatable,
        }),
        where(option('ports', manyPorts, 'Source or destination ports.'), negatable),
      ]),
    ),
    { check: multiportCheck, protocols: portProtocols },
  ),
  where(
    match('tcpmss', 'The maximum segment size that a TCP SYN packet tells.', [
      where(option('mss', numberRange(16), 'The size, or all from one to another.'), {
        ...negatable,
        ...required,
      }),
    ]),
    { protocols: [6] },
  ),
  where(
    match('icmp', 'ICMP: type and code.', [
      where(option('icmp-type', icmpv4Type, 'Type, type/code, or a name.'), {
        ...negatable,
        ...required,
      }),
    ]),
    { family: 4, protocols: [1] },
  ),
  where(
    match('icmp6', 'ICMPv6: type and code.', [
      where(option('icmpv6-type', icmpv6Type, 'Type, type/code, or a name.'), {
        ...negatable,
        ...required,
      }),
    ]),
    { family: 6, protocols: [58] },
  ),
  where(
    match('esp', 'IPsec ESP: the security parameter index.', [
      where(option('espspi', numberRange(32), 'The index, or all from one to another.'), negatable),
    ]),
    { protocols: [50] },
  ),
  where(
    match('ipcomp', 'IP compression: the parameter index.', [
      where(
        option('ipcompspi', numberRange(32), 'The index, or all from one to another.'),
        negatable,
      ),
      flag('compres', 'The reserved field is not zero.'),
    ]),
    { protocols: [108] },
  ),
  where(
    match('ah', 'IPsec AH: the security parameter index.', [
      where(option('ahspi', numberRange(32), 'The index, or all from one to another.'), negatable),
    ]),
    { family: 4, protocols: [51] },
  ),
  where(
    match('ah', 'IPsec AH: the security parameter index.', [
      where(option('ahspi', numberRange(32), 'The index, or all from one to another.'), negatable),
      where(option('ahlen', number(32), 'Length of the header.'), negatable),
      flag('ahres', 'The reserved field is not zero.'),
    ]),
    { family: 6 },
  ),
];
