/** `ip route` as a request: the defaults are those of iproute_modify(), iproute2 6.1 ip/iproute.c. */
import { isUnknown, known } from '../../../base/fact.ts';
import { routeGrammar } from '../../../iproute/objects/route.ts';
import { routeSelectorGrammar } from '../../../iproute/objects/routeSelectors.ts';
import type { IpNexthop, IpRouteCommand } from '../../../iproute/types.ts';
import { parseIprouteAddress, type Family } from '../../../net/address.ts';
import { networkOf, type Prefix } from '../../../net/prefix.ts';
import { emptyPrefix } from '../keys.ts';
import type { FlushRequest, HopRequest, RouteRequest } from '../requests.ts';
import type { MachineCommand } from './command.ts';
import { protocolName, scopeNumber, tableOf, tosNumber } from './names.ts';
import { argumentsOf, partsOf, type Parts } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

const metricWords = [
  'mtu',
  'hoplimit',
  'advmss',
  'reordering',
  'rtt',
  'window',
  'cwnd',
  'initcwnd',
  'initrwnd',
  'rttvar',
  'ssthresh',
  'rto_min',
  'features',
  'quickack',
  'congctl',
  'realms',
];

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
      metrics: metricsOf(parts),
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

function metricsOf({ values }: Parts): string {
  if (values.size === 0) return '';
  return metricWords
    .filter((word) => values.has(word))
    .map((word) => `${word} ${values.get(word) ?? ''}`)
    .join(' ');
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

/** iproute2: `-4`/`-6`, else the family of the first address, else IPv4. */
function familyOf(command: IpRouteCommand): Family | undefined {
  const { family, destination } = command;
  if (family !== undefined) return isUnknown(family) ? undefined : family;
  const to = known(destination);
  if (to !== undefined && to !== 'default') return to.address.family;
  for (const { via } of command.nexthops) {
    if (via !== undefined) return known(via)?.family;
  }
  const src = known(command.src);
  return src?.family ?? 4;
}

const flushWords: ReadonlySet<string> = new Set([
  'table',
  'dev',
  'oif',
  'protocol',
  'type',
  'scope',
  'via',
  'root',
  'match',
  'exact',
]);

function readFlush(command: IpRouteCommand, reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), routeSelectorGrammar);
  const { values } = parts;
  if (command.incomplete === true || parts.isUnknown) return unreadIn(command, reading);
  if ([...values.keys()].some((word) => !flushWords.has(word)) || values.has('match'))
    return unread;
  const destination = valueOf(command.destination);
  const { family } = command;
  const [dev, via] = [values.get('dev') ?? values.get('oif'), values.get('via')];
  const scope = values.has('scope') ? scopeNumber(values.get('scope') ?? '') : undefined;
  const gateway = via === undefined ? undefined : parseIprouteAddress(via);
  if (isUnknown(family) || destination === 'unknown' || values.get('table') === 'cache')
    return unread;
  if (values.has('scope') && scope === undefined) return unread;
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
      ...rangeOf(prefix, values.has('root')),
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

function rangeOf(
  prefix: Prefix | undefined,
  isRoot: boolean,
): Pick<FlushRequest, 'exact' | 'within'> {
  const network = prefix === undefined ? undefined : networkOf(prefix);
  return isRoot ? { exact: undefined, within: network } : { exact: network, within: undefined };
}
