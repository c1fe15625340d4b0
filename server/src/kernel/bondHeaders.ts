/**
 * What the transmit hash of a bond reads beyond the Ethernet header: bond_flow_dissect() and bond_flow_ip(),
 * drivers/net/bonding/bond_main.c, v6.1, and for the encap policies the flow dissector with flow_keys_bonding.
 */
import type { Address } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { dissectInnermost, PROTOCOLS_WITH_PORTS } from './dissect.ts';
import type { KeysUnknown } from './flowKeys.ts';
import { ICMP, ICMPV6, isIcmpError } from './icmp.ts';
import type { KernelProfile } from './profiles.ts';

/** Words as a little-endian machine reads them. */
export interface BondHeaders {
  /** Source and destination, XORed. */
  readonly addresses: number;
  /** Both ports, an SPI, or type, code and id of ICMP; 0 if there is none. */
  readonly transport: number;
}

/** layer2+3 and layer3+4: the first IP header, and the quoted packet of an ICMP error. */
export function readHeaders(frame: Flow, profile: KernelProfile): BondHeaders | KeysUnknown {
  const { src, dst } = frame;
  const isIcmp = !hasHiddenProtocol(frame) && (frame.proto === ICMP || frame.proto === ICMPV6);
  if (isIcmp && profile.bondReadsIcmp && isIcmpError(frame)) {
    const { quoted } = frame;
    if (quoted === undefined)
      return unknown('an ICMP error is hashed by the packet it quotes, which is not given');
    return withTransport(quoted.src, quoted.dst, transportOf(quoted, profile));
  }
  if (isIcmp) return withTransport(src, dst, profile.bondReadsIcmp ? icmpWord(frame, profile) : 0);
  return withTransport(src, dst, transportOf(frame, profile));
}

/** encap2+3 and encap3+4: the innermost IP header; an ICMP error is taken as it stands. */
export function readEncapsulated(frame: Flow, profile: KernelProfile): BondHeaders | KeysUnknown {
  const innermost = dissectInnermost(frame);
  if ('kind' in innermost) return innermost;
  const { src, dst, proto } = innermost;
  const isIcmp = proto === ICMP || proto === ICMPV6;
  if (isIcmp && !isFragment(innermost))
    return withTransport(src, dst, profile.bondReadsIcmp ? icmpWord(innermost, profile) : 0);
  // The dissector walks extension headers, so the real protocol counts.
  return withTransport(src, dst, isFragment(innermost) ? 0 : portsWord(innermost, innermost.proto));
}

function withTransport(
  src: Address,
  dst: Address,
  transport: number | KeysUnknown,
): BondHeaders | KeysUnknown {
  if (typeof transport !== 'number') return transport;
  return { addresses: addressWord(src) ^ addressWord(dst), transport };
}

/** Fragments have no ports, and IPv6 takes the next-header byte as it stands. */
function transportOf(packet: Flow, profile: KernelProfile): number | KeysUnknown {
  if (hasHiddenProtocol(packet)) return 0;
  if (profile.bondMisreadsPorts && packet.proto !== ICMP && packet.proto !== ICMPV6)
    return unknown(
      `kernel ${profile.version} reads the ports from a wrong place; 5.15.17 and 5.17 do not`,
    );
  return portsWord(packet, packet.proto);
}

function hasHiddenProtocol(packet: Flow): boolean {
  const { src, proto, nexthdr } = packet;
  return isFragment(packet) || (src.family === 6 && nexthdr !== undefined && nexthdr !== proto);
}

function isFragment({ fragment, fragOffset }: Flow): boolean {
  return fragment === true || fragOffset === true;
}

const ESP = 50;
const AH = 51;

function portsWord({ sport, dport, spi }: Flow, proto: number): number | KeysUnknown {
  if (PROTOCOLS_WITH_PORTS.has(proto)) return swapBytes((sport << 16) | dport);
  if (proto !== ESP && proto !== AH) return 0;
  return spi === undefined
    ? unknown('ESP and AH are hashed by their SPI, which is not given')
    : swapBytes(spi);
}

/** skb_flow_get_icmp_tci(): only echo and timestamp have an id, and an id of 0 counts as 1. Without one nothing is hashed. */
function icmpWord(
  { icmpType, icmpCode = 0, icmpId }: Flow,
  { bondIcmpId }: KernelProfile,
): number | KeysUnknown {
  if (icmpType === undefined) return unknown('ICMP is hashed by its type, which is not given');
  if (!TYPES_WITH_ID.has(icmpType)) return 0;
  if (icmpId === undefined) return unknown('this ICMP is hashed by its id, which is not given');
  const id = bondIcmpId === 'number' ? icmpId : ((icmpId & 0xff) << 8) | (icmpId >>> 8);
  return icmpType | (icmpCode << 8) | ((id === 0 ? 1 : id) << 16);
}

const TYPES_WITH_ID: ReadonlySet<number> = new Set([0, 8, 13, 14, 128, 129]);

function addressWord(address: Address): number {
  if (address.family === 4) return swapBytes(address.value);
  return address.words.reduce((sum, word) => sum ^ swapBytes(word), 0);
}

function swapBytes(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function unknown(reason: string): KeysUnknown {
  return { kind: 'unknown', reason };
}
