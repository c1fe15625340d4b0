/** What was recorded from one kernel in a virtual machine: `test/vectors/kernel-*.json`. */
import type { BondMode } from '../../server/src/kernel/bond.ts';
import type { BondHashPolicy } from '../../server/src/kernel/bondHash.ts';
import type { RecordedFlow } from './recordedFlow.ts';

export interface KernelVectors {
  /** As `uname -r` says. */
  readonly release: string;
  readonly package: string;
  /** Version of the source, `6.1.192`. */
  readonly kernel: string;
  /** Two 16-digit hexadecimal words, read from the memory of the guest. */
  readonly bootKey: string;
  readonly routers: readonly RecordedRouter[];
  readonly bonds: readonly RecordedBond[];
}

export interface RecordedRouter {
  readonly family: 4 | 6;
  readonly kind: 'classic' | 'group' | 'resilient';
  readonly policy: number;
  readonly fields: number;
  /** 0: the boot key is used. */
  readonly seed: number;
  readonly useNeigh: boolean;
  readonly nexthops: readonly RecordedNexthop[];
  /** Resilient groups: the nexthop that owns each bucket when the questions were asked, as the kernel says. */
  readonly buckets?: readonly number[];
  /** The router before: its group was replaced to become this one. Flows of `asked` there made buckets busy. */
  readonly replaces?: number;
  readonly asked: readonly RecordedQuestion[];
  readonly packets: readonly (readonly [flow: RecordedFlow, nexthop: number])[];
}

export type RecordedNexthop = readonly [
  weight: number,
  state: 'good' | 'dead' | 'failed-neighbour',
  source: string,
];

/** `ip route get`: with iif or not, source, destination, protocol, ports, and the nexthop that the kernel answered. */
export type RecordedQuestion = readonly [
  hasIif: 0 | 1,
  src: string,
  dst: string,
  proto: number,
  sport: number,
  dport: number,
  nexthop: number,
];

export interface RecordedBond {
  readonly mode: BondMode;
  readonly policy: BondHashPolicy;
  readonly members: number;
  readonly frames: readonly (readonly [flow: RecordedFlow, member: number])[];
}
