/**
 * `[Bond]` of a `.netdev` file and of its drop-ins: systemd.netdev(5), v255. networkd takes names only (bond_mode_table and
 * bond_xmit_hash_policy_table of src/shared/bond-util.c) and passes over any other word; what it does not set is the driver's.
 */
import type { PlacedValue } from '../implied.ts';
import { settingOf, type Section } from './section.ts';

const modes =
  'balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb'.split(' ');
const policies = 'layer2 layer3+4 layer2+3 encap2+3 encap3+4'.split(' ');

const options: readonly (readonly [key: string, word: string, names: readonly string[]])[] = [
  ['Mode', 'mode', modes],
  ['TransmitHashPolicy', 'xmit_hash_policy', policies],
];

export function bondSettings(sections: readonly Section[]): readonly (string | PlacedValue)[] {
  const [first, ...more] = sections.filter(({ name }) => name === 'Bond');
  if (first === undefined) return [];
  const entries = [first, ...more].flatMap((section) => section.entries);
  return options.flatMap(([key, word, names]) => {
    const value = settingOf({ ...first, entries }, key);
    const isTaken =
      value !== undefined && (typeof value.value !== 'string' || names.includes(value.value));
    return isTaken ? [word, value] : [];
  });
}
