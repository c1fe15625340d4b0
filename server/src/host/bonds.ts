/** Bonds of a host, whatever file they come from, as the bonding driver sees them (Documentation/networking/bonding.rst, v6.12). */
import { known } from '../base/fact.ts';
import type { BondMode } from '../kernel/bond.ts';
import type { BondHashPolicy } from '../kernel/bondHash.ts';
import type { HostBond } from './model.ts';

/** bond_mode_tbl of drivers/net/bonding/bond_options.c, v6.12: the place is the number. */
export const bondModes: readonly BondMode[] = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
];

/** bond_xmit_hashtype_tbl of drivers/net/bonding/bond_options.c, v6.12: the place is the number. */
export const bondHashPolicies: readonly BondHashPolicy[] = [
  'layer2',
  'layer3+4',
  'layer2+3',
  'encap2+3',
  'encap3+4',
  'vlan+srcmac',
];

/** The driver's default where none is written; undefined where it cannot be known. */
export function modeOfBond({ mode }: HostBond): string | undefined {
  return mode === undefined ? 'balance-rr' : known(mode);
}

/** Modes whose transmit hash counts. */
const hashingModes: ReadonlySet<string> = new Set(['balance-xor', '802.3ad', 'balance-tlb']);

export function usesHash(mode: string): boolean {
  return hashingModes.has(mode);
}
