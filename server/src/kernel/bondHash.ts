/**
 * The transmit hash of a bond: bond_xmit_hash() and what it calls, drivers/net/bonding/bond_main.c, v6.1 (recorded from
 * it), with the differences of older kernels by profile. Little-endian machine: words are read as they stand in memory.
 */
import type { Address } from '../net/address.ts';
import { ETHERTYPE_IPV4, ETHERTYPE_IPV6, isIp } from '../net/flow.ts';
import type { Flow } from '../net/flow.ts';
import type { MacAddress } from '../net/mac.ts';
import { readEncapsulated, readHeaders } from './bondHeaders.ts';
import type { BondHeaders } from './bondHeaders.ts';
import type { KeysUnknown } from './flowKeys.ts';
import type { KernelProfile } from './profiles.ts';

export type BondHashPolicy =
  | 'layer2'
  | 'layer2+3'
  | 'layer3+4'
  | 'encap2+3'
  | 'encap3+4'
  | 'vlan+srcmac';

/** The hash as an unsigned number of 32 bits. */
export function hashFrame(
  frame: Flow,
  policy: BondHashPolicy,
  profile: KernelProfile,
): number | KeysUnknown {
  if (policy === 'vlan+srcmac') return vlanSourceHash(frame);
  if (policy === 'layer2') return ethernetHash(frame, profile);
  const found = headersOf(frame, policy, profile);
  if (found === undefined) return ethernetHash(frame, profile);
  if ('kind' in found) return found;
  const hasPorts = policy === 'layer3+4' || policy === 'encap3+4';
  const start = hasPorts ? found.transport : ethernetHash(frame, profile);
  if (typeof start !== 'number') return start;
  const hash = fold(start ^ found.addresses);
  return hasPorts || profile.bondDropsBitOf === 'addresses' ? hash >>> 1 : hash;
}

/** Undefined: the frame is not one that the policy looks into. */
function headersOf(
  frame: Flow,
  policy: BondHashPolicy,
  profile: KernelProfile,
): BondHeaders | KeysUnknown | undefined {
  const isEncap = policy === 'encap2+3' || policy === 'encap3+4';
  if (isIp(frame)) return isEncap ? readEncapsulated(frame, profile) : readHeaders(frame, profile);
  if (!isEncap) return undefined;
  // The flow dissector takes ARP for a success that found no address and no port.
  if (frame.etherType === ETHERTYPE_ARP) return { addresses: 0, transport: 0 };
  return DISSECTED_TYPES.has(frame.etherType ?? 0)
    ? {
        kind: 'unknown',
        reason: 'this type of frame is looked into by a part that is not modelled',
      }
    : undefined;
}

const ETHERTYPE_ARP = 0x0806;

/** VLAN tags in the frame, MPLS, PPPoE, BATMAN, TIPC, FCoE, HSR, PRP, PTP, CFM. */
const DISSECTED_TYPES: ReadonlySet<number> = new Set([
  0x8100, 0x88a8, 0x8847, 0x8848, 0x8864, 0x4305, 0x88ca, 0x8906, 0x892f, 0x88fb, 0x88f7, 0x8902,
]);

function fold(hash: number): number {
  const half = hash ^ (hash >>> 16);
  return (half ^ (half >>> 8)) >>> 0;
}

function ethernetHash(
  { smac, dmac, src, etherType }: Flow,
  profile: KernelProfile,
): number | KeysUnknown {
  if (smac === undefined || dmac === undefined) return NO_MACS;
  const type = etherType ?? etherTypeOf(src);
  const hashed = profile.bondEtherType === 'number' ? type : ((type & 0xff) << 8) | (type >>> 8);
  return smac[5] ^ dmac[5] ^ hashed;
}

function etherTypeOf({ family }: Address): number {
  return family === 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
}

/** The tag that the VLAN link hands over beside the frame, priority bits too; 0 if there is none. */
function vlanSourceHash({ smac, vlan = 0 }: Flow): number | KeysUnknown {
  if (smac === undefined) return NO_MACS;
  return (vlan ^ threeOctets(smac, 0) ^ threeOctets(smac, 3)) >>> 0;
}

function threeOctets(mac: MacAddress, at: 0 | 3): number {
  return at === 0
    ? (mac[0] << 16) | (mac[1] << 8) | mac[2]
    : (mac[3] << 16) | (mac[4] << 8) | mac[5];
}

const NO_MACS: KeysUnknown = {
  kind: 'unknown',
  reason: 'the policy hashes MAC addresses, which are not given (`smac`, `dmac`)',
};
