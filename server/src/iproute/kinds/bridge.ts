/** `type bridge` (ip/iplink_bridge.c, 6.1 to 7.3; ip-link(8)). Times are in hundredths of a second. */
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import { flag, full, lladdr, named, short, u16, u32, u64, u8 } from '../rows.ts';

const numberBy =
  (make: typeof short) =>
  (keyword: string, argument: Argument, doc: string): GrammarRow =>
    make(keyword, argument, { doc: doc, refusal: `invalid ${keyword}` });
const number = numberBy(short);
const fullNumber = numberBy(full);

export const bridgeScope: Scope = named(
  [
    number('forward_delay', u32, 'Time in the listening and learning states.'),
    number('hello_time', u32, 'Time between hello packets of STP.'),
    number('max_age', u32, 'Time until the root is forgotten.'),
    number('ageing_time', u32, 'Time until a hardware address is forgotten.'),
    number('stp_state', u32, 'Spanning tree: 1 on, 0 off.'),
    full(
      'stp_mode',
      { kind: 'choice', words: ['auto', 'user', 'kernel'], abbreviates: true },
      {
        doc: 'Who runs the spanning tree.',
      },
    ),
    number('priority', u16, 'Priority in the spanning tree.'),
    number('vlan_filtering', u8, 'Ports have VLANs: 1 on, 0 off.'),
    short(
      'vlan_protocol',
      { kind: 'named', file: 'ethertypes', maximum: 0xffff, base: 10 },
      { doc: 'Protocol of VLAN tags: `802.1Q` or `802.1ad`.', refusal: 'invalid vlan_protocol' },
    ),
    number('group_fwd_mask', u16, 'Which link-local groups are forwarded.'),
    short('group_address', lladdr, 'Group address of the spanning tree.'),
    fullNumber('no_linklocal_learn', u8, 'Do not learn from link-local frames.'),
    fullNumber('mst_enabled', u8, 'Multiple spanning trees.'),
    fullNumber('fdb_max_learned', u32, 'Most hardware addresses that are learned.'),
    short('fdb_flush', flag, 'Forget learned hardware addresses.'),
    number('vlan_default_pvid', u16, 'VLAN of untagged frames; 0: none.'),
    number('vlan_stats_enabled', u8, 'Count per VLAN.'),
    number('vlan_stats_per_port', u8, 'Count per VLAN and port.'),
    number('mcast_router', u8, 'Multicast router: 0 off, 1 learned, 2 on.'),
    number('mcast_snooping', u8, 'Send multicast only where it is wanted.'),
    fullNumber('mcast_vlan_snooping', u8, 'Multicast snooping per VLAN.'),
    number('mcast_query_use_ifaddr', u8, 'Queries carry the address of the bridge.'),
    number('mcast_querier', u8, 'Send queries.'),
    number('mcast_hash_elasticity', u32, 'No effect since Linux 5.0.'),
    number('mcast_hash_max', u32, 'Most multicast groups.'),
    number('mcast_last_member_count', u32, 'Queries after the last member left.'),
    number('mcast_startup_query_count', u32, 'Queries at the start.'),
    number('mcast_last_member_interval', u64, 'Time between queries after a leave.'),
    number('mcast_membership_interval', u64, 'Time until a group is given up.'),
    number('mcast_querier_interval', u64, 'Time until another querier is given up.'),
    number('mcast_query_interval', u64, 'Time between queries.'),
    number('mcast_query_response_interval', u64, 'Time for answers.'),
    number('mcast_startup_query_interval', u64, 'Time between queries at the start.'),
    number('mcast_stats_enabled', u8, 'Count multicast packets.'),
    number('mcast_igmp_version', u8, 'Version of IGMP, 2 or 3.'),
    number('mcast_mld_version', u8, 'Version of MLD, 1 or 2.'),
    number('nf_call_iptables', u8, 'Bridged packets pass iptables.'),
    number('nf_call_ip6tables', u8, 'Bridged packets pass ip6tables.'),
    number('nf_call_arptables', u8, 'Bridged packets pass arptables.'),
    fullNumber(
      'mdb_offload_fail_notification',
      u8,
      'Tell of groups that the card has no room for.',
    ),
    fullNumber('fdb_local_vlan_0', u8, 'Own addresses are kept in VLAN 0 only.'),
  ],
  'bridge: unknown command "%s"?',
);
