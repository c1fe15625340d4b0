/**
 * Since when each kind of link reads its words, where that is not as old as the kind.
 * Linux by include/uapi/linux/if_link.h and if_*.h, iproute2 by the announcements of its releases (5.1 on) and by `ip` itself: see docs/ip.md.
 */
import { both, type Versions } from '../since.ts';

/** Words that tunnels take back: `nokey`, `noseq`, … */
const taken = 'nokey noikey nookey noseq noiseq nooseq nocsum noicsum noocsum';
const udp =
  'noencap encap encap-sport encap-dport encap-csum noencap-csum encap-udp6-csum noencap-udp6-csum encap-remcsum noencap-remcsum';
const taking: Versions = [[{ iproute2: '4.18' }, taken]];

const gre: Versions = [
  ...taking,
  [{ iproute2: '4.15' }, 'hlim'],
  [{ linux: '4.3', iproute2: '4.4' }, 'external'],
  [both('4.7'), 'ignore-df noignore-df'],
  [both('4.12'), 'fwmark'],
];
const gre6: Versions = [
  ...taking,
  [{ iproute2: '4.15' }, 'hlim encaplimit'],
  [both('4.7'), udp],
  [both('4.12'), 'fwmark'],
  [{ linux: '4.16', iproute2: '4.15' }, 'erspan'],
  [both('4.16'), 'external erspan_ver erspan_dir erspan_hwid'],
  [{ linux: '4.12', iproute2: '4.18' }, 'allow-localremote noallow-localremote'],
];
const macvlan: Versions = [
  [{ iproute2: '4.15' }, 'flag'],
  [{ linux: '3.18', iproute2: '4.15' }, 'macaddr'],
  [both('5.11'), 'bcqueuelen'],
  [{ linux: '5.13', iproute2: '5.14' }, 'nodst'],
  [both('6.4'), 'bclim'],
];
const ipvlan: Versions = [[both('4.15'), 'private vepa bridge']];
const vti: Versions = [[both('4.12'), 'fwmark']];

export const versionsOfKind: Readonly<Record<string, Versions>> = {
  bond: [
    [both('5.3'), 'peer_notify_delay'],
    [both('5.15'), 'lacp_active'],
    [both('5.17'), 'arp_missed_max'],
    [both('5.18'), 'ns_ip6_target'],
    [both('6.9'), 'coupled_control'],
    [{ linux: '6.17', iproute2: '6.18' }, 'broadcast_neighbor'],
  ],
  bond_slave: [
    [{ linux: '3.14', iproute2: '4.15' }, 'queue_id'],
    [both('6.0'), 'prio'],
    [both('6.18'), 'actor_port_prio'],
  ],
  bridge: [
    [
      { linux: '4.4', iproute2: '4.6' },
      'group_fwd_mask group_address fdb_flush vlan_default_pvid mcast_router mcast_snooping mcast_query_use_ifaddr mcast_querier mcast_hash_elasticity mcast_hash_max mcast_last_member_count mcast_startup_query_count mcast_last_member_interval mcast_membership_interval mcast_querier_interval mcast_query_interval mcast_query_response_interval mcast_startup_query_interval nf_call_iptables nf_call_ip6tables nf_call_arptables',
    ],
    [both('4.7'), 'vlan_stats_enabled'],
    [both('4.8'), 'mcast_stats_enabled'],
    [both('4.10'), 'mcast_igmp_version mcast_mld_version'],
    [{ linux: '4.20', iproute2: '5.2' }, 'vlan_stats_per_port'],
    [{ linux: '5.0', iproute2: '6.1' }, 'no_linklocal_learn'],
    [{ linux: '5.15', iproute2: '5.16' }, 'mcast_vlan_snooping'],
    [{ linux: '5.18', iproute2: '6.11' }, 'mst_enabled'],
    [both('6.7'), 'fdb_max_learned'],
    [{ linux: '6.16', iproute2: '6.17' }, 'mdb_offload_fail_notification'],
    [both('6.18'), 'fdb_local_vlan_0'],
    [{ linux: '7.1', iproute2: '7.2' }, 'stp_mode'],
  ],
  bridge_slave: [
    [{ linux: '4.4', iproute2: '4.15' }, 'fdb_flush mcast_router'],
    [{ iproute2: '4.15' }, 'mcast_fast_leave'],
    [{ linux: '3.19', iproute2: '4.15' }, 'proxy_arp'],
    [{ linux: '4.1', iproute2: '4.15' }, 'proxy_arp_wifi'],
    [{ linux: '4.9', iproute2: '4.15' }, 'mcast_flood'],
    [{ linux: '4.11', iproute2: '4.15' }, 'vlan_tunnel'],
    [both('4.15'), 'neigh_suppress group_fwd_mask'],
    [{ linux: '4.18', iproute2: '4.19' }, 'isolated'],
    [{ linux: '4.19', iproute2: '4.20' }, 'backup_port nobackup_port'],
    [{ linux: '4.11', iproute2: '5.1' }, 'mcast_to_unicast'],
    [{ linux: '4.12', iproute2: '5.18' }, 'bcast_flood'],
    [both('5.18'), 'locked'],
    [both('6.2'), 'mab'],
    [both('6.4'), 'neigh_vlan_suppress'],
    [both('6.6'), 'backup_nhid'],
    [both('7.2'), 'neigh_forward_grat'],
  ],
  can: [
    [{ linux: '4.11', iproute2: '4.15' }, 'termination'],
    [{ linux: '5.11', iproute2: '5.12' }, 'cc-len8-dlc'],
    [both('5.16'), 'tdcv tdco tdcf tdc-mode'],
    [
      both('6.19'),
      'xl xbitrate xsample-point xtq xprop-seg xphase-seg1 xphase-seg2 xsjw xtdcv xtdco xtdcf pwms pwml pwmo restricted xtdc-mode tms',
    ],
  ],
  erspan: [...gre, [both('4.14'), 'erspan'], [both('4.16'), 'erspan_ver erspan_dir erspan_hwid']],
  geneve: [
    [both('4.4'), 'dstport external noexternal'],
    [
      { linux: '4.5', iproute2: '4.6' },
      'udpcsum noudpcsum udp6zerocsumtx noudp6zerocsumtx udp6zerocsumrx noudp6zerocsumrx',
    ],
    [both('4.6'), 'label flowlabel'],
    [both('5.0'), 'df'],
    [both('5.18'), 'innerprotoinherit'],
    [both('7.2'), 'local'],
  ],
  gre,
  gretap: gre,
  hsr: [
    [both('4.7'), 'version'],
    [both('5.9'), 'proto'],
    [both('6.10'), 'interlink'],
  ],
  ip6erspan: gre6,
  ip6gre: gre6,
  ip6gretap: gre6,
  ip6tnl: [
    [both('4.7'), udp],
    [both('4.9'), 'external'],
    [both('4.12'), 'allow-localremote noallow-localremote'],
  ],
  ipip: [
    [both('4.8'), 'mode'],
    [both('4.9'), 'external'],
    [both('4.12'), 'fwmark'],
  ],
  ipvlan,
  ipvtap: ipvlan,
  macsec: [[{ linux: '5.7', iproute2: '5.8' }, 'offload']],
  macvlan,
  macvtap: macvlan,
  netkit: [[{ linux: '6.13', iproute2: '6.15' }, 'scrub']],
  rmnet: [
    [
      { iproute2: '6.14' },
      'ingress-deaggregation ingress-commands ingress-mapv4-checksum egress-mapv4-checksum',
    ],
    [{ linux: '5.14', iproute2: '6.14' }, 'ingress-mapv5-checksum egress-mapv5-checksum'],
  ],
  sit: [
    [both('4.9'), 'external'],
    [both('4.12'), 'fwmark'],
  ],
  vlan: [[both('5.2'), 'bridge_binding']],
  vti,
  vti6: vti,
  vxlan: [
    [{ linux: '4.0', iproute2: '4.15' }, 'noremcsumtx remcsumtx noremcsumrx remcsumrx'],
    [{ linux: '4.3', iproute2: '4.4' }, 'external noexternal'],
    [both('4.6'), 'label flowlabel'],
    [{ linux: '4.6', iproute2: '4.7' }, 'gpe'],
    [both('5.0'), 'df'],
    [{ linux: '5.18', iproute2: '5.19' }, 'vnifilter novnifilter'],
    [both('6.5'), 'localbypass nolocalbypass'],
    [both('6.14'), 'reserved_bits'],
    [both('6.17'), 'mcroute nomcroute'],
  ],
  xfrm: [[both('6.1'), 'external']],
};
