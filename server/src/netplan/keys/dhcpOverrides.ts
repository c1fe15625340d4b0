/** `dhcp4-overrides` and `dhcp6-overrides`: what is taken from the DHCP server. networkd wants both alike. */
import { boolean, integer, keyTable, networkd, row, text } from './table.ts';

const networkdTrue = { renderers: networkd, default: 'true' };

export const dhcpOverrides = keyTable('DHCP overrides', [
  row('use-routes', boolean, 'Takes the routes of the DHCP server, the default route among them.', {
    default: 'true',
  }),
  row(
    'route-metric',
    integer,
    'Metric of the routes from the DHCP server. Set it to prefer one of several uplinks.',
    { default: '100 (networkd)' },
  ),
  row('use-dns', boolean, 'Takes the name servers of the DHCP server.', { default: 'true' }),
  row('use-ntp', boolean, 'Takes the time servers of the DHCP server.', networkdTrue),
  row('use-mtu', boolean, 'Takes the MTU of the DHCP server.', networkdTrue),
  row('use-hostname', boolean, 'Takes the host name of the DHCP server.', networkdTrue),
  row('send-hostname', boolean, 'Tells the DHCP server the host name.', networkdTrue),
  row('hostname', text, 'The host name that the DHCP server is told.', { renderers: networkd }),
  row('use-domains', text, 'Takes the search domains of the DHCP server: a boolean, or `route`.', {
    since: '0.98',
    renderers: networkd,
  }),
]);
