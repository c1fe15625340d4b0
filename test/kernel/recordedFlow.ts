/** A flow in JSON: addresses and MAC addresses as text, everything else as it is. */
import { formatAddress } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { parseMac } from '../../server/src/net/mac.ts';
import type { MacAddress } from '../../server/src/net/mac.ts';
import { address } from './readVectors.ts';

export interface RecordedFlow extends Omit<
  Flow,
  'src' | 'dst' | 'saddr' | 'quoted' | 'encap' | 'smac' | 'dmac'
> {
  readonly src: string;
  readonly dst: string;
  readonly quoted?: RecordedFlow;
  readonly encap?: RecordedFlow;
  readonly smac?: string;
  readonly dmac?: string;
}

export function encodeFlow(flow: Flow): RecordedFlow {
  const { src, dst, saddr: _saddr, quoted, encap, smac, dmac, ...rest } = flow;
  return {
    ...rest,
    src: formatAddress(src),
    dst: formatAddress(dst),
    ...(quoted === undefined ? {} : { quoted: encodeFlow(quoted) }),
    ...(encap === undefined ? {} : { encap: encodeFlow(encap) }),
    ...(smac === undefined ? {} : { smac: formatMac(smac) }),
    ...(dmac === undefined ? {} : { dmac: formatMac(dmac) }),
  };
}

export function decodeFlow(recorded: RecordedFlow): Flow {
  const { src, dst, quoted, encap, smac, dmac, ...rest } = recorded;
  return {
    ...rest,
    src: address(src),
    dst: address(dst),
    ...(quoted === undefined ? {} : { quoted: decodeFlow(quoted) }),
    ...(encap === undefined ? {} : { encap: decodeFlow(encap) }),
    ...(smac === undefined ? {} : { smac: readMac(smac) }),
    ...(dmac === undefined ? {} : { dmac: readMac(dmac) }),
  };
}

function formatMac(mac: MacAddress): string {
  return mac.map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}

function readMac(text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new Error(`bad MAC address in a vector: ${text}`);
  return mac;
}
