/**
 * An entry of `routes`.
 * The checks over several keys follow handle_routes and validate_route of netplan 1.2.
 */
import type { YamlMapping } from '../../yaml/types.ts';
import { refuseMissing } from '../refusal.ts';
import type { Report } from '../refusal.ts';
import { lastEntry, textOf } from '../entries.ts';
import { checkFamilies } from './families.ts';
import { boolean, integer, keyTable } from './table.ts';

const routeTypes = [
  'unicast',
  'anycast',
  'blackhole',
  'broadcast',
  'local',
  'multicast',
  'nat',
  'prohibit',
  'throw',
  'unreachable',
  'xresolve',
] as const;

export const route = keyTable(
  'a route',
  [
    {
      key: 'to',
      type: { kind: 'destination' },
      doc: 'Destination: a network such as `192.0.2.0/24`, or `default`.',
    },
    {
      key: 'via',
      type: { kind: 'network' },
      doc: 'Address of the gateway. It must be in a subnet of the link, unless `on-link` is set.',
    },
    {
      key: 'from',
      type: { kind: 'network' },
      doc: 'Preferred source address of packets that this host sends along the route.',
    },
    {
      key: 'on-link',
      type: boolean,
      doc: 'The gateway is reachable on this link even if no subnet of the link holds it.',
    },
    {
      key: 'metric',
      type: integer,
      doc: 'Of several routes to one destination, the lowest metric wins.',
    },
    {
      key: 'table',
      type: integer,
      doc: 'Number of the routing table. `routing-policy` says who looks there. Default: 254 (main).',
    },
    {
      key: 'type',
      type: { kind: 'word', words: routeTypes, anyCase: true, netplan: "invalid route type '%s'" },
      doc: 'Kind of route. Default: `unicast`.',
    },
    {
      key: 'scope',
      type: {
        kind: 'word',
        words: ['global', 'link', 'host'],
        anyCase: true,
        netplan: "invalid route scope '%s'",
      },
      doc: 'How far the destination is. Default: follows from type and gateway.',
    },
    { key: 'mtu', type: integer, doc: 'MTU along the route, in bytes.', since: '0.101' },
    {
      key: 'congestion-window',
      type: integer,
      doc: 'Initial congestion window of TCP, in segments.',
      since: '0.102',
    },
    {
      key: 'advertised-receive-window',
      type: integer,
      doc: 'Initial receive window of TCP, in segments.',
      since: '0.102',
    },
    {
      key: 'advertised-mss',
      type: integer,
      doc: 'Segment size that TCP advertises, in bytes.',
      since: '1.1',
    },
  ],
  checkRoute,
);

function checkRoute(mapping: YamlMapping, report: Report): void {
  checkFamilies(mapping, ['from', 'to', 'via'], report);
  const to = textOf(mapping, 'to');
  const via = textOf(mapping, 'via');
  const type = textOf(mapping, 'type')?.toLowerCase() ?? 'unicast';
  const scope = textOf(mapping, 'scope')?.toLowerCase() ?? derivedScope(type, via);
  const where = lastEntry(mapping, 'via')?.span ?? mapping.span;
  if (scope !== 'global' && to === undefined) {
    report(where, refuseMissingTo("link and host routes must specify a 'to' IP"));
  } else if (type === 'unicast' && scope === 'global' && (to === undefined || via === undefined)) {
    const netplan = "global unicast route must include both a 'to' and 'via' IP";
    report(
      to === undefined ? where : mapping.span,
      to === undefined ? refuseMissingTo(netplan) : refuseMissingVia(netplan),
    );
  } else if (type !== 'unicast' && to === undefined) {
    report(where, refuseMissingTo("non-unicast routes must specify a 'to' IP"));
  }
}

function derivedScope(type: string, via: string | undefined): string {
  if (type === 'local' || type === 'nat') return 'host';
  if (type === 'unicast') return via === undefined ? 'link' : 'global';
  return ['broadcast', 'multicast', 'anycast'].includes(type) ? 'link' : 'global';
}

function refuseMissingTo(netplan: string): ReturnType<typeof refuseMissing> {
  return refuseMissing(
    'the route has no destination',
    netplan,
    'add `to:` with a network or `default`',
  );
}

function refuseMissingVia(netplan: string): ReturnType<typeof refuseMissing> {
  return refuseMissing(
    'the route has no gateway',
    netplan,
    'add `via:` with the address of the gateway, or remove `scope: global`',
  );
}
