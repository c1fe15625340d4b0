/**
 * IPv6 addresses of links and their routes: inet6_addr_add(), inet6_addr_del() and addrconf_ifdown(),
 * net/ipv6/addrconf.c, v6.18. Duplicate address detection is taken as passed.
 */
import type { Address } from '../../net/address.ts';
import { networkOf } from '../../net/prefix.ts';
import { isFree } from './duplicates6.ts';
import { isLinkLocalAddress, isLoopback, isMulticast } from './gateway6.ts';
import { hostPrefix, isZero, sameAddress, scopes, tables } from './keys.ts';
import { findOwnRoute6, insertOwnRoute6, multicastRoute, removeOwnRoute6 } from './ownRoutes6.ts';
import type { AddressRequest } from './requests.ts';
import { removeSibling } from './siblings.ts';
import { note } from './state.ts';
import type { Machine, MachineAddress, MachineLink, MachineRefusal } from './types.ts';
import { errno, extack } from './words.ts';

/** inet6_rtm_newaddr(). */
export function addAddress6(
  machine: Machine,
  link: MachineLink,
  request: AddressRequest,
): MachineRefusal | undefined {
  const { prefix, peer, verb } = request;
  const local = prefix.address;
  const found = link.addresses.find((each) => sameAddress(each.local, local));
  if (found !== undefined) {
    if (verb !== 'add') return modify(machine, link, { found, request });
    if (!found.sure) return undefined;
    return extack('address-exists', 'ipv6: address already assigned', { cause: found.origin });
  }
  if (request.isTemplate && prefix.length !== 64)
    return extack(
      'request-invalid',
      'ipv6: address with "mngtmpaddr" flag must have a prefix length of 64',
    );
  if (isZero(local) || isMulticast(local) || (isLoopback(local) && !takesLoopback(link)))
    return extack('request-invalid', 'ipv6: Invalid address');
  const address: MachineAddress = {
    family: 6,
    local,
    prefix: { address: local, length: (peer ?? prefix).length },
    peer: peer?.address,
    broadcast: undefined,
    scope: scopeOf(local),
    noPrefixRoute: request.noPrefixRoute,
    priority: request.priority,
    secondary: false,
    label: undefined,
    hasLifetime: request.hasLifetime,
    noDad: request.noDad,
    sure: request.sure,
    origin: request.origin,
  };
  if (link.up !== false) multicastRoute(machine, link);
  link.addresses.push(address);
  note(machine, { kind: 'address', gone: false, link, address });
  if (link.up !== false) bringPrefix6(machine, link, address);
  if (isFree(link, address)) addLocalRoute(machine, link, address);
  return undefined;
}

interface Change {
  readonly found: MachineAddress;
  readonly request: AddressRequest;
}

/**
 * inet6_addr_modify(): metric and `noprefixroute` are those of the last command, and a connected route that somebody deleted
 * comes back.
 */
function modify(
  machine: Machine,
  link: MachineLink,
  { found, request }: Change,
): MachineRefusal | undefined {
  if (request.isTemplate && found.prefix.length !== 64)
    return found.sure ? errno('request-invalid', 'EINVAL') : undefined;
  const { noPrefixRoute, hasLifetime, noDad } = request;
  const priority = request.priority === 0 ? found.priority : request.priority;
  const changed = { ...found, priority, noPrefixRoute, hasLifetime, noDad: found.noDad || noDad };
  link.addresses[link.addresses.indexOf(found)] = changed;
  if (link.up === false) return undefined;
  const place = { link, table: tables.main, destination: networkOf(found.prefix) };
  const hadRoute = !found.noPrefixRoute && !found.hasLifetime;
  const present = !hadRoute ? undefined : findOwnRoute6(machine, place);
  const isKept = noPrefixRoute
    ? sharesPrefix(link, changed)
    : present?.priority === metricOf(changed);
  if (isKept) return undefined;
  if (present !== undefined) removeSibling(machine, present);
  bringPrefix6(machine, link, changed);
  return undefined;
}

/** IP6_RT_PRIO_ADDRCONF where none is written. */
function metricOf({ priority }: MachineAddress): number {
  return priority === 0 ? 256 : priority;
}

function scopeOf(local: Address): number {
  if (isLoopback(local)) return scopes.host;
  return isLinkLocalAddress(local) ? scopes.link : scopes.universe;
}

/** The connected route, once the link is up. */
export function bringPrefix6(machine: Machine, link: MachineLink, address: MachineAddress): void {
  if (!address.noPrefixRoute) addPrefixRoute(machine, link, address);
}

function addPrefixRoute(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const { prefix, sure, origin } = address;
  insertOwnRoute6(machine, {
    link,
    type: 'unicast',
    table: tables.main,
    destination: networkOf(prefix),
    priority: metricOf(address),
    sure,
    origin,
  });
}

/** __ipv6_ifa_notify(RTM_NEWADDR), when the address is free to use. */
export function addLocalRoute(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const { local, peer, sure, origin } = address;
  insertOwnRoute6(machine, {
    link,
    type: 'local',
    table: tables.local,
    destination: hostPrefix(local),
    priority: 0,
    sure,
    origin,
  });
  if (peer !== undefined) addPrefixRoute(machine, link, { ...address, prefix: hostPrefix(peer) });
}

/** inet6_addr_del(). */
export function deleteAddress6(
  machine: Machine,
  link: MachineLink,
  request: AddressRequest,
): MachineRefusal | undefined {
  const { length } = request.peer ?? request.prefix;
  const found = link.addresses.find(
    (each) =>
      each.family === 6 &&
      each.prefix.length === length &&
      sameAddress(each.local, request.prefix.address),
  );
  if (found === undefined)
    return link.addressesKnown ? extack('address-missing', 'ipv6: address not found') : undefined;
  forgetAddress6(machine, link, found);
  return undefined;
}

/** ipv6_del_addr(). */
export function forgetAddress6(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const index = link.addresses.indexOf(address);
  if (index < 0) return;
  link.addresses.splice(index, 1);
  note(machine, { kind: 'address', gone: true, link, address });
  removeOwnRoute6(machine, { link, table: tables.local, destination: hostPrefix(address.local) });
  if (address.peer !== undefined)
    removeOwnRoute6(machine, { link, table: tables.main, destination: hostPrefix(address.peer) });
  if (!sharesPrefix(link, address) && !address.noPrefixRoute && !address.hasLifetime)
    removeOwnRoute6(machine, { link, table: tables.main, destination: networkOf(address.prefix) });
  forgetSource(machine, address.local);
}

/** check_cleanup_prefix_route(): another address of the link is in the same network. */
function sharesPrefix(link: MachineLink, address: MachineAddress): boolean {
  return link.addresses.some(
    (other) =>
      other !== address &&
      other.family === 6 &&
      other.prefix.length === address.prefix.length &&
      networkKey(other) === networkKey(address),
  );
}

function networkKey({ prefix }: MachineAddress): string {
  const { address } = networkOf(prefix);
  return address.family === 6 ? address.words.join(':') : String(address.value);
}

/**
 * fib6_remove_prefsrc(): routes stay, without their source; with it, where another link has the address, too, or where a nexthop
 * object stands for their nexthops.
 */
function forgetSource(machine: Machine, local: Address): void {
  for (const route of machine.sourced) {
    if (route.family !== 6 || route.nhid !== undefined || !sameAddress(route.src, local)) continue;
    if (isElsewhere(machine, local, route.hops[0]?.link)) continue;
    machine.sourced.delete(route);
    withoutSource(route);
  }
}

/** ipv6_chk_addr(): a link-local address counts on its own link alone. */
function isElsewhere(machine: Machine, local: Address, own: MachineLink | undefined): boolean {
  const links = isLinkLocalAddress(local) ? [own] : machine.links.values();
  for (const link of links)
    if (
      link?.addresses.some((each) => sameAddress(each.local, local) && isFree(link, each)) === true
    )
      return true;
  return false;
}

function withoutSource(route: { src: Address | undefined }): void {
  route.src = undefined;
}

/** The automatic link-local address goes, whatever it is. */
export function forgetLinkLocal(machine: Machine, link: MachineLink): void {
  if (link.kind === 'loopback') return;
  const isShared = link.addresses.some(({ local }) => isLinkLocalAddress(local));
  if (!isShared)
    removeOwnRoute6(machine, {
      link,
      table: tables.main,
      destination: { address: { family: 6, words: [0xfe80_0000, 0, 0, 0] }, length: 64 },
    });
}

/** The loopback link and VRFs take ::1 (ipv6_add_addr()); a link that nobody made here may be a VRF. */
function takesLoopback({ kind }: MachineLink): boolean {
  return kind === undefined || kind === 'loopback' || kind === 'vrf';
}
