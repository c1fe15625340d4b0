/** `dhcp4-overrides` and `dhcp6-overrides`: what is taken from the DHCP server. */
import { boolean, integer, keyTable, text } from './table.ts';

export const dhcpOverrides = keyTable('DHCP overrides', [
  {
    key: 'use-routes',
    type: boolean,
    doc: 'Takes the routes of the DHCP server, the default route among them. Default: true.',
  },
  {
    key: 'route-metric',
    type: integer,
    doc: 'Metric of the routes from the DHCP server. Set it to prefer one of several uplinks.',
  },
  {
    key: 'use-dns',
    type: boolean,
    doc: 'Takes the name servers of the DHCP server. Default: true.',
  },
  {
    key: 'use-ntp',
    type: boolean,
    doc: 'Takes the time servers of the DHCP server. Default: true.',
    renderers: ['networkd'],
  },
  {
    key: 'use-mtu',
    type: boolean,
    doc: 'Takes the MTU of the DHCP server. Default: true.',
    renderers: ['networkd'],
  },
  {
    key: 'use-hostname',
    type: boolean,
    doc: 'Takes the host name of the DHCP server. Default: true.',
    renderers: ['networkd'],
  },
  {
    key: 'send-hostname',
    type: boolean,
    doc: 'Tells the DHCP server the host name. Default: true.',
    renderers: ['networkd'],
  },
  {
    key: 'hostname',
    type: text,
    doc: 'The host name that the DHCP server is told.',
    renderers: ['networkd'],
  },
  {
    key: 'use-domains',
    type: text,
    doc: 'Takes the search domains of the DHCP server: a boolean, or `route`.',
    since: '0.98',
    renderers: ['networkd'],
  },
]);
