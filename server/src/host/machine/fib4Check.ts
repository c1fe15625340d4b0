/**
 * The checks that an IPv4 route has to pass, in the kernel's order: fib_create_info() and fib_check_nh(),
 * net/ipv4/fib_semantics.c, v6.18. Where the state is not known, a check passes.
 */
import type { Address } from '../../net/address.ts';
import { isZero, scopes, tables } from './keys.ts';
import { lookup4, lookupTable4, type Answer } from './lookup4.ts';
import { hopOf, noHop, type Checked } from './check.ts';
import type { HopRequest, RouteRequest } from './requests.ts';
import { checkHop6 } from './gateway6.ts';
import { findLink } from './state.ts';
import type {
  Machine,
  MachineHop,
  MachineLink,
  MachineNexthop,
  MachineRefusal,
  TableId,
} from './types.ts';
import { errno, extack } from './words.ts';

/** fib_props[]: the narrowest scope that a type of route may have. */
const typeScopes: Readonly<Record<string, number>> = {
  local: scopes.host,
  nat: scopes.nowhere,
  broadcast: scopes.link,
  anycast: scopes.link,
};
const errorTypes: ReadonlySet<string> = new Set([
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
]);

export interface Route4 {
  readonly request: RouteRequest;
  readonly type: string;
  readonly table: TableId;
  readonly scope: number;
}

const invalid = (reason: string): { readonly refusal: MachineRefusal } => ({
  refusal: extack('request-invalid', reason),
});

/** The nexthops of a route as the kernel would keep them. */
export function checkRoute4(machine: Machine, route: Route4): Checked<readonly MachineHop[]> {
  const { request, type, scope } = route;
  if ((typeScopes[type] ?? 0) > scope) return invalid('Invalid scope');
  // fib_get_nhs(): nexthops have realms of their own.
  if (request.multipath && request.realms !== 0)
    return invalid('Nexthop class id does not match RTA_FLOW');
  if (request.nhid === undefined && errorTypes.has(type)) {
    return request.hops.length > 0
      ? invalid('Gateway, device and multipath can not be specified for this route type')
      : { value: [] };
  }
  const checked =
    request.nhid === undefined
      ? checkHops(machine, route)
      : checkObject(machine, route, request.nhid);
  if (checked.value === undefined || errorTypes.has(type)) return checked;
  const isSource = request.src === undefined || isValidSource(machine, route, request.src);
  return isSource ? checked : { refusal: extack('source-missing', 'Invalid prefsrc address') };
}

function checkHops(machine: Machine, route: Route4): Checked<readonly MachineHop[]> {
  const { request, scope } = route;
  const hops = request.hops.length === 0 ? [noHop] : request.hops;
  if (scope === scopes.host) {
    if (hops.length !== 1) return invalid('Route with host scope can not have multiple nexthops');
    if (hops[0]?.via !== undefined) return invalid('Route with host scope can not have a gateway');
    const link = linkOf(machine, hops[0]);
    if (link === undefined) return { refusal: errno('request-invalid', 'ENODEV') };
    return { value: [hopOf(hops[0] ?? noHop, { link, scope: scopes.nowhere, linkdown: false })] };
  }
  const found: MachineHop[] = [];
  for (const hop of hops) {
    const checked = checkHop(machine, route, hop);
    if (checked.value === undefined) return checked;
    found.push(checked.value);
  }
  return { value: found };
}

function linkOf(machine: Machine, hop: HopRequest | undefined): MachineLink | undefined {
  return hop?.dev === undefined ? undefined : findLink(machine, hop.dev);
}

/** fib_check_nh(). */
function checkHop(machine: Machine, route: Route4, hop: HopRequest): Checked<MachineHop> {
  const { via } = hop;
  if (via === undefined || isZero(via)) return checkDirect(machine, hop);
  if (via.family === 6) return checkVia6(machine, route, hop);
  return checkGateway4(machine, { hop, via, table: route.table, scope: route.scope });
}

function checkVia6(machine: Machine, route: Route4, hop: HopRequest): Checked<MachineHop> {
  const checked = checkHop6(machine, { hop, table: route.table });
  if (checked.refusal !== undefined) return checked;
  return {
    // The kernel does not look for the carrier here (fib_check_nh_v6_gw()).
    value: hopOf(hop, { link: checked.value, scope: scopes.link, linkdown: false }),
  };
}

function isDown(link: MachineLink | undefined): boolean {
  return link !== undefined && link.carrier === false;
}

/** fib_check_nh_nongw(). */
function checkDirect(machine: Machine, hop: HopRequest): Checked<MachineHop> {
  if (hop.onlink) return invalid('Invalid flags for nexthop - PERVASIVE and ONLINK can not be set');
  const link = linkOf(machine, hop);
  if (link === undefined) return { refusal: errno('request-invalid', 'ENODEV') };
  if (link.up === false)
    return { refusal: extack('link-down', 'Device for nexthop is not up', { subject: link.name }) };
  return { value: hopOf(hop, { link, scope: scopes.host, linkdown: isDown(link) }) };
}

interface Gateway {
  readonly hop: HopRequest;
  readonly via: NonNullable<HopRequest['via']>;
  readonly table: TableId;
  readonly scope: number;
}

const invalidGateway = { refusal: extack('gateway-invalid', 'Nexthop has invalid gateway') };

/** fib_check_nh_v4_gw(): the gateway must be reached over a route of narrower scope. */
export function checkGateway4(machine: Machine, gateway: Gateway): Checked<MachineHop> {
  const { hop, scope } = gateway;
  const link = linkOf(machine, hop);
  if (hop.onlink) {
    if (scope >= scopes.link) return invalid('Nexthop has invalid scope');
    if (link === undefined) return invalid('Nexthop device required for onlink');
    return checkOnlink(machine, gateway, link);
  }
  const answer = lookupGateway(machine, gateway, link);
  if (answer.kind === 'unknown')
    return { value: hopOf(hop, { link, scope: scopes.link, linkdown: isDown(link) }) };
  if (answer.kind !== 'route') return invalidGateway;
  const { route, hop: found } = answer;
  if (route.type !== 'unicast' && route.type !== 'local') return invalidGateway;
  if (found.link?.up === false)
    return { refusal: errno('link-down', 'ENETDOWN', { subject: found.link.name }) };
  return {
    value: hopOf(hop, { link: found.link, scope: route.scope, linkdown: isDown(found.link) }),
  };
}

function checkOnlink(
  machine: Machine,
  { hop, via }: Gateway,
  link: MachineLink,
): Checked<MachineHop> {
  if (link.up === false)
    return { refusal: extack('link-down', 'Nexthop device is not up', { subject: link.name }) };
  const type = addressType(machine, via, tables.local);
  if (type === 'local' || type === 'other') return invalidGateway;
  return { value: hopOf(hop, { link, scope: scopes.link, linkdown: isDown(link) }) };
}

/** The table of the route first, then all of them. */
function lookupGateway(
  machine: Machine,
  { via, table, scope }: Gateway,
  link: MachineLink | undefined,
): Answer {
  if (via.family !== 4) return { kind: 'unknown' };
  const query = { to: via, link, scope: Math.max(scope + 1, scopes.link) };
  if (table !== tables.main && machine.tables[4].has(table)) {
    const answer = lookupTable4(machine, table, query);
    if (answer.kind === 'route' || answer.kind === 'unknown') return answer;
  }
  return lookup4(machine, query);
}

/** __inet_dev_addr_type() of no link, net/ipv4/fib_frontend.c. */
function addressType(
  machine: Machine,
  address: Address,
  table: TableId,
): 'unicast' | 'local' | 'other' | 'unknown' {
  if (address.family !== 4) return 'unknown';
  const first = address.value >>> 24;
  if (first === 0 || address.value === 0xffff_ffff || (first >= 224 && first < 240)) return 'other';
  const answer = lookupTable4(machine, table, { to: address, link: undefined, scope: 0 });
  if (answer.kind === 'unknown') return 'unknown';
  if (answer.kind !== 'route') return 'unicast';
  const { type } = answer.route;
  return type === 'local' || type === 'unicast' ? type : 'other';
}

/** fib_valid_prefsrc(): the source must be an address of the machine. */
function isValidSource(
  machine: Machine,
  { request, type, table }: Route4,
  src: NonNullable<RouteRequest['src']>,
): boolean {
  const { destination } = request;
  if (
    type === 'local' &&
    src.family === 4 &&
    destination.address.family === 4 &&
    !isZero(destination.address) &&
    src.value === destination.address.value
  )
    return true;
  const own = table === tables.main ? tables.local : table;
  const types = [own, tables.local].map((each) => addressType(machine, src, each));
  return types.includes('local') || types.includes('unknown');
}

/** fib_check_nexthop(). */
function checkObject(
  machine: Machine,
  { request, scope }: Route4,
  id: number,
): Checked<readonly MachineHop[]> {
  const object = machine.nexthops.get(id);
  if (object === undefined) {
    return machine.nexthopsKnown
      ? { refusal: extack('nexthop-missing', 'Nexthop id does not exist', { subject: String(id) }) }
      : { value: [] };
  }
  if (errorTypes.has(request.type ?? 'unicast')) return { value: [] };
  const refusal = checkObjectScope(machine, object, scope);
  return refusal === undefined ? { value: [] } : { refusal };
}

/** fib_check_nexthop(): of a group, its first member. */
export function checkObjectScope(
  machine: Machine,
  object: MachineNexthop,
  scope: number,
): MachineRefusal | undefined {
  const refused = (reason: string): MachineRefusal => extack('request-invalid', reason);
  if (object.members !== undefined && scope === scopes.host)
    return refused('Route with host scope can not have multiple nexthops');
  const first =
    object.members === undefined
      ? object.hop
      : machine.nexthops.get(object.members[0]?.id ?? -1)?.hop;
  if (first !== undefined) {
    if (scope === scopes.host && first.via !== undefined)
      return refused('Route with host scope can not have a gateway');
    if (first.onlink && scope >= scopes.link) return refused('Scope mismatch with nexthop');
  }
  return undefined;
}
