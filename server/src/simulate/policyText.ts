/** Short names of the hash policies, the same in lens, hover, preview and command line. */
import type { Family } from '../net/address.ts';
import type { GroupBalance } from './balance/types.ts';
import type { Group } from './types.ts';

/** "by source and destination": what a policy hashes, for one line. Undefined: the files do not tell the policy. */
export function policyText(policy: number | undefined, family: Family): string {
  if (policy === 0 && family === 6) return 'by source, destination and flow label';
  return texts[policy ?? texts.length] ?? 'by a hash policy that these files do not tell';
}

/** Who decides in a group, for one line. */
export function deciderText({ bond, balance, family }: Group, policy: number): string {
  if (balance !== undefined) return `by ${balanceText(balance)}`;
  if (bond === undefined) return policyText(policy, family);
  const isHashing = bond.mode === 'balance-xor' || bond.mode === '802.3ad';
  return isHashing ? `by the transmit hash ${bond.hashPolicy}, ${bond.mode}` : `by ${bond.mode}`;
}

/** `numgen inc`; `statistic nth, statistic random`. */
export function balanceText({ steps }: GroupBalance): string {
  const names = steps
    .filter(({ draw }) => draw.source.kind !== 'always')
    .map(({ draw }) => draw.text);
  return [...new Set(names)].join(', ');
}

const texts: readonly string[] = [
  'by source and destination',
  'by source, destination and ports',
  'by inner source and destination of tunnels',
  'by chosen fields',
];
