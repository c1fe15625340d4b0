/** Short names of the hash policies, the same in lens, hover, preview and command line. */
import type { Family } from '../net/address.ts';

/** "by source and destination": what a policy hashes, for one line. Undefined: the files do not tell the policy. */
export function policyText(policy: number | undefined, family: Family): string {
  if (policy === 0 && family === 6) return 'by source, destination and flow label';
  return texts[policy ?? texts.length] ?? 'by a hash policy that these files do not tell';
}

const texts: readonly string[] = [
  'by source and destination',
  'by source, destination and ports',
  'by inner source and destination of tunnels',
  'by chosen fields',
];
