/** Rows that several tables of `ip route` share (iproute2 6.1 to 7.3, ip/iproute.c; ip-route(8)). */
import type { GrammarRow, Lead } from '../grammar.ts';
import { device, dsfield, flag, full, short } from '../rows.ts';
import { encapTypes } from './encap.ts';
import { findRouteType } from './routeTypes.ts';

export const tosRow: GrammarRow = short('dsfield', dsfield, {
  doc: 'Type of service that a packet must have for this route.',
  aliases: ['tos'],
  refusal: '"tos" value is invalid',
});

export const tableRow: GrammarRow = short(
  'table',
  { kind: 'table' },
  {
    doc: 'Routing table: a number, or a name from rt_tables; `main` if not written.',
    refusal: '"table" value is invalid',
  },
);

export const deviceRow: GrammarRow = full('dev', device, {
  doc: 'Link that the packets leave by.',
  aliases: ['oif'],
});

export const vrfRow: GrammarRow = short('vrf', device, {
  doc: 'Table of this VRF.',
});

export const realmsRow: GrammarRow = short(
  'realms',
  { kind: 'realms' },
  { doc: 'Realms for accounting and traffic control.', refusal: '"realm" value is invalid' },
);

export const viaRow: GrammarRow = full(
  'via',
  { kind: 'address', familyWord: true },
  'Address of the next router; it must be reachable on a directly connected network. `inet` or `inet6` may stand before it.',
);

export const encapRow: GrammarRow = full(
  'encap',
  { kind: 'select', choices: encapTypes, least: 2 },
  {
    doc: 'Encapsulation that the packets get: `mpls`, `ip`, `seg6`, …',
    refusal: '"encap type" value is invalid',
  },
);

export const onlinkRow: GrammarRow = full(
  'onlink',
  flag,
  'Pretend that the gateway is directly connected, even if no address of the link covers it.',
);

export const asRow: GrammarRow = full(
  'as',
  { kind: 'address', to: true },
  'Label or address that replaces the destination.',
);

/** `to`, which may stand before a destination. */
export const toLead: Lead = {
  row: full('to', flag, 'The destination follows.'),
  takes: (word) => word === 'to',
};

/** The type of a route stands before its destination. A word that begins with a digit is none. */
export const typeLead: Lead = {
  row: full('type', flag, 'Kind of the route: `unicast`, `blackhole`, `unreachable`, …'),
  takes: (word) => !/^\d/.test(word) && findRouteType(word) !== undefined,
};
