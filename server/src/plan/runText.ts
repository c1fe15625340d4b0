/** What runs on the host, as a person would type it. */
import type { PlannedRun } from './types.ts';

export function runText({ kind, path }: PlannedRun): string {
  // A name from a folder may hold anything; whoever reads it gets it without control characters.
  const name = JSON.stringify(path).slice(1, -1);
  switch (kind) {
    case 'netplan':
      return 'netplan apply';
    case 'sysctl':
      return `sysctl -p ${name}`;
    case 'nft':
      return `nft -f ${name}`;
    case 'batch':
      return `ip -batch ${name}`;
    case 'script':
      return name;
  }
}
