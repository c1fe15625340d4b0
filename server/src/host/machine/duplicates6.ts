/** Duplicate address detection: addrconf_dad_begin(), net/ipv6/addrconf.c, v6.18. It is taken as passed once it can be asked. */
import type { MachineAddress, MachineLink } from './types.ts';

/** An address is used at once where nobody can have a duplicate, or nobody asks; else when the link is ready. */
export function isFree(link: MachineLink, { noDad }: MachineAddress): boolean {
  return link.ready || link.kind === 'loopback' || noDad || link.arp === false;
}
