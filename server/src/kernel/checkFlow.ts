/** Flows that no packet can be: said in words before anything is computed, so that no wrong number comes out. */
import type { Family } from '../net/address.ts';
import { isIp } from '../net/flow.ts';
import type { Flow } from '../net/flow.ts';

/** Deeper nesting of quoted and tunnelled packets than any real packet has. */
const MAX_DEPTH = 8;

/** Why a route of this family never sees this flow; undefined if it may. */
export function reasonOfFlow(flow: Flow, family: Family): string | undefined {
  if (!isIp(flow)) return 'a frame that is not IP meets no route';
  if (flow.src.family !== family || flow.dst.family !== family) {
    return flow.src.family === flow.dst.family
      ? `an IPv${flow.src.family} flow never meets an IPv${family} route`
      : 'the addresses of the flow are of different families';
  }
  if (flow.saddr !== undefined && flow.saddr.family !== family)
    return 'the source address of the lookup is of another family';
  return reasonOfPacket(flow, 0);
}

/** Why a bond never sees this frame; undefined if it may. */
export function reasonOfFrame(frame: Flow): string | undefined {
  const { smac = [], dmac = [] } = frame;
  if ([...smac, ...dmac].some((octet) => !isWithin(octet, 255)))
    return 'a MAC address is not six octets';
  return isIp(frame) ? reasonOfPacket(frame, 0) : reasonOfNumbers(frame);
}

function reasonOfPacket(packet: Flow, depth: number): string | undefined {
  if (depth > MAX_DEPTH) return 'the packets are nested too deeply';
  if (packet.src.family !== packet.dst.family)
    return 'the addresses of an inner packet are of different families';
  const { quoted, encap } = packet;
  return (
    reasonOfNumbers(packet) ??
    (quoted === undefined ? undefined : reasonOfPacket(quoted, depth + 1)) ??
    (encap === undefined ? undefined : reasonOfPacket(encap, depth + 1))
  );
}

function reasonOfNumbers(packet: Flow): string | undefined {
  const wrong = LIMITS.find(([name, limit]) => !isWithin(packet[name], limit));
  return wrong === undefined
    ? undefined
    : `${wrong[0]} ${packet[wrong[0]]} is not a number from 0 to ${wrong[1]}`;
}

const LIMITS = [
  ['proto', 255],
  ['sport', 0xffff],
  ['dport', 0xffff],
  ['icmpType', 255],
  ['icmpCode', 255],
  ['icmpId', 0xffff],
  ['spi', 0xffff_ffff],
  ['nexthdr', 255],
  ['flowlabel', 0xf_ffff],
  ['vlan', 0xffff],
  ['etherType', 0xffff],
] as const;

function isWithin(value: number | undefined, limit: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= 0 && value <= limit);
}
