/** Short names of the hash policies, the same in lens, hover, preview and command line. */
import type { Family } from '../net/address.ts';

/** "by source and destination": what a policy hashes, for one line. Undefined: the files do not tell the policy. */
export function policyText(policy: number | undefined, family: Family): string {
  switch (policy) {
    case 0:
      return family === 4 ? 'by source and destination' : 'by source, destination and flow label';
    case 1:
      return 'by source, destination and ports';
    case 2:
      return 'by inner source and destination of tunnels';
    case 3:
      return 'by chosen fields';
    default:
      return 'by a hash policy that these files do not tell';
  }
}
