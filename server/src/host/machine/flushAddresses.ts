/** `ip address flush`: ipaddr_flush(), iproute2 ip/ipaddress.c. */
import type { Family } from '../../net/address.ts';
import { prefixContains, type Prefix } from '../../net/prefix.ts';
import { forgetAddress4 } from './address4.ts';
import { forgetAddress6, forgetLinkLocal } from './address6.ts';
import { scopes } from './keys.ts';
import { findLink } from './state.ts';
import { disable4 } from './sync4.ts';
import type { Machine, MachineAddress, MachineLink, MachineRefusal } from './types.ts';
import { noDevice } from './words.ts';

/** Absent selectors match everything. */
export interface AddressFlush {
  readonly dev: string | undefined;
  readonly family: Family | undefined;
  readonly scope: number | undefined;
  readonly within: Prefix | undefined;
  /** With `*` and `?`. */
  readonly label: string | undefined;
  /** `dynamic` or `permanent`. */
  readonly hasLifetime: boolean | undefined;
}

/** Deletes what matches, on one link or on all. */
export function flushAddresses(machine: Machine, asked: AddressFlush): MachineRefusal | undefined {
  const { dev } = asked;
  if (dev === undefined) {
    for (const link of machine.links.values()) flushLink(machine, link, asked);
    return undefined;
  }
  const link = findLink(machine, dev);
  if (link === undefined) return { ...noDevice(dev), says: `Device "${dev}" does not exist.` };
  flushLink(machine, link, asked);
  return undefined;
}

function flushLink(machine: Machine, link: MachineLink, asked: AddressFlush): void {
  for (const address of inOrder(link)) {
    if (!isAskedFor(address, link, asked)) continue;
    if (address.family === 4) forgetAddress4(machine, link, address);
    else forgetAddress6(machine, link, address);
  }
  const { family, scope, within, label, hasLifetime } = asked;
  if (isLinkLocalAskedFor(link, asked)) forgetLinkLocal(machine, link);
  if (scope !== undefined || within !== undefined || label !== undefined) return;
  if (hasLifetime !== undefined) return;
  if (family !== 6 && !link.addressesKnown) disable4(machine, link);
  if (family === undefined) link.addressesKnown = true;
}

/** As the kernel lists them: of IPv6 the newest first (ipv6_link_dev_addr()). */
function inOrder({ addresses }: MachineLink): readonly MachineAddress[] {
  const isOfIpv4 = ({ family }: MachineAddress): boolean => family === 4;
  return [
    ...addresses.filter((each) => isOfIpv4(each)),
    ...addresses.filter((each) => !isOfIpv4(each)).toReversed(),
  ];
}

function isAskedFor(address: MachineAddress, link: MachineLink, asked: AddressFlush): boolean {
  const { family, scope, within, label, hasLifetime } = asked;
  return (
    (family === undefined || family === address.family) &&
    (scope === undefined || scope === address.scope) &&
    (within === undefined || isWithin(within, address)) &&
    (label === undefined || fits(label, address.label ?? link.name)) &&
    (hasLifetime === undefined || hasLifetime === address.hasLifetime)
  );
}

function isWithin(within: Prefix, { local }: MachineAddress): boolean {
  return within.address.family === local.family && prefixContains(within, local);
}

/** Only half of the automatic link-local address is known. */
function isLinkLocalAskedFor(link: MachineLink, asked: AddressFlush): boolean {
  const { family, scope, within, label, hasLifetime } = asked;
  return (
    family !== 4 &&
    (scope === undefined || scope === scopes.link) &&
    (within === undefined || (within.length <= 64 && prefixContains(within, linkLocal))) &&
    (label === undefined || fits(label, link.name)) &&
    hasLifetime !== true
  );
}

const linkLocal = { family: 6, words: [0xfe80_0000, 0, 0, 0] } as const;

/** fnmatch(). */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[^\w*?]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}
