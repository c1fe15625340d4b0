/**
 * Which member of a bond transmits a frame: bond_start_xmit() and the transmit functions of the modes,
 * drivers/net/bonding/bond_main.c and bond_alb.c, v6.1.
 * Invariant: never an index of a member that cannot transmit, never one where load or counters decide.
 */
import type { Flow } from '../net/flow.ts';
import { isIp } from '../net/flow.ts';
import { hashFrame } from './bondHash.ts';
import type { BondHashPolicy } from './bondHash.ts';
import { reasonOfFrame } from './checkFlow.ts';
import type { Choice } from './multipathRoute.ts';
import type { KernelProfile } from './profiles.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';

export type BondMode =
  | 'balance-rr'
  | 'active-backup'
  | 'balance-xor'
  | 'broadcast'
  | '802.3ad'
  | 'balance-tlb'
  | 'balance-alb';

/** A bond as the driver has it. */
export interface Bond {
  readonly mode: BondMode;
  /** xmit_hash_policy; `layer2` by default. Without meaning in balance-rr, active-backup and broadcast. */
  readonly policy: BondHashPolicy;
  /** In the order in which they were enslaved. */
  readonly members: readonly BondMember[];
  /** tlb_dynamic_lb is 0: balance-tlb and balance-alb choose by the hash, not by load. */
  readonly isStaticTlb?: boolean;
}

export interface BondMember {
  /** No link, not active, or in 802.3ad not of the active aggregator. */
  readonly isDown?: boolean;
  /** active-backup: the member that is used whenever it is up. */
  readonly isPrimary?: boolean;
}

export interface ReadyBond {
  readonly kind: 'ready-bond';
  readonly bond: Bond;
  readonly profile: KernelProfile;
  /** Indices of the members that transmit. */
  readonly usable: readonly number[];
}

/** Checks and prepares a bond. Refused: no member, none up, a policy that the kernel lacks, a kernel before 4.15. */
export function prepareBond(bond: Bond, profile: KernelProfile): ReadyBond | Refused {
  if (bond.members.length === 0) return refuse('the bond has no member');
  const usable = [...bond.members.keys()].filter((index) => bond.members[index]?.isDown !== true);
  if (usable.length === 0) return refuse('every member is down: the bond sends nothing');
  if (!isHashing(bond)) return { kind: 'ready-bond', bond, profile, usable };
  if (!profile.hasKnownBondHash)
    return refuse(
      `the transmit hash of kernel ${profile.version} is not modelled; 4.15 and newer are`,
    );
  if (bond.policy === 'vlan+srcmac' && !profile.hasVlanSrcmac)
    return refuse(`kernel ${profile.version} has no policy vlan+srcmac; 5.12 and newer have`);
  return { kind: 'ready-bond', bond, profile, usable };
}

/** The member that transmits the frame. */
export function chooseBondMember(ready: ReadyBond, frame: Flow): Choice {
  const reason = reasonOfFrame(frame);
  if (reason !== undefined) return refuse(reason);
  const { bond, usable, profile } = ready;
  const certain = certainMember(ready);
  if (certain !== undefined) return { kind: 'member', index: certain };
  const why = reasonAgainstHash(bond, frame);
  if (why !== undefined) return { kind: 'unknown', reason: why };
  const hash = hashFrame(frame, bond.policy, profile);
  if (typeof hash !== 'number') return hash;
  const index = usable[hash % usable.length];
  return index === undefined ? refuse('the bond has no usable member') : { kind: 'member', index };
}

/** The only usable member, or the primary of active-backup. */
function certainMember({ bond: { mode, members }, usable }: ReadyBond): number | undefined {
  if (usable.length === 1) return usable[0];
  if (mode !== 'active-backup') return undefined;
  return usable.find((index) => members[index]?.isPrimary === true);
}

function isHashing({ mode, isStaticTlb }: Bond): boolean {
  if (mode === 'balance-tlb' || mode === 'balance-alb') return isStaticTlb === true;
  return mode === 'balance-xor' || mode === '802.3ad';
}

/** Why no hash decides; undefined if one does. */
function reasonAgainstHash(bond: Bond, frame: Flow): string | undefined {
  switch (bond.mode) {
    case 'balance-rr':
      return 'balance-rr sends the packets in turn, whatever flow they belong to';
    case 'active-backup':
      return 'active-backup sends everything by the active member, and no `primary` says which that is';
    case 'broadcast':
      return 'broadcast sends every packet by all members';
    case 'balance-tlb':
    case 'balance-alb':
      return reasonAgainstTlb(bond, frame);
    case 'balance-xor':
    case '802.3ad':
      return reasonAgainstSocketHash(bond, frame);
  }
}

/** encap3+4 takes a hash that the packet carries already: bond_xmit_hash() returns skb->hash where l4_hash is set. */
function reasonAgainstSocketHash({ policy }: Bond, { origin, proto }: Flow): string | undefined {
  if (policy !== 'encap3+4' || origin !== 'local' || proto !== TCP) return undefined;
  return 'encap3+4 takes the random hash that a socket of this host puts on its packets';
}

const TCP = 6;
const IGMP = 2;

function reasonAgainstTlb(bond: Bond, frame: Flow): string | undefined {
  const { mode, isStaticTlb } = bond;
  if (isStaticTlb !== true) return `${mode} moves flows by the load of its members`;
  const isGroup = frame.dmac !== undefined && (frame.dmac[0] & 1) === 1;
  if (!isIp(frame) || isGroup || (mode === 'balance-alb' && frame.proto === IGMP))
    return `${mode} sends this frame by its active member, which is not known`;
  if (frame.dmac === undefined)
    return 'frames to a group of links take another way, and `dmac` is not given';
  return reasonAgainstSocketHash(bond, frame);
}
