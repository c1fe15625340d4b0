/** Matches on addresses, header fields and contents of the packet. */
import {
  exclusive,
  flag,
  match,
  needsAny,
  needsOneOf,
  negatable,
  option,
  required,
  where,
} from '../extension.ts';
import { formatAddress } from '../../../net/address.ts';
import type { Family } from '../../../net/address.ts';
import { wholeNumber } from '../cNumber.ts';
import { addressOf, hardwareAddress, tosMask } from '../namedValue.ts';
import { abbreviatedList, number, numberRange, oneOf, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

const addressTypes =
  'UNSPEC UNICAST LOCAL BROADCAST ANYCAST MULTICAST BLACKHOLE UNREACHABLE PROHIBIT THROW NAT XRESOLVE'.split(
    ' ',
  );

const addressType = abbreviatedList(addressTypes, (rest, isLast) =>
  isLast ? `addrtype: bad type "${rest}"` : `addrtype: bad type \`${rest}'`,
);

/**
 * An address of up to four numbers; those that are left out are 0, and none is above 255, not even a single one
 * (xtables_numeric_to_ipaddr(), libxtables/xtables.c).
 */
function numericAddress(text: string, family: Family): string | undefined {
  const address = addressOf(text, family);
  if (family === 6) return address && formatAddress(address);
  const parts = text.split('.').map((part) => wholeNumber(part, 0, 255));
  if (address === undefined || parts.includes(undefined)) return undefined;
  return [...parts, 0, 0, 0].slice(0, 4).join('.');
}

const addressRange: ValueKind = {
  placeholder: 'first[-last]',
  refusal: (value, { option: name, family }) => {
    const dash = value.indexOf('-');
    const ends = dash < 0 ? [value] : [value.slice(0, dash), value.slice(dash + 1)];
    const wrong = ends.find((end) => numericAddress(end, family) === undefined);
    return wrong === undefined
      ? undefined
      : `iprange: Bad value for "--${name}" option: "${wrong}"`;
  },
  normal: (value) => {
    const [first = '', last = first] = value.split('-');
    return [first, last]
      .map((end) => numericAddress(end, end.includes(':') ? 6 : 4) ?? end)
      .join('-');
  },
};

/** Diffserv classes. */
/** Numbers in any base; shown in hexadecimal. */
const tests: ValueKind = {
  ...text('tests'),
  normal: (value) =>
    value
      .replaceAll(/0x[\da-f]+|\d+/gi, (number) => {
        const octal = /^0[0-7]+$/.test(number) ? `0o${number}` : number;
        return `0x${Number(octal).toString(16)}`;
      })
      .replaceAll(' ', ''),
};

export const dscpClasses = [
  ...Array.from({ length: 8 }, (_, i) => `CS${i}`),
  'BE',
  ...[1, 2, 3, 4].flatMap((i) => [`AF${i}1`, `AF${i}2`, `AF${i}3`]),
  'EF',
];
export const dscpClass = oneOf(dscpClasses, (value) => `Invalid DSCP value \`${value}'`, false);

/** `host` is another word for `unicast`. */
const packetType: ValueKind = {
  ...oneOf(
    ['unicast', 'broadcast', 'multicast', 'host'],
    (value) => `Bad packet type '${value}'`,
    false,
  ),
  normal: (value) => value.toLowerCase().replace('host', 'unicast'),
};

const hopNumbers = (name: string) =>
  exclusive([
    where(option(`${name}-eq`, number(8), 'Just this many.'), { ...negatable, aliases: [name] }),
    option(`${name}-lt`, number(8), 'Fewer than this.'),
    option(`${name}-gt`, number(8), 'More than this.'),
  ]);

export const packetMatches = [
  where(
    match('addrtype', 'What kind of address it is: of this host, broadcast, …', [
      where(option('src-type', addressType, 'Kind of the source address.'), negatable),
      where(option('dst-type', addressType, 'Kind of the destination address.'), negatable),
      ...exclusive([
        flag('limit-iface-in', 'Only the link by which the packet came counts.'),
        flag('limit-iface-out', 'Only the link by which the packet leaves counts.'),
      ]),
    ]),
    {
      check: needsOneOf(
        ['src-type', 'dst-type'],
        'addrtype: you must specify --src-type or --dst-type',
      ),
    },
  ),
  where(
    match('iprange', 'A range of addresses that is no prefix.', [
      where(
        option('src-range', addressRange, 'Source address from the first to the last.'),
        negatable,
      ),
      where(
        option('dst-range', addressRange, 'Destination address from the first to the last.'),
        negatable,
      ),
    ]),
    { check: needsAny("iprange match: You must specify `--src-range' or `--dst-range'") },
  ),
  where(
    match('mac', 'The source address of the Ethernet frame.', [
      where(option('mac-source', hardwareAddress, 'Six octets.'), { ...negatable, ...required }),
    ]),
    { chains: ['PREROUTING', 'INPUT', 'FORWARD'] },
  ),
  match('length', 'The length of the packet without the Ethernet header.', [
    where(option('length', numberRange(16), 'Octets, or from one number to another.'), {
      ...negatable,
      ...required,
    }),
  ]),
  where(
    match('string', 'A text in the packet.', [
      option('from', number(16), 'Where to begin to look.'),
      option('to', number(16), 'Where to end.'),
      where(
        option(
          'algo',
          oneOf(['bm', 'kmp'], () => ''),
          'How to look: Boyer-Moore or Knuth-Pratt-Morris.',
        ),
        required,
      ),
      ...exclusive([
        where(option('string', text(), 'The text.'), negatable),
        where(
          option(
            'hex-string',
            text('text with |hex|'),
            'The text, octets as hexadecimal numbers between bars.',
          ),
          negatable,
        ),
      ]),
      flag('icase', 'Letters in any case.'),
    ]),
    {
      check: needsOneOf(
        ['string', 'hex-string'],
        "STRING match: You must specify `--string' or `--hex-string'",
      ),
    },
  ),
  match('u32', 'Any bits of the packet.', [
    where(option('u32', tests, 'Places and values: `start&mask=range && …`.'), {
      ...negatable,
      ...required,
    }),
  ]),
  where(
    match('bpf', 'A program of Berkeley packet filter instructions.', [
      option('bytecode', text('program'), 'The instructions as `nfbpf_compile` prints them.'),
      option('object-pinned', text('path'), 'A program that is pinned there.'),
    ]),
    {
      check: ({ has }) =>
        has('bytecode') === has('object-pinned')
          ? 'bpf: one of --bytecode or --pinned is required'
          : undefined,
    },
  ),
  match('tos', 'The type-of-service octet.', [
    where(option('tos', tosMask, 'Value under a mask, or a name.'), { ...negatable, ...required }),
  ]),
  where(
    match(
      'dscp',
      'The Differentiated Services code point.',
      exclusive([
        where(option('dscp', number(8, { max: 63 }), 'As a number.'), negatable),
        where(option('dscp-class', dscpClass, 'As the name of a class.'), negatable),
      ]),
    ),
    { check: needsAny('DSCP match: Parameter --dscp is required') },
  ),
  where(match('ttl', 'The time to live.', hopNumbers('ttl')), {
    family: 4,
    check: needsAny("TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt"),
  }),
  where(match('hl', 'The hop limit.', hopNumbers('hl')), {
    family: 6,
    check: needsAny("HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'"),
  }),
  where(
    match('ecn', 'Explicit congestion notification.', [
      where(flag('ecn-tcp-cwr', 'The CWR flag of TCP.'), negatable),
      where(flag('ecn-tcp-ece', 'The ECE flag of TCP.'), negatable),
      where(
        option('ecn-ip-ect', number(8, { max: 3 }), 'The two bits in the IP header.'),
        negatable,
      ),
    ]),
    { check: needsAny('ECN match: some option required') },
  ),
  match('pkttype', 'Whom the frame was for.', [
    where(option('pkt-type', packetType, 'The kind of the frame.'), { ...negatable, ...required }),
  ]),
];
