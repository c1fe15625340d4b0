/** A flow as the octets of an IP packet, as far as a router looks at it. Checksums of transport headers are zero. */
import type { Address } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';

/** The packet with four octets at its end that tell its number. */
export function packetBytes(flow: Flow, number: number): number[] {
  return ipBytes(flow, [...payloadOf(flow), ...PADDING, ...u32(number)]);
}

/** Enough for every header that a dissector may read behind the transport header. */
const PADDING: readonly number[] = Array.from({ length: 40 }, () => 0);
const HOP_LIMIT = 64;
const FRAGMENT_HEADER = 44;

function ipBytes(flow: Flow, payload: readonly number[]): number[] {
  return flow.src.family === 4 ? ipv4Bytes(flow, payload) : ipv6Bytes(flow, payload);
}

function ipv4Bytes(flow: Flow, payload: readonly number[]): number[] {
  const { src, dst, proto, fragment, fragOffset } = flow;
  // The last fragment has no "more fragments" bit; offsets count in units of eight octets.
  const flags = fragOffset === true ? 100 : fragment === true ? 0x2000 : 0;
  const header = [
    69,
    0,
    ...u16(20 + payload.length),
    ...u16(1),
    ...u16(flags),
    HOP_LIMIT,
    proto,
    0,
    0,
    ...octets(src),
    ...octets(dst),
  ];
  const sum = checksum(header);
  return [...header.slice(0, 10), ...u16(sum), ...header.slice(12), ...payload];
}

function ipv6Bytes(flow: Flow, payload: readonly number[]): number[] {
  const { src, dst, proto, fragment, fragOffset, nexthdr, flowlabel = 0 } = flow;
  let next = proto;
  let body = payload;
  if (fragment === true) {
    const place = fragOffset === true ? 100 << 3 : 1;
    body = [proto, 0, ...u16(place), ...u32(7), ...payload];
    next = FRAGMENT_HEADER;
  } else if (nexthdr !== undefined) {
    // Hop-by-hop or destination options: one PadN option of four octets.
    body = [proto, 0, 1, 4, 0, 0, 0, 0, ...payload];
    next = nexthdr;
  }
  return [
    ...u32((6 << 28) | flowlabel),
    ...u16(body.length),
    next,
    HOP_LIMIT,
    ...octets(src),
    ...octets(dst),
    ...body,
  ];
}

function payloadOf(flow: Flow): number[] {
  const { proto, sport, dport, spi = 0, encap, icmpType, icmpCode = 0, icmpId = 0, quoted } = flow;
  if (encap !== undefined && proto === 47)
    return [
      0,
      0,
      ...u16(encap.src.family === 4 ? 0x0800 : 0x86dd),
      ...ipBytes(encap, payloadOf(encap)),
    ];
  if (encap !== undefined) return ipBytes(encap, [...payloadOf(encap), ...PADDING]);
  if (icmpType !== undefined) {
    const rest = quoted === undefined ? [] : ipBytes(quoted, payloadOf(quoted));
    return [icmpType, icmpCode, 0, 0, ...u16(icmpId), 0, 1, ...rest];
  }
  if (proto === 50) return [...u32(spi), ...u32(1)];
  if (proto === 51) return [59, 4, 0, 0, ...u32(spi), ...u32(1), ...PADDING.slice(0, 12)];
  const ports = [...u16(sport), ...u16(dport)];
  // The data offset of TCP is five words.
  return proto === 6
    ? [...ports, ...u32(1), ...u32(0), 0x50, 2, 0, 0, 0, 0, 0, 0]
    : [...ports, 0, 8, 0, 0];
}

function octets(address: Address): number[] {
  return address.family === 4 ? u32(address.value) : address.words.flatMap(u32);
}

function u16(value: number): number[] {
  return [(value >>> 8) & 255, value & 255];
}

function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value)];
}

function checksum(header: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < header.length; i += 2) sum += ((header[i] ?? 0) << 8) + (header[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
