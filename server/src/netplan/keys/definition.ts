/** The keys that definitions of all link types share, as far as the host model reads them. */
import type { YamlMapping } from '../../yaml/types.ts';
import { hasKey, lastEntry } from '../entries.ts';
import { refuseValue } from '../refusal.ts';
import type { Report } from '../refusal.ts';
import { dhcpOverrides } from './dhcpOverrides.ts';
import { match } from './match.ts';
import { route } from './route.ts';
import { routingPolicy } from './routingPolicy.ts';
import { boolean, integer, keyTable, text } from './table.ts';
import type { WordType } from './table.ts';

/** Who configures a link. */
export const renderer: WordType = {
  kind: 'word',
  words: ['networkd', 'NetworkManager'],
  anyCase: false,
  netplan: "unknown renderer '%s'",
};

/** A VLAN may also be a function of the network card. */
const linkRenderer: WordType = { ...renderer, words: [...renderer.words, 'sriov'] };

export const definition = keyTable(
  'a definition',
  [
    {
      key: 'renderer',
      type: linkRenderer,
      doc: 'Who configures the link: `networkd` or `NetworkManager`.',
    },
    {
      key: 'match',
      type: { kind: 'mapping', table: match },
      doc: 'Picks a physical link by its properties. Without it, the id is the name of the link.',
    },
    { key: 'set-name', type: text, doc: 'Renames the link. Needs `match`.' },
    {
      key: 'dhcp4',
      type: boolean,
      doc: 'Takes an IPv4 address, and usually a default route, from a DHCP server. Default: false.',
    },
    {
      key: 'dhcp6',
      type: boolean,
      doc: 'Takes an IPv6 address from a DHCP server. Default: false.',
    },
    {
      key: 'dhcp4-overrides',
      type: { kind: 'mapping', table: dhcpOverrides },
      doc: 'What is taken from the DHCPv4 server.',
    },
    {
      key: 'dhcp6-overrides',
      type: { kind: 'mapping', table: dhcpOverrides },
      doc: 'What is taken from the DHCPv6 server.',
    },
    {
      key: 'addresses',
      type: { kind: 'sequence', of: { kind: 'interface-address' } },
      doc: 'Static addresses, each with the length of its subnet.',
    },
    {
      key: 'gateway4',
      type: { kind: 'address', family: 4 },
      doc: 'Default gateway for IPv4. Write a route to `default` instead.',
      isDeprecated: true,
    },
    {
      key: 'gateway6',
      type: { kind: 'address', family: 6 },
      doc: 'Default gateway for IPv6. Write a route to `default` instead.',
      isDeprecated: true,
    },
    {
      key: 'routes',
      type: { kind: 'sequence', of: { kind: 'mapping', table: route } },
      doc: 'Static routes over this link.',
    },
    {
      key: 'routing-policy',
      type: { kind: 'sequence', of: { kind: 'mapping', table: routingPolicy } },
      doc: 'Rules that choose the routing table of a packet.',
    },
    {
      key: 'optional',
      type: boolean,
      doc: 'The boot does not wait for this link. Default: false.',
      renderers: ['networkd'],
    },
    { key: 'mtu', type: integer, doc: 'Largest packet of the link, in bytes.' },
    {
      key: 'nameservers',
      type: { kind: 'any' },
      doc: 'Name servers and search domains of the link.',
    },
  ],
  checkDefinition,
);

function checkDefinition(mapping: YamlMapping, report: Report): void {
  const setName = lastEntry(mapping, 'set-name');
  if (setName === undefined || hasKey(mapping, 'match')) return;
  const refusal = refuseValue(
    '`set-name` stands without `match`',
    "'set-name:' requires 'match:' properties",
    'add `match:` with the hardware address of the link',
  );
  report(setName.key.span, refusal);
}
