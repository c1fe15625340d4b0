/** `type bridge_slave`: settings of a port of a bridge (ip/iplink_bridge_slave.c, 6.1 to 7.3; ip-link(8)). */
import type { GrammarRow, Scope } from '../grammar.ts';
import { device, flag, full, named, onOff, short, u16, u32, u8 } from '../rows.ts';

const toggle = (keyword: string, doc: string, make = short): GrammarRow =>
  make(keyword, onOff, {
    doc: doc,
    answer: `Error: argument of "${keyword}" must be "on" or "off", not "%s"`,
  });

export const bridgeSlaveScope: Scope = named(
  [
    short('fdb_flush', flag, 'Forget hardware addresses of the port.'),
    short('state', u8, {
      doc: 'State of the port: 0 disabled, 3 forwarding.',
      refusal: 'state is invalid',
    }),
    short('priority', u16, {
      doc: 'Priority in the spanning tree.',
      refusal: 'priority is invalid',
    }),
    short('cost', u32, { doc: 'Cost in the spanning tree.', refusal: 'cost is invalid' }),
    toggle('hairpin', 'Frames may go back by the port they came from.'),
    toggle('guard', 'Drop STP packets.'),
    toggle('root_block', 'The port never leads to the root.'),
    toggle('fastleave', 'Stop multicast at once after a leave.'),
    toggle('learning', 'Learn hardware addresses.'),
    toggle('flood', 'Send frames to unknown hosts here.'),
    toggle('mcast_flood', 'Send multicast here that nobody asked for.'),
    toggle('bcast_flood', 'Send broadcasts here.'),
    toggle('mcast_to_unicast', 'Send multicast as a copy for each host.'),
    toggle('proxy_arp', 'Answer ARP for others.'),
    toggle('proxy_arp_wifi', 'Answer ARP as access points do.'),
    short('mcast_router', u8, {
      doc: 'Multicast router: 0 off, 1 learned, 2 on, 3 for a while.',
      refusal: 'invalid mcast_router',
    }),
    toggle('mcast_fast_leave', 'Stop multicast at once after a leave.'),
    toggle('neigh_suppress', 'Answer ARP and NDP from the table.'),
    toggle('neigh_vlan_suppress', 'The same for each VLAN.', full),
    toggle('neigh_forward_grat', 'Forward gratuitous ARP although it is suppressed.', full),
    short('group_fwd_mask', u16, {
      doc: 'Which link-local groups are forwarded.',
      refusal: 'invalid group_fwd_mask',
    }),
    toggle('vlan_tunnel', 'VLANs become tunnel identifiers.'),
    toggle('isolated', 'No frames to other isolated ports.'),
    toggle('locked', 'Only known hosts may send.'),
    toggle('mab', 'Learn hosts on a locked port, but do not let them send.', full),
    short('backup_port', device, {
      doc: 'Port that takes over without carrier.',
      refusal: 'Device does not exist',
    }),
    short('nobackup_port', flag, 'No port takes over.'),
    full('backup_nhid', u32, {
      doc: 'Nexthop object for packets to the backup port.',
      refusal: 'backup_nhid is invalid',
    }),
  ],
  'bridge_slave: unknown option "%s"?',
);
