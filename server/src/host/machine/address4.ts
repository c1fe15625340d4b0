/**
 * IPv4 addresses of links and the routes that come and go with them: inet_insert_ifa() and inet_del_ifa(),
 * net/ipv4/devinet.c; fib_add_ifaddr() and fib_del_ifaddr(), net/ipv4/fib_frontend.c; v6.18.
 */
import type { Address } from '../../net/address.ts';
import { networkOf, prefixContains, type Prefix } from '../../net/prefix.ts';
import { broadcastOf, hostPrefix, isZero, sameAddress, scopes, tables } from './keys.ts';
import { isLocal4 } from './lookup4.ts';
import { disable4, maybeDisable4 } from './sync4.ts';
import { insertOwnRoute4, removeOwnRoute4, type OwnRoute } from './ownRoutes4.ts';
import type { AddressRequest } from './requests.ts';
import { dropRoute, note } from './state.ts';
import type { Machine, MachineAddress, MachineLink, MachineRefusal } from './types.ts';
import { extack } from './words.ts';

/** 127.0.0.1/8, which the loopback link gets whenever it is set up. */
export function loopbackAddress(machine: Machine, link: MachineLink): void {
  if (link.kind !== 'loopback') return;
  const local: Address = { family: 4, value: 0x7f00_0001 };
  insertAddress(machine, link, {
    family: 4,
    local,
    prefix: { address: local, length: 8 },
    peer: undefined,
    broadcast: undefined,
    scope: scopes.host,
    noPrefixRoute: false,
    priority: 0,
    secondary: false,
    label: link.name,
    hasLifetime: false,
    noDad: false,
    sure: true,
    origin: undefined,
  });
}

/** inet_rtm_newaddr(). */
export function addAddress4(
  machine: Machine,
  link: MachineLink,
  request: AddressRequest,
): MachineRefusal | undefined {
  const { prefix, peer, verb } = request;
  const wide: Prefix = peer ?? prefix;
  const local = prefix.address;
  const found = link.addresses.find((each) => isSame(each, wide) && sameAddress(each.local, local));
  if (found !== undefined) {
    if (verb !== 'add') change(machine, link, { found, request });
    if (verb !== 'add' || !found.sure) return undefined;
    return extack('address-exists', 'ipv4: Address already assigned', { cause: found.origin });
  }
  return insertAddress(machine, link, {
    family: 4,
    local,
    prefix: wide,
    peer: sameAddress(peer?.address, local) ? undefined : peer?.address,
    broadcast: broadcastFor(request),
    scope: request.scope ?? defaultScope(local),
    noPrefixRoute: request.noPrefixRoute,
    priority: request.priority,
    secondary: false,
    label: request.label ?? link.name,
    hasLifetime: request.hasLifetime,
    noDad: false,
    sure: request.sure,
    origin: request.origin,
  });
}

interface Change {
  readonly found: MachineAddress;
  readonly request: AddressRequest;
}

/** Metric and lifetime are those of the last command; fib_modify_prefix_metric(): without a metric it is 0 again. */
function change(machine: Machine, link: MachineLink, { found, request }: Change): void {
  const { priority, hasLifetime } = request;
  const changed = { ...found, priority, hasLifetime };
  link.addresses[link.addresses.indexOf(found)] = changed;
  if (priority === found.priority) return;
  const isOn = link.up !== false && !found.secondary && !found.noPrefixRoute && hasNetwork(found);
  if (!isOn) return;
  const own = {
    link,
    src: found.local,
    sure: found.sure,
    origin: found.origin,
    type: networkType(link),
    destination: networkOf(found.prefix),
  };
  insertOwnRoute4(machine, { ...own, priority });
  removeOwnRoute4(machine, { ...own, priority: found.priority }, true);
}

function broadcastFor({ broadcast, prefix: own, peer }: AddressRequest): Address | undefined {
  const prefix = peer ?? own;
  if (broadcast === '+') return prefix.length >= 31 ? undefined : broadcastOf(prefix);
  return broadcast === '-' ? networkOf(prefix).address : broadcast;
}

/** default_scope(), iproute2 ip/ipaddress.c. */
function defaultScope(local: Address): number {
  return local.family === 4 && local.value >>> 24 === 127 ? scopes.host : scopes.universe;
}

/** Of the same network with the same length. */
function isSame(address: MachineAddress, prefix: Prefix): boolean {
  return (
    address.family === prefix.address.family &&
    address.prefix.length === prefix.length &&
    prefixContains(address.prefix, prefix.address)
  );
}

function insertAddress(
  machine: Machine,
  link: MachineLink,
  given: MachineAddress,
): MachineRefusal | undefined {
  let place = 0;
  let secondary = false;
  for (const [index, other] of link.addresses.entries()) {
    if (other.family !== 4) continue;
    if (!other.secondary && given.scope <= other.scope) place = index + 1;
    if (!isSame(other, given.prefix)) continue;
    if (sameAddress(other.local, given.local))
      return extack('address-exists', 'ipv4: Address already assigned', { cause: other.origin });
    if (other.scope !== given.scope) return extack('request-invalid', 'ipv4: Invalid scope value');
    secondary = true;
  }
  const address = { ...given, secondary };
  link.addresses.splice(secondary ? link.addresses.length : place, 0, address);
  note(machine, { kind: 'address', gone: false, link, address });
  addRoutesOf(machine, link, address);
  revive(link);
  return undefined;
}

/** fib_inetaddr_event() calls fib_sync_up(). */
function revive(link: MachineLink): void {
  if (link.up === false) return;
  for (const route of link.routes) {
    if (route.family !== 4) continue;
    for (const hop of route.hops) {
      if (hop.link !== link || !hop.dead) continue;
      hop.dead = false;
      if (link.carrier !== false) hop.linkdown = false;
    }
  }
}

/** fib_add_ifaddr(). */
export function addRoutesOf(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const prim = primaryOf(link, address);
  if (prim === undefined) return;
  for (const own of routesOf(link, address, prim)) insertOwnRoute4(machine, own);
}

function routesOf(
  link: MachineLink,
  address: MachineAddress,
  prim: MachineAddress,
): readonly OwnRoute[] {
  const { prefix, local, broadcast, priority } = address;
  const make = (type: OwnRoute['type'], destination: Prefix, metric = 0): OwnRoute => ({
    link,
    type,
    destination,
    src: prim.local,
    priority: metric,
    sure: address.sure,
    origin: address.origin,
  });
  const own = [make('local', hostPrefix(local))];
  if (link.up === false) return own;
  if (broadcast !== undefined && !isZero(broadcast))
    own.push(make('broadcast', hostPrefix(broadcast)));
  if (!hasNetwork(address) || address.secondary) return own;
  if (!address.noPrefixRoute) own.push(make(networkType(link), networkOf(prefix), priority));
  if (prefix.length < 31) own.push(make('broadcast', hostPrefix(broadcastOf(prefix))));
  return own;
}

function networkType(link: MachineLink): 'local' | 'unicast' {
  return link.kind === 'loopback' ? 'local' : 'unicast';
}

/** Not 0.0.0.0/8, and more than the address itself. */
function hasNetwork({ prefix, local }: MachineAddress): boolean {
  const network = networkOf(prefix).address;
  const isZeroNet = network.family === 4 && network.value >>> 24 === 0;
  return !isZeroNet && (prefix.length < 32 || !sameAddress(network, local));
}

function primaryOf(link: MachineLink, address: MachineAddress): MachineAddress | undefined {
  if (!address.secondary) return address;
  return link.addresses.find((each) => !each.secondary && isSame(each, address.prefix));
}

/** inet_del_ifa(): the addresses of the network that came after the first one go with it. */
export function forgetAddress4(machine: Machine, link: MachineLink, address: MachineAddress): void {
  if (!address.secondary) {
    for (const other of link.addresses.filter(
      (each) => each.secondary && isSame(each, address.prefix),
    ))
      forgetOne(machine, link, other);
  }
  forgetOne(machine, link, address);
  if (link.addresses.some(({ family }) => family === 4)) return;
  if (link.addressesKnown) disable4(machine, link);
  else maybeDisable4(machine, link);
}

function forgetOne(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const index = link.addresses.indexOf(address);
  if (index < 0) return;
  link.addresses.splice(index, 1);
  note(machine, { kind: 'address', gone: true, link, address });
  removeRoutesOf(machine, link, address);
}

/** fib_del_ifaddr(): a route stays while another address would have brought it. */
function removeRoutesOf(machine: Machine, link: MachineLink, address: MachineAddress): void {
  const prim = primaryOf(link, address);
  if (prim === undefined) return;
  const common = { link, src: prim.local, sure: true, origin: undefined, priority: 0 };
  const { prefix } = address;
  const isNetwork = !address.secondary && hasNetwork(address);
  if (isNetwork && !address.noPrefixRoute)
    removeOwnRoute4(machine, {
      ...common,
      type: networkType(link),
      destination: networkOf(prefix),
    });
  const kept = keptBy(link, address, prim);
  const drop = (type: OwnRoute['type'], to: Address | undefined): void => {
    if (to === undefined || kept[type].some((each) => sameAddress(each, to))) return;
    removeOwnRoute4(machine, { ...common, type, destination: hostPrefix(to) });
  };
  drop('broadcast', address.broadcast);
  if (isNetwork && prefix.length < 31) {
    drop('broadcast', broadcastOf(prefix));
    drop('broadcast', networkOf(prefix).address);
  }
  if (kept.local.some((each) => sameAddress(each, address.local))) return;
  drop('local', address.local);
  if (address.local.family === 4 && isLocal4(machine, address.local) !== true)
    dropSourced(machine, address.local);
}

type Kept = Readonly<Record<OwnRoute['type'], Address[]>>;

/** The addresses that other entries of the link with the same source still need. */
function keptBy(link: MachineLink, address: MachineAddress, prim: MachineAddress): Kept {
  const kept: Kept = { local: [], broadcast: [], unicast: [] };
  let hasTwin = false;
  for (const other of link.addresses) {
    if (other.family !== 4 || other === address) continue;
    const owner = other.secondary ? primaryOf(link, other) : other;
    if (owner === undefined || !sameAddress(owner.local, prim.local)) continue;
    if (other.secondary && !isSame(other, prim.prefix) && !hasTwin) continue;
    if (!other.secondary && other !== prim) hasTwin = true;
    kept.local.push(other.local);
    if (other.broadcast !== undefined) kept.broadcast.push(other.broadcast);
    if (owner === other && other.prefix.length < 31 && hasNetwork(other))
      kept.broadcast.push(broadcastOf(other.prefix), networkOf(other.prefix).address);
  }
  return kept;
}

/** fib_sync_down_addr(): routes of table main with that source go. */
function dropSourced(machine: Machine, local: Address): void {
  for (const route of machine.sourced) {
    if (route.family === 4 && route.table === tables.main && sameAddress(route.src, local))
      dropRoute(machine, route);
  }
}

/** inet_rtm_deladdr(). `exact` is false where no length is written: then any network does. */
export function deleteAddress4(
  machine: Machine,
  link: MachineLink,
  request: AddressRequest & { readonly exact: boolean },
): MachineRefusal | undefined {
  const { prefix, peer } = request;
  const wide = peer ?? prefix;
  const found = link.addresses.find(
    (each) =>
      each.family === 4 &&
      sameAddress(each.local, prefix.address) &&
      (request.label === undefined || each.label === request.label) &&
      (!request.exact || isSame(each, wide)),
  );
  if (found === undefined) {
    if (link.addressesKnown) return extack('address-missing', 'ipv4: Address not found');
    maybeDisable4(machine, link);
    return undefined;
  }
  forgetAddress4(machine, link, found);
  return undefined;
}
