/** Bonds of netplan as the bonding driver sees them: mode, hash policy, members (Documentation/networking/bonding.rst, v6.12). */
import { isUnknown, known, type Fact } from '../base/fact.ts';
import type { NetplanDefinition } from './netplanSets.ts';
import { textAt, wordsAt } from './netplanTree.ts';

export const hashPolicyPath = ['parameters', 'transmit-hash-policy'] as const;

/** `balance-rr` where none is written; undefined where it cannot be known. */
export function modeOf(bond: NetplanDefinition): string | undefined {
  const mode = textAt(bond, ['parameters', 'mode']);
  return mode === undefined ? 'balance-rr' : known(mode);
}

/** Ids of the members; undefined where one of them cannot be known. */
export function membersOf(definition: NetplanDefinition): readonly Fact<string>[] | undefined {
  const members = wordsAt(definition, ['interfaces']);
  return members.some(({ value }) => isUnknown(value)) ? undefined : members;
}
