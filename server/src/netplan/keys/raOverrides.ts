/** `ra-overrides`: what is taken from IPv6 router advertisements. */
import { boolean, integer, keyTable, networkd, row } from './table.ts';

const more = { since: '1.1', renderers: networkd };

export const raOverrides = keyTable('overrides of router advertisements', [
  row('use-dns', boolean, 'Takes the name servers of the router.', more),
  row(
    'use-domains',
    { kind: 'boolean-or-route' },
    'Takes the search domains of the router; `route`: only to choose the name server.',
    more,
  ),
  row('table', integer, 'Routing table for the routes of the router.', more),
]);
