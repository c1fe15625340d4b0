/** The checks of an IPv6 nexthop: fib6_nh_init() and ip6_validate_gw(), net/ipv6/route.c, v6.18. */
import type { Address, Ipv6Address } from '../../net/address.ts';
import type { Checked } from './check.ts';
import { isZero, sameAddress, tables } from './keys.ts';
import { findLink, routesTo } from './state.ts';
import { isReject6, lookup6, lookupTable6, type Found6 } from './lookup6.ts';
import type { HopRequest } from './requests.ts';
import type { Machine, MachineLink, MachineRefusal, TableId } from './types.ts';
import { errno, extack } from './words.ts';

export interface Gateway6 {
  readonly hop: HopRequest;
  /** Asked before the policy rules; undefined for a nexthop object, which is of no table. */
  readonly table: TableId | undefined;
}

const invalid = (reason: string): { readonly refusal: MachineRefusal } => ({
  refusal: extack('gateway-invalid', reason),
});

/** The link of an IPv6 nexthop, or why the kernel does not take it. */
export function checkHop6(machine: Machine, gateway: Gateway6): Checked<MachineLink | undefined> {
  const { hop } = gateway;
  const link = hop.dev === undefined ? undefined : findLink(machine, hop.dev);
  if (hop.onlink) {
    if (link === undefined) return invalid('Nexthop device required for onlink');
    if (link.up === false) return isDown(link);
  }
  let egress = link;
  if (hop.via !== undefined && !isZero(hop.via)) {
    const checked = checkGateway6(machine, gateway);
    if (checked.refusal !== undefined) return checked;
    egress = checked.value;
  } else if (link === undefined) return { refusal: errno('request-invalid', 'ENODEV') };
  if (egress?.up === false) return isDown(egress);
  return { value: egress };
}

function isDown(link: MachineLink): { readonly refusal: MachineRefusal } {
  return { refusal: extack('link-down', 'Nexthop device is not up', { subject: link.name }) };
}

/** ip6_validate_gw(). The link is undefined where it cannot be known. */
export function checkGateway6(
  machine: Machine,
  { hop, table }: Gateway6,
): Checked<MachineLink | undefined> {
  const { via } = hop;
  const link = hop.dev === undefined ? undefined : findLink(machine, hop.dev);
  if (via?.family !== 6) return { value: link };
  const isLinkLocal = isLinkLocalAddress(via);
  // Without a link the address is judged last, when the link is found.
  const own = isOwn(machine, via, link);
  if (own && link !== undefined) return invalid('Gateway can not be a local address');
  if (!isLinkLocal) {
    if (isMulticast(via) || isLoopback(via)) return invalid('Invalid gateway address');
    const checked = hop.onlink
      ? checkOnlink(machine, { via, table, link })
      : reach(machine, { via, table, link });
    if (checked.refusal !== undefined) return checked;
    if (checked.value === undefined) return { value: link };
    const finished = finish(checked.value);
    return own && finished.refusal === undefined
      ? invalid('Gateway can not be a local address')
      : finished;
  }
  if (link === undefined) return invalid('Egress device not specified');
  return finish(link);
}

function finish(link: MachineLink): Checked<MachineLink> {
  if (link.kind === 'loopback')
    return invalid('Egress device can not be loopback device for this route');
  return { value: link };
}

interface Reached {
  readonly via: Ipv6Address;
  readonly table: TableId | undefined;
  readonly link: MachineLink | undefined;
}

/** ip6_route_check_nh(): the table of the route first, then all of them. */
function reach(machine: Machine, { via, table, link }: Reached): Checked<MachineLink | undefined> {
  const own = table === undefined ? null : lookupTable6(machine, table, { to: via, link });
  if (own === undefined) return { value: undefined };
  const direct = directLink(machine, own);
  if (direct !== undefined && (link === undefined || link === direct)) return { value: direct };
  const found = lookup6(machine, { to: via, link });
  if (found === undefined) return { value: undefined };
  const any = directLink(machine, found);
  if (any === undefined || (link !== undefined && link !== any))
    return { refusal: errno('gateway-invalid', 'EHOSTUNREACH') };
  return { value: any };
}

function directLink(machine: Machine, found: Found6 | null): MachineLink | undefined {
  if (found === null || isReject6(machine, found.route) || found.hop?.via !== undefined)
    return undefined;
  return found.hop?.link;
}

/** ip6_route_check_nh_onlink(). Of routes to one destination with one metric, that over the link is taken (rt6_score_route()). */
function checkOnlink(machine: Machine, { via, link }: Reached): Checked<MachineLink | undefined> {
  const found = lookupTable6(machine, tables.main, { to: via, link: undefined });
  if (found === null || found === undefined) return { value: link };
  const { route, hop } = found;
  if (isReject6(machine, route) || isZero(route.destination.address)) return { value: link };
  const main = machine.tables[6].get(tables.main);
  const alike = main === undefined ? [] : routesTo(main, route);
  const isOver = alike.some(
    ({ priority, type, hops }) =>
      priority === route.priority && type === 'unicast' && hops[0]?.link === link,
  );
  if (!isOver && (route.type !== 'unicast' || hop?.link !== link))
    return invalid('Nexthop has invalid gateway or device mismatch');
  return { value: link };
}

/** ipv6_chk_addr_and_flags(): an address of the machine; a link-local one only on that link. */
function isOwn(machine: Machine, address: Address, link: MachineLink | undefined): boolean {
  const onlyLink = isLinkLocalAddress(address);
  for (const each of machine.links.values()) {
    if (onlyLink && link !== each) continue;
    if (each.addresses.some(({ local, sure }) => sure && sameAddress(local, address))) return true;
  }
  return false;
}

export function isLinkLocalAddress(address: Address): boolean {
  return address.family === 6 && (address.words[0] & 0xffc0_0000) >>> 0 === 0xfe80_0000;
}

export function isMulticast(address: Address): boolean {
  return address.family === 6 && address.words[0] >>> 24 === 0xff;
}

export function isLoopback(address: Address): boolean {
  return (
    address.family === 6 &&
    address.words.slice(0, 3).every((word) => word === 0) &&
    address.words[3] === 1
  );
}
