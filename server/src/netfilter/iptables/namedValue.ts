/**
 * Values that can be names: hosts, ports, protocols, levels. A name is looked up on the host, so no name is refused
 * that could be one there; a text that no lookup can find is.
 */
import { formatAddress, parseIprouteAddress, parseStrictAddress } from '../../net/address.ts';
import type { Address, Family } from '../../net/address.ts';
import { protocolNumber } from '../../net/protocol.ts';
import { leadingNumber, wholeNumber } from './cNumber.ts';
import type { ValueKind, ValuePlace } from './value.ts';

/** Letters that a host name in DNS or /etc/hosts can have, and not only those of a number. */
function canBeName(text: string): boolean {
  return /^[\w.-]+$/.test(text) && !/^(?:[\d.]*|0x[\da-f.]*)$/i.test(text);
}

/** An address as getaddrinfo() or inet_pton() reads it. IPv4 can be shortened as for inet_aton(). */
export function addressOf(text: string, family: Family): Address | undefined {
  if (family === 6) return parseStrictAddress(text, 6);
  return /\./.test(text) || wholeNumber(text, 0, 255) !== undefined
    ? (parseIprouteAddress(text, 4) ?? inetAton(text))
    : inetAton(text);
}

/** inet_aton(3): the last of up to four numbers fills the rest. */
function inetAton(text: string): Address | undefined {
  const parts = text.split('.').map((part) => wholeNumber(part, 0, 2 ** 32 - 1));
  const last = parts.at(-1);
  if (parts.length > 4 || last === undefined || last >= 256 ** (5 - parts.length)) return undefined;
  let value = last;
  for (const [i, part] of parts.slice(0, -1).entries()) {
    if (part === undefined || part > 255) return undefined;
    value += part * 256 ** (3 - i);
  }
  return { family: 4, value };
}

function isHost(text: string, family: Family): boolean {
  return addressOf(text, family) !== undefined || canBeName(text);
}

/** As getaddrinfo() reads a number: `10.1` is 10.0.0.1. */
function normalHost(text: string): string {
  const address = parseStrictAddress(text) ?? inetAton(text);
  return address === undefined ? text : formatAddress(address);
}

/** One address without a mask. */
export const host: ValueKind = {
  placeholder: 'address',
  refusal: (text, { family }) =>
    isHost(text, family) ? undefined : 'getaddrinfo: Name or service not known',
  normal: normalHost,
};

/** A length, or a mask in the form of an address. */
export const prefixLength: ValueKind = {
  placeholder: 'length',
  refusal: (text, place) => maskRefusal(text, place),
};

function maskRefusal(text: string, { extension, option, family }: ValuePlace): string | undefined {
  const longest = family === 4 ? 32 : 128;
  if (wholeNumber(text, 0, longest) !== undefined || addressOf(text, family) !== undefined)
    return undefined;
  return `${extension}: bad value for option "--${option}", neither a valid network mask nor valid CIDR (0-${longest}).`;
}

/** `address[/mask]`. */
export const hostMask: ValueKind = {
  placeholder: 'address[/mask]',
  refusal: (text, place) => {
    const slash = text.indexOf('/');
    const address = slash < 0 ? text : text.slice(0, slash);
    return (
      host.refusal(address, place) ??
      (slash < 0 ? undefined : maskRefusal(text.slice(slash + 1), place))
    );
  },
  normal: (text) => normalHostMask(text),
};

function normalHostMask(text: string): string {
  const [address = '', mask] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const longest = family === 4 ? 32 : 128;
  const dotted = mask === undefined ? undefined : parseStrictAddress(mask, family);
  const ones = dotted?.family === 4 ? 32 - Math.log2(2 ** 32 - dotted.value) : undefined;
  // A length for IPv6 is taken for IPv4, too.
  const length = mask === undefined ? longest : (ones ?? Math.min(longest, Number(mask)));
  return `${normalHost(address)}/${length}`;
}

/** A protocol by number or name, whatever the case of its letters. */
export const protocol: ValueKind = {
  placeholder: 'protocol',
  refusal: (text) => protocolRefusal(text),
  normal: (text) => String(protocolNumber(text) ?? text),
};

/** Only what looks like a number and is none is surely refused: /etc/protocols may have any name. */
export function protocolRefusal(text: string): string | undefined {
  if (wholeNumber(text, 0, 255) !== undefined || canBeService(text)) return undefined;
  return `unknown protocol "${text}" specified`;
}

/** True for a text that /etc/services or /etc/protocols could hold. */
function canBeService(text: string): boolean {
  return /[A-Za-z]/.test(text) && /^[\w.+-]+$/.test(text) && !/^0x[\da-f]*$/i.test(text);
}

/** getaddrinfo() takes decimal numbers of any size for a port, and cuts them to 16 bits. */
function isPort(text: string): boolean {
  return text === '' || /^[\t-\r ]*\+?\d+$/.test(text) || canBeService(text);
}

/** A port by number or name. */
export const port: ValueKind = {
  placeholder: 'port',
  refusal: (text) => (isPort(text) ? undefined : `Port "${text}" does not resolve to anything.`),
  normal: (text) => normalPort(text),
};

/** `first[:last]`. */
export const portRange: ValueKind = {
  placeholder: 'port[:port]',
  refusal: (text, { extension, option }) => {
    const parts = text.split(':');
    for (const part of parts.slice(0, 2))
      if (part !== '' && !isPort(part)) return `Port "${part}" does not resolve to anything.`;
    return parts.length > 2
      ? `${extension}: Too many components for option "--${option}" (max: 2)`
      : undefined;
  },
  normal: (text) => normalPorts(text),
};

/** The range in one spelling: a single port alone, both ends otherwise. */
export function normalPorts(text: string): string {
  const [first = '', last] = text.split(':');
  const from = first === '' ? '0' : normalPort(first);
  if (last === undefined) return from;
  const to = last === '' ? '65535' : normalPort(last);
  return from === to ? from : `${from}:${to}`;
}

/** Names that scripts use; any other is kept. */
const services: Readonly<Record<string, number>> = {
  ftp: 21, ssh: 22, telnet: 23, smtp: 25, domain: 53, bootps: 67, bootpc: 68, tftp: 69, http: 80, pop3: 110, ntp: 123,
  imap2: 143, snmp: 161, bgp: 179, ldap: 389, https: 443, isakmp: 500, submission: 587, imaps: 993, openvpn: 1194,
}; // prettier-ignore

function normalPort(text: string): string {
  if (/^\s*\+?\d+$/.test(text)) return String(Number(text) % 65_536);
  return Object.hasOwn(services, text) ? String(services[text]) : text;
}

/** A port as xtables_parse_port() reads it: a C number of 16 bits, or a name. */
export function strictPortRefusal(text: string): string | undefined {
  return wholeNumber(text, 0, 65_535) !== undefined || canBeService(text)
    ? undefined
    : `invalid port/service \`${text}' specified`;
}

const levels = 'alert crit debug emerg error info notice panic warning'.split(' ');

/** A level of syslog by number or name. */
export const logLevel: ValueKind = {
  placeholder: 'level',
  words: levels,
  refusal: (text) =>
    wholeNumber(text, 0, 7) !== undefined || levels.includes(text)
      ? undefined
      : `log level "${text}" unknown`,
  normal: (text) =>
    String(
      { alert: 1, crit: 2, debug: 7, emerg: 0, error: 3, info: 6, notice: 5, panic: 0, warning: 4 }[
        text
      ] ?? text,
    ),
};

const tosNames = [
  'Minimize-Delay',
  'Maximize-Throughput',
  'Maximize-Reliability',
  'Minimize-Cost',
  'Normal-Service',
];

/** `value[/mask]` of 8 bits, or a name. */
export const tosMask: ValueKind = {
  placeholder: 'value[/mask]',
  words: tosNames,
  refusal: (text) => {
    const number = leadingNumber(text);
    if (number === undefined || number.value > 255) {
      return tosNames.some((name) => name.toLowerCase() === text.toLowerCase())
        ? undefined
        : `Symbolic name "${text}" is unknown`;
    }
    const isFine =
      number.rest === '' ||
      (number.rest.startsWith('/') && wholeNumber(number.rest.slice(1), 0, 255) !== undefined);
    return isFine ? undefined : `Illegal value: "${text}"`;
  },
};

/** Six octets; each has one or two digits. */
export const hardwareAddress: ValueKind = {
  placeholder: 'XX:XX:XX:XX:XX:XX',
  refusal: (text) =>
    /^[\da-f]{1,2}(?::[\da-f]{1,2}){5}$/i.test(text) ? undefined : 'Invalid MAC address specified.',
  normal: (text) =>
    text
      .split(':')
      .map((octet) => octet.padStart(2, '0').toLowerCase())
      .join(':'),
};

const units: readonly (readonly [name: string, seconds: number])[] = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

/**
 * `5/second`: a number as atoi(3) reads it, and the beginning of a unit (parse_rate(), extensions/libxt_limit.c).
 * What is kept is the time for one packet, so that 300 and 303 a second are one.
 */
export const rate: ValueKind = {
  placeholder: 'number[/second|/minute|/hour|/day]',
  refusal: (text) => {
    const { amount, unit } = rateOf(text);
    if (amount === 0 || unit === undefined) return `bad rate "${text}"'`;
    return amount < 0 || amount > 10_000 * unit[1] ? `Rate too fast "${text}"` : undefined;
  },
  normal: (text) => {
    const { amount, unit } = rateOf(text);
    return unit === undefined ? text : `${Math.floor((10_000 * unit[1]) / amount)}/10000 s`;
  },
};

function rateOf(text: string): {
  readonly amount: number;
  readonly unit: (typeof units)[number] | undefined;
} {
  const slash = text.indexOf('/');
  const written = slash < 0 ? 'second' : text.slice(slash + 1).toLowerCase();
  const unit = written === '' ? undefined : units.find(([name]) => name.startsWith(written));
  return { amount: Number(/^[\t-\r ]*([+-]?\d+)/.exec(text)?.[1] ?? 0), unit };
}
