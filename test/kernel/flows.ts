/** Random flows for the running kernel: questions of `ip route get`, and packets of every kind that is forwarded. */
import type { Address, Ipv6Address } from '../../server/src/net/address.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { pick } from './draw.ts';
import type { Draw } from './draw.ts';
import { N_UPLINKS } from './lab.ts';
import { address } from './readVectors.ts';

type Family = 4 | 6;

/** What `ip route get` can ask. */
export function drawQuestion(draw: Draw, family: Family): Flow {
  const origin = pick(draw, ['route-get', 'route-get-iif'] as const);
  const [proto, hasPorts] = pick(draw, [
    [6, true],
    [17, true],
    [family === 4 ? 1 : 58, false],
    [family === 4 ? 17 : 0, false],
  ] as const);
  return {
    origin,
    src: origin === 'route-get' ? drawLocal(draw, family) : drawSource(draw, family),
    dst: drawDestination(draw, family),
    proto,
    sport: hasPorts ? 1 + draw(65_535) : 0,
    dport: hasPorts ? 1 + draw(65_535) : 0,
  };
}

/** The words of a question. */
export function questionOf({ origin, src, dst, proto, sport, dport }: Flow): string {
  const isUnspecified = /^(?:0\.0\.0\.0|::)$/.test(formatAddress(src));
  const from = isUnspecified ? '' : ` from ${formatAddress(src)}`;
  const iif = origin === 'route-get-iif' ? ' iif lan' : '';
  const ports = sport === 0 ? '' : ` sport ${sport} dport ${dport}`;
  // Without `ipproto` IPv4 asks with UDP and IPv6 with 0.
  const ipproto = sport === 0 && (proto === 17 || proto === 0) ? '' : ` ipproto ${proto}`;
  return `route get ${formatAddress(dst)}${from}${iif}${ipproto}${ports}`;
}

/** A packet that comes in on the LAN. */
export function drawPacket(draw: Draw, family: Family): Flow {
  const plain = drawPlain(draw, family);
  const inner = (of: Family): Flow => ({
    ...drawPlain(draw, of),
    flowlabel: 0,
    ...drawLabel(draw, of),
  });
  switch (draw(8)) {
    case 0:
      return { ...plain, proto: 47, encap: inner(pick(draw, [4, 6] as const)) };
    case 1:
      return { ...plain, proto: 4, encap: inner(4) };
    case 2:
      return { ...plain, proto: 41, encap: inner(6) };
    case 3:
      return drawIcmp(draw, family, inner(family));
    case 4:
      return drawFragment(draw, plain);
    case 5:
      return { ...plain, proto: pick(draw, [50, 51]), spi: draw(0xffff_ffff) };
    case 6:
      if (family === 6) return { ...plain, nexthdr: pick(draw, [0, 60]) };
      return plain;
    default:
      return plain;
  }
}

/**
 * What an unconnected socket of the router sends: its source address is bound, so it is that of the lookup.
 * The addresses of a link that is down cannot be bound.
 */
export function drawSocket(
  draw: Draw,
  { family, down }: { readonly family: Family; readonly down: number | undefined },
): Flow {
  const k = (draw(N_UPLINKS - 1) + (down ?? draw(N_UPLINKS)) + 1) % N_UPLINKS;
  const own = family === 4 ? `198.18.${k}.1` : `2001:db8:${k + 1}::1`;
  const loopback = family === 4 ? '203.0.113.1' : '2001:db8:1b::1';
  const src = address(pick(draw, [own, loopback]));
  const ends = { origin: 'local', src, saddr: src, dst: drawDestination(draw, family) } as const;
  if (draw(2) === 0)
    return { ...ends, proto: 17, sport: 1024 + draw(60_000), dport: 1 + draw(65_535) };
  const types = family === 4 ? [0, 8, 13, 17] : [128, 129];
  const icmp = { proto: family === 4 ? 1 : 58, icmpType: pick(draw, types), icmpCode: draw(3) };
  return { ...ends, ...icmp, sport: 0, dport: 0 };
}

/** A line for `sockets.py`. */
export function socketLine(flow: Flow, number: number): string {
  const { src, dst, proto, sport, dport, icmpType = 0, icmpCode = 0 } = flow;
  const numbers = [proto, sport, dport, icmpType, icmpCode, number];
  return [formatAddress(src), formatAddress(dst), ...numbers].join(' ');
}

function drawPlain(draw: Draw, family: Family): Flow {
  return {
    origin: 'forwarded',
    src: drawSource(draw, family),
    dst: drawDestination(draw, family),
    proto: pick(draw, [6, 6, 17, 17, 33, 132, 136, 253]),
    sport: draw(65_536),
    dport: draw(65_536),
    ...drawLabel(draw, family),
  };
}

function drawLabel(draw: Draw, family: Family): { flowlabel?: number } {
  return family === 6 && draw(2) === 0 ? { flowlabel: draw(0x10_0000) } : {};
}

function drawIcmp(draw: Draw, family: Family, quoted: Flow): Flow {
  const plain = drawPlain(draw, family);
  const proto = family === 4 ? 1 : 58;
  const errors = family === 4 ? [3, 4, 11, 12] : [1, 2, 3, 4];
  const others = family === 4 ? [0, 8, 13] : [128, 129, 5];
  return draw(2) === 0
    ? { ...plain, proto, icmpType: pick(draw, errors), icmpCode: 0, quoted }
    : { ...plain, proto, icmpType: pick(draw, others), icmpCode: 0, icmpId: draw(65_536) };
}

function drawFragment(draw: Draw, plain: Flow): Flow {
  const fragment = { ...plain, proto: pick(draw, [6, 17, 132]), fragment: true };
  return draw(2) === 0 ? fragment : { ...fragment, fragOffset: true };
}

function drawLocal(draw: Draw, family: Family): Address {
  const k = draw(N_UPLINKS);
  return address(
    family === 4
      ? pick(draw, ['0.0.0.0', '203.0.113.1', `198.18.${k}.1`, `198.18.${k}.1`])
      : pick(draw, ['::', '2001:db8:1b::1', `2001:db8:${k + 1}::1`]),
  );
}

function drawSource(draw: Draw, family: Family): Address {
  if (family === 6) return drawIpv6(draw, 0x2001_0db8, 0x0200_0000);
  const network = pick(draw, [0xc000_0200, 0xc633_6400, 0xcb00_7100]);
  return { family: 4, value: network + 2 + draw(250) };
}

function drawDestination(draw: Draw, family: Family): Address {
  if (family === 6) return drawIpv6(draw, 0x2001_0db8, 0x0300_0000);
  return { family: 4, value: 0xc613_0000 + draw(0x1_0000) };
}

function drawIpv6(draw: Draw, first: number, second: number): Ipv6Address {
  return {
    family: 6,
    words: [first, (second + draw(0xffff)) >>> 0, draw(0xffff_ffff), draw(0xffff_ffff)],
  };
}
