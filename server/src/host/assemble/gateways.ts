/**
 * Gateways that the kernel would refuse with "Nexthop has invalid gateway".
 * Follows fib_check_nh_v4_gw(), net/ipv4/fib_semantics.c, v6.12: the gateway must be reached with scope link, through
 * a connected prefix of the link or a route without a gateway, unless the nexthop is `onlink`.
 * Order counts within one file only: which script runs first cannot be known.
 */
import { identityOf, isUnknown, known, type Origin } from '../../base/fact.ts';
import { prefixContains } from '../../net/prefix.ts';
import type { Ipv4Address } from '../../net/address.ts';
import type { HostAddress, HostNexthop, HostRoute, Refusal } from '../model.ts';
import type { HostState } from './state.ts';

/** All IPv4 nexthops whose link has only known addresses, none of which covers the gateway. */
export function findInvalidGateways(
  state: HostState,
  everAdded: readonly HostAddress[],
): readonly Refusal[] {
  const refusals: Refusal[] = [];
  for (const route of state.routesEverAdded) {
    if (route.automatic || known(route.scope) === 'host') continue;
    for (const nexthop of route.nexthops) {
      const addresses = addressesThatRefuse(state, everAdded, { route, nexthop });
      if (addresses !== undefined)
        refusals.push({ kind: 'invalid-gateway', nexthop, route, addresses });
    }
  }
  return refusals;
}

interface Place {
  readonly route: HostRoute;
  readonly nexthop: HostNexthop;
}

function addressesThatRefuse(
  state: HostState,
  everAdded: readonly HostAddress[],
  { route, nexthop }: Place,
): readonly HostAddress[] | undefined {
  const via = known(nexthop.via);
  const link = identityOf(nexthop.dev);
  if (
    via === undefined ||
    via.family !== 4 ||
    link === undefined ||
    link.startsWith('$') ||
    nexthop.onlink
  )
    return undefined;
  const candidates = everAdded.filter(
    (address) => couldBeOn(address, link) && isVisible(address, route.origin),
  );
  const onLink = candidates.filter(
    (address) => identityOf(address.link) === link && address.family === 4,
  );
  if (onLink.length === 0 || candidates.some((address) => hidesAnswer(address))) return undefined;
  const isCovered =
    candidates.some((address) => covers(address, via)) ||
    coveredByRoute(state, { route, nexthop }, via);
  return isCovered ? undefined : onLink;
}

/** The same link, or a link whose name cannot be known. */
function couldBeOn(address: HostAddress, link: string): boolean {
  return identityOf(address.link) === link || isUnknown(address.link.value);
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
function coveredByRoute(state: HostState, place: Place, via: Ipv4Address): boolean {
  const link = identityOf(place.nexthop.dev);
  return state.routesEverAdded.some((other) => {
    if (other === place.route || other.nexthops.some((hop) => hop.via !== undefined)) return false;
    const isSameLink = other.nexthops.some(
      (hop) => identityOf(hop.dev) === link || identityOf(hop.dev)?.startsWith('$') === true,
    );
    const to = other.destination.value;
    return (
      isSameLink &&
      (isUnknown(to) || to === 'default' || (to.address.family === 4 && prefixContains(to, via)))
    );
  });
}
