/** `ip route` as a request: the defaults are those of iproute_modify(), iproute2 6.1 ip/iproute.c. */
import { isUnknown, known } from '../../../base/fact.ts';
import { routeGrammar } from '../../../iproute/objects/route.ts';
import { routeSelectorGrammar } from '../../../iproute/objects/routeSelectors.ts';
import type { IpNexthop, IpRouteCommand } from '../../../iproute/types.ts';
import { parseIprouteAddress, parseUnsignedC, type Family } from '../../../net/address.ts';
import { networkOf, parseIproutePrefix } from '../../../net/prefix.ts';
import { emptyPrefix } from '../keys.ts';
import { metricsFrom, type RouteMetrics } from '../metrics.ts';
import type { FlushRequest, HopRequest, RouteRequest } from '../requests.ts';
import type { MachineCommand } from './command.ts';
import { protocolName, realmsOf, scopeNumber, tableOf, tosNumber } from './names.ts';
import { argumentsOf, partsOf, type Parts } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

/** ICMPV6_ROUTER_PREF_*. */
const preferences: Readonly<Record<string, string>> = { '0': 'medium', '1': 'high', '3': 'low' };

const unread: MachineCommand = { kind: 'unknown', touches: 'routes' };
const nothing: MachineCommand = { kind: 'none' };

/** What the command asks of the kernel. */
export function readRouteCommand(command: IpRouteCommand, reading: Reading): MachineCommand {
  switch (command.verb) {
    case 'add':
    case 'append':
    case 'prepend':
    case 'replace':
    case 'change':
    case 'del':
    case 'test':
      return readRoute(command, command.verb, reading);
    case 'flush':
      return command.flushCache ? nothing : readFlush(command, reading);
    case 'restore':
    case 'other':
      return unread;
    default:
      return nothing;
  }
}

function readRoute(
  command: IpRouteCommand,
  verb: RouteRequest['verb'],
  reading: Reading,
): MachineCommand {
  const family = familyOf(command);
  const parts = partsOf(argumentsOf(reading.shell), routeGrammar);
  const destination = valueOf(command.destination);
  const hops = hopsOf(command);
  const table = command.table === undefined ? undefined : tableOf(command.table, reading.names);
  const tos = tosNumber(parts.values.get('dsfield') ?? parts.values.get('tos') ?? '0');
  const scope = scopeOf(command);
  const facts = plainFacts(command);
  const realms = realmsOf(parts.values.get('realms'));
  const isUnread =
    command.incomplete === true ||
    command.vrf !== undefined ||
    parts.isUnknown ||
    family === undefined ||
    destination === undefined ||
    destination === 'unknown' ||
    hops === undefined ||
    (command.table !== undefined && table === undefined) ||
    tos === undefined ||
    scope === 'unknown' ||
    realms === undefined ||
    // Routes with a source prefix are in a tree of their own.
    (command.from !== undefined && known(command.from) !== 'default') ||
    facts === undefined;
  if (isUnread) return unreadIn(command, reading);
  return {
    kind: 'route',
    request: {
      verb,
      family,
      type: isWritten(command, parts) ? command.type : undefined,
      destination: destination === 'default' ? emptyPrefix(family) : destination,
      tos,
      table,
      ...facts,
      scope,
      hops,
      multipath: command.multipath,
      metrics: metricsOf(command),
      realms: hasHopRealms(reading) ? 0 : realms,
      preference: preferenceOf(command),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}

type PlainFacts = Pick<RouteRequest, 'src' | 'priority' | 'protocol' | 'nhid'>;

/** Undefined if one of them is not known. */
function plainFacts(command: IpRouteCommand): PlainFacts | undefined {
  const src = valueOf(command.src);
  const priority = valueOf(command.metric);
  const protocol = valueOf(command.protocol);
  const nhid = valueOf(command.nhid);
  if (src === 'unknown' || priority === 'unknown') return undefined;
  if (protocol === 'unknown' || nhid === 'unknown') return undefined;
  return {
    src,
    priority,
    protocol: protocol === undefined ? undefined : protocolName(protocol),
    nhid,
  };
}

/** What an unknown command may have done to one table. */
function unreadIn(command: IpRouteCommand, reading: Reading): MachineCommand {
  const table = command.table === undefined ? 254 : tableOf(command.table, reading.names);
  if (table === undefined || command.incomplete === true) return unread;
  const addsOnly = ['add', 'append', 'prepend'].includes(command.verb);
  // The table is that of the VRF, which is not followed.
  if (command.vrf !== undefined) return { kind: 'unknown', touches: 'routes', addsOnly };
  return { kind: 'unknown', touches: 'routes', table, addsOnly };
}

/** `unicast` may be written or be the default; only `del` tells them apart. */
function isWritten(command: IpRouteCommand, parts: Parts): boolean {
  return command.type !== 'unicast' || parts.free.includes('unicast');
}

function metricsOf({ metrics }: IpRouteCommand): RouteMetrics {
  return metricsFrom(
    metrics.map(({ keyword, values, isLocked }) => ({
      name: keyword,
      value: values.length === 0 ? '' : (known(values[0]) ?? ''),
      isLocked: isLocked === true,
    })),
  );
}

/** A nexthop has realms of its own. */
function hasHopRealms({ shell }: Reading): boolean {
  const words = argumentsOf(shell).map(({ value }) => (isUnknown(value) ? '' : value));
  const from = words.indexOf('nexthop');
  return from >= 0 && words.slice(from).some((word) => word?.startsWith('real') === true);
}

/** `medium`, `high`, `low`, or their number. */
function preferenceOf({ preference }: IpRouteCommand): string {
  const text = known(preference) ?? 'medium';
  return preferences[text] ?? text;
}

function scopeOf({ scope }: IpRouteCommand): number | undefined | 'unknown' {
  const text = valueOf(scope);
  return text === undefined ? undefined : (scopeNumber(text) ?? 'unknown');
}

function hopsOf({ nexthops }: IpRouteCommand): readonly HopRequest[] | undefined {
  const hops = nexthops.map((each) => hopOf(each));
  const read = hops.filter((hop) => hop !== undefined);
  return read.length === hops.length ? read : undefined;
}

function hopOf({ via, dev, weight, onlink }: IpNexthop): HopRequest | undefined {
  const [gateway, link, share] = [valueOf(via), valueOf(dev), valueOf(weight)];
  if (gateway === 'unknown' || link === 'unknown' || typeof share !== 'number') return undefined;
  return { via: gateway, dev: link, weight: share, onlink };
}

/** iproute2: `-4`/`-6`, else the family of the destination or of the first other address, else IPv4. */
function familyOf(command: IpRouteCommand): Family | undefined {
  const { family, destination, src, multipath, nexthops } = command;
  if (family !== undefined) return isUnknown(family) ? undefined : family;
  const to = known(destination);
  if (to !== undefined && to !== 'default') return to.address.family;
  const via = nexthops.find((each) => each.via !== undefined)?.via;
  const isFirst =
    via === undefined ||
    (src !== undefined && (multipath || src.origin.span.start < via.origin.span.start));
  const [first, second] = isFirst ? [src, via] : [via, src];
  return known(first)?.family ?? known(second)?.family ?? 4;
}

const flushWords: ReadonlySet<string> = new Set([
  'table',
  'dev',
  'oif',
  'protocol',
  'type',
  'scope',
  'via',
  'src',
  'metric',
  'priority',
]);

function readFlush(command: IpRouteCommand, reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), routeSelectorGrammar);
  const { values } = parts;
  if (command.incomplete === true || parts.isUnknown) return unreadIn(command, reading);
  if ([...values.keys()].some((word) => !flushWords.has(word))) return unread;
  const destination = valueOf(command.destination);
  const { family } = command;
  const [dev, via] = [values.get('dev') ?? values.get('oif'), values.get('via')];
  const scope = values.has('scope') ? scopeNumber(values.get('scope') ?? '') : undefined;
  const gateway = via === undefined ? undefined : parseIprouteAddress(via);
  if (isUnknown(family) || destination === 'unknown' || values.get('table') === 'cache')
    return unread;
  if (values.has('scope') && scope === undefined) return unread;
  const src = values.has('src') ? parseIproutePrefix(values.get('src') ?? '', family) : undefined;
  const metric = values.get('metric') ?? values.get('priority');
  const range = rangeOf(parts);
  if ((via !== undefined && gateway === undefined) || range === undefined) return unread;
  if (values.has('src') && src === undefined) return unread;
  const table = flushTable(command, values, reading);
  if (table === undefined || command.vrf !== undefined) return unread;
  const protocol = values.get('protocol');
  const ofAddress =
    destination === undefined || destination === 'default'
      ? gateway?.family
      : destination.address.family;
  const chosen = family ?? ofAddress ?? (table === 'all' ? undefined : 4);
  const prefix = destination === 'default' ? emptyPrefix(chosen ?? 4) : destination;
  return {
    kind: 'flush-routes',
    sure: reading.sure,
    request: {
      family: chosen,
      table,
      dev,
      [range]: prefix === undefined ? undefined : networkOf(prefix),
      src,
      metric: metric === undefined ? undefined : parseUnsignedC(metric),
      protocol: protocol === undefined ? undefined : protocolName(protocol),
      type: values.get('type'),
      scope,
      via: gateway,
      inBatch: reading.inBatch,
    },
  };
}

function flushTable(
  command: IpRouteCommand,
  values: ReadonlyMap<string, string>,
  reading: Reading,
): FlushRequest['table'] | undefined {
  if (values.get('table') === 'all') return 'all';
  return command.table === undefined ? 254 : tableOf(command.table, reading.names);
}

type Range = 'exact' | 'within' | 'around';

/** `root`, `match` and `exact` may be abbreviated; undefined where several prefixes are given. */
function rangeOf({ free }: Parts): Range | undefined {
  const words = free.filter((word) => !(word !== '' && 'to'.startsWith(word)));
  if (words.length > 2) return undefined;
  const [first = ''] = words;
  if (words.length < 2) return 'exact';
  if ('root'.startsWith(first)) return 'within';
  if ('match'.startsWith(first)) return 'around';
  return 'exact'.startsWith(first) ? 'exact' : undefined;
}
