/**
 * Gateways that the kernel would refuse with "Nexthop has invalid gateway".
 * Follows fib_check_nh_v4_gw(), net/ipv4/fib_semantics.c, v6.12: the gateway must be reached with scope link, through
 * a connected prefix of the link or a route without a gateway, unless the nexthop is `onlink`.
 * Order counts within one file only: which script runs first cannot be known.
 */
import { identityOf, isUnknown, known, type Origin } from '../../base/fact.ts';
import { createMemo } from '../../base/pieces.ts';
import { prefixContains } from '../../net/prefix.ts';
import type { Ipv4Address } from '../../net/address.ts';
import type { HostAddress, HostNexthop, HostRoute, Refusal } from '../model.ts';
import type { HostState } from './state.ts';

/** All IPv4 nexthops whose link has only known addresses, none of which covers the gateway. */
export function findInvalidGateways(
  state: HostState,
  everAdded: readonly HostAddress[],
): readonly Refusal[] {
  const addresses = groupByLink(everAdded);
  const direct = state.routesEverAdded.filter(({ nexthops }) =>
    nexthops.every((hop) => hop.via === undefined),
  );
  const refusals: Refusal[] = [];
  for (const route of state.routesEverAdded) {
    // What was not read may be `onlink`.
    if (route.automatic || route.incomplete === true || known(route.scope) === 'host') continue;
    for (const nexthop of route.nexthops) {
      if (isFine({ addresses, direct }, { route, nexthop })) continue;
      const onLink = addressesThatRefuse({ addresses, direct }, { route, nexthop });
      if (onLink !== undefined)
        refusals.push({ kind: 'invalid-gateway', nexthop, route, addresses: onLink });
    }
  }
  return refusals;
}

interface Surroundings {
  readonly addresses: AddressesByLink;
  /** Routes without a gateway. */
  readonly direct: readonly HostRoute[];
}

interface AddressesByLink {
  readonly byLink: ReadonlyMap<string, readonly HostAddress[]>;
  /** On links whose name cannot be known: they may be on any link. */
  readonly elsewhere: readonly HostAddress[];
}

function groupByLink(addresses: readonly HostAddress[]): AddressesByLink {
  const byLink = new Map<string, HostAddress[]>();
  for (const address of addresses) {
    const link = identityOf(address.link);
    if (link === undefined) continue;
    const found = byLink.get(link);
    if (found === undefined) byLink.set(link, [address]);
    else found.push(address);
  }
  return { byLink, elsewhere: addresses.filter((address) => isUnknown(address.link.value)) };
}

interface Place {
  readonly route: HostRoute;
  readonly nexthop: HostNexthop;
}

const fine = createMemo<boolean>();

/** What netplan says of one link alone stays right until somebody edits the link. */
function isFine({ addresses, direct }: Surroundings, { route, nexthop }: Place): boolean {
  if (route.language !== 'netplan' || direct.length + addresses.elsewhere.length > 0) return false;
  const named = addresses.byLink.get(known(nexthop.dev) ?? '') ?? [];
  return fine.recall(
    nexthop,
    [route, ...named],
    () => addressesThatRefuse({ addresses, direct }, { route, nexthop }) === undefined,
  );
}

function addressesThatRefuse(
  { addresses, direct }: Surroundings,
  place: Place,
): readonly HostAddress[] | undefined {
  const { route, nexthop } = place;
  const via = known(nexthop.via);
  const link = known(nexthop.dev);
  if (via === undefined || via.family !== 4 || link === undefined || nexthop.onlink)
    return undefined;
  const named = addresses.byLink.get(link) ?? [];
  const isSeen = (address: HostAddress): boolean => isVisible(address, route.origin);
  const onLink = named.filter((address) => address.family === 4 && isSeen(address));
  if (onLink.length === 0) return undefined;
  const candidates = [...named, ...addresses.elsewhere].filter((address) => isSeen(address));
  if (candidates.some((address) => hidesAnswer(address) || covers(address, via))) return undefined;
  return coveredByRoute(direct, place, via) ? undefined : onLink;
}

/** In netplan the order of the text means nothing: networkd adds addresses before routes. */
function isVisible(address: HostAddress, from: Origin): boolean {
  const { origin } = address.prefix;
  return (
    address.language === 'netplan' ||
    origin.file !== from.file ||
    origin.span.start <= from.span.start
  );
}

function hidesAnswer(address: HostAddress): boolean {
  return isUnknown(address.prefix.value) && address.family !== 6;
}

function covers(address: HostAddress, via: Ipv4Address): boolean {
  const prefix = known(address.prefix);
  const peer = known(address.peer);
  if (address.peer !== undefined && peer === undefined) return true;
  return [peer ?? prefix].some(
    (range) => range?.address.family === 4 && prefixContains(range, via),
  );
}

/** A route without a gateway on the same link: `ip route add 203.0.113.1 dev eno4`. */
function coveredByRoute(direct: readonly HostRoute[], place: Place, via: Ipv4Address): boolean {
  const link = identityOf(place.nexthop.dev);
  return direct.some((other) => {
    const to = other.destination.value;
    const covered =
      isUnknown(to) || to === 'default' || (to.address.family === 4 && prefixContains(to, via));
    return (
      covered &&
      (other.incomplete === true ||
        other.nexthops.some(
          (hop) => identityOf(hop.dev) === link || identityOf(hop.dev)?.startsWith('$') === true,
        ))
    );
  });
}
