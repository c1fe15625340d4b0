/** `ip link set … inet …`: IPv4 settings of a link, the same as `net.ipv4.conf.LINK.*` (iproute2 7.2, ip/iplink.c: iplink_parse_inet). */
import type { GrammarRow, Scope } from '../grammar.ts';
import { full, i32, onOff } from '../rows.ts';

const toggle = (keyword: string, doc: string): GrammarRow => full(keyword, onOff, doc);
const number = (keyword: string, doc: string): GrammarRow =>
  full(keyword, i32, { doc: doc, refusal: `Invalid "${keyword}" value` });

export const inetScope: Scope = {
  bare: { kind: 'return' },
  hasNoHelp: true,
  atLeastOne: {
    missing: 'a setting after `inet`',
    says: 'Command line is not complete. Try option "help"',
  },
  grammar: [
    toggle('forwarding', 'Forward packets that come in by this link.'),
    toggle('proxy_arp', 'Answer ARP for addresses that are reached by other links.'),
    toggle('accept_redirects', 'Accept ICMP redirects.'),
    toggle('secure_redirects', 'Accept redirects only to gateways that are known.'),
    toggle('send_redirects', 'Send ICMP redirects.'),
    toggle('shared_media', 'Several networks share the link.'),
    number('rp_filter', 'Reverse-path filter: 0 off, 1 strict, 2 loose.'),
    toggle('accept_source_route', 'Accept packets with a source route.'),
    toggle('bootp_relay', 'Accept packets from 0.x.x.x.'),
    toggle('log_martians', 'Log packets with impossible addresses.'),
    number('tag', 'A number for programs.'),
    toggle('arp_filter', 'Answer ARP only where the route leads by this link.'),
    number('medium_id', 'Number of the medium that links share.'),
    toggle('disable_xfrm', 'No IPsec on this link.'),
    toggle('disable_policy', 'No IPsec policy for this link.'),
    number('force_igmp_version', 'Version of IGMP.'),
    number('arp_announce', 'Which source address ARP requests carry.'),
    number('arp_ignore', 'Which ARP requests are answered.'),
    toggle('promote_secondaries', 'The next address takes over when the first is removed.'),
    number('arp_accept', 'Which gratuitous ARP makes neighbours.'),
    toggle('arp_notify', 'Send gratuitous ARP when the link comes up.'),
    toggle('accept_local', 'Accept packets with a source address of this host.'),
    toggle('src_vmark', 'The mark counts in the reverse-path filter.'),
    toggle('proxy_arp_pvlan', 'Answer ARP for the same link (private VLAN).'),
    toggle('route_localnet', 'Do not take 127.0.0.0/8 for impossible.'),
    toggle('bc_forwarding', 'Forward directed broadcasts.'),
    number('igmpv2_unsolicited_report_interval', 'Milliseconds between IGMPv2 reports.'),
    number('igmpv3_unsolicited_report_interval', 'Milliseconds between IGMPv3 reports.'),
    toggle('ignore_routes_with_linkdown', 'Routes over a link without carrier do not count.'),
    toggle('drop_unicast_in_l2_multicast', 'Drop unicast packets in multicast frames.'),
    toggle('drop_gratuitous_arp', 'Drop gratuitous ARP.'),
    toggle('arp_evict_nocarrier', 'Forget neighbours when the carrier is lost.'),
  ],
};
