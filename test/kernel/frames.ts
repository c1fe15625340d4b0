/** The recorded frames of bonds, each in the simulator's own terms. */
import { readFileSync } from 'node:fs';
import type { BondMode } from '../../server/src/kernel/bond.ts';
import type { BondHashPolicy } from '../../server/src/kernel/bondHash.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { parseMac } from '../../server/src/net/mac.ts';
import type { MacAddress } from '../../server/src/net/mac.ts';
import { protocolNumber } from '../../server/src/net/protocol.ts';
import { address } from './readVectors.ts';

interface RecordedPacket {
  readonly version: 4 | 6;
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport?: number;
  readonly dport?: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
  readonly icmpId?: number;
  readonly spi?: number;
  readonly frag?: number;
  readonly ext?: 'hbh' | 'frag';
  readonly inner?: RecordedPacket;
}

export interface RecordedFrame {
  readonly kernel: string;
  readonly mode: BondMode;
  readonly policy: BondHashPolicy;
  readonly slaves: number;
  readonly srcMac: string;
  readonly dstMac: string;
  readonly etherType: number;
  readonly vlan?: number;
  readonly ip?: RecordedPacket;
  readonly observed: number;
}

export function readFrames(): readonly RecordedFrame[] {
  return JSON.parse(
    readFileSync(new URL('../vectors/bond-vectors.json', import.meta.url), 'utf8'),
  ) as readonly RecordedFrame[];
}

export function flowOfFrame({ srcMac, dstMac, etherType, vlan, ip }: RecordedFrame): Flow {
  const nothing = {
    src: address('0.0.0.0'),
    dst: address('0.0.0.0'),
    proto: 0,
    sport: 0,
    dport: 0,
  };
  return {
    ...(ip === undefined ? { ...nothing, origin: 'forwarded' as const } : packetOf(ip)),
    smac: mac(srcMac),
    dmac: mac(dstMac),
    etherType,
    ...(vlan === undefined ? {} : { vlan }),
  };
}

function packetOf(packet: RecordedPacket): Flow {
  const { icmpType, icmpCode, icmpId, spi, frag, ext, inner } = packet;
  const proto = protocolNumber(packet.proto === 'sit' ? 'ipv6' : packet.proto);
  if (proto === undefined) throw new Error(packet.proto);
  const isIcmp = proto === 1 || proto === 58;
  return {
    src: address(packet.src),
    dst: address(packet.dst),
    proto,
    sport: packet.sport ?? 0,
    dport: packet.dport ?? 0,
    origin: 'forwarded',
    ...(icmpType === undefined ? {} : { icmpType }),
    ...(icmpCode === undefined ? {} : { icmpCode }),
    ...(icmpId === undefined ? {} : { icmpId }),
    ...(spi === undefined ? {} : { spi }),
    ...(frag === undefined && ext !== 'frag' ? {} : { fragment: true }),
    ...(ext === 'hbh' ? { nexthdr: 0 } : {}),
    ...(inner === undefined ? {} : { [isIcmp ? 'quoted' : 'encap']: packetOf(inner) }),
  };
}

function mac(text: string): MacAddress {
  const parsed = parseMac(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}
