/** `type bond`, and `type bond_slave` of its members (ip/iplink_bond.c, ip/iplink_bond_slave.c, 6.1 to 7.3; ip-link(8)). */
import { parseIprouteAddress, type Family } from '../../net/address.ts';
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import { device, flag, full, i32, lladdr, named, onOff, short, u16, u32, u8 } from '../rows.ts';

const numberBy =
  (make: typeof short) =>
  (keyword: string, argument: Argument, doc: string): GrammarRow =>
    make(keyword, argument, { doc: doc, refusal: `invalid ${keyword}` });
const number = numberBy(short);
const fullNumber = numberBy(full);
/** A name, or its place in the list. */
const indexBy =
  (make: typeof short) =>
  (keyword: string, words: readonly string[], doc: string): GrammarRow =>
    make(
      keyword,
      { kind: 'choice', words, maximum: words.length - 1 },
      { doc: doc, refusal: `invalid ${keyword}` },
    );

const index = indexBy(short);
const fullIndex = indexBy(full);

/** Addresses with commas between them; without any the list is emptied. */
const targets = (family: Family): Argument => ({
  kind: 'pattern',
  pattern: {
    test: (text) =>
      text
        .split(',')
        .every((each) => each === '' || parseIprouteAddress(each, family) !== undefined),
  },
  shape: `IPv${family} addresses with commas between them`,
  isOptional: true,
});
const noTarget = 'Error: any valid address is expected rather than "%s".';

const modes = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
];
const hashes = ['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4', 'vlan+srcmac'];
const validations = ['none', 'active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup'];

export const bondScope: Scope = named(
  [
    index('mode', modes, 'How the members share the traffic.'),
    short('active_slave', device, 'Member that is in use.'),
    short('clear_active_slave', flag, 'Let the bond choose the member.'),
    number('miimon', u32, 'Milliseconds between looks at the carrier; 0: none.'),
    number('updelay', u32, 'Milliseconds before a member that came up is used.'),
    number('downdelay', u32, 'Milliseconds before a member without carrier is given up.'),
    number('peer_notify_delay', u32, 'Milliseconds between gratuitous ARP packets.'),
    number('use_carrier', u8, 'Ask the driver for the carrier (1), or the old way (0).'),
    number('arp_interval', u32, 'Milliseconds between ARP requests; 0: none.'),
    short('arp_ip_target', targets(4), {
      doc: 'Addresses that ARP asks for, with commas between them.',
      answer: noTarget,
    }),
    full('ns_ip6_target', targets(6), {
      doc: 'IPv6 addresses that are asked for, with commas between them.',
      answer: noTarget,
    }),
    index('arp_validate', validations, 'Which ARP packets count.'),
    index('arp_all_targets', ['any', 'all'], 'How many targets must answer.'),
    fullNumber('arp_missed_max', u8, 'Requests without an answer until a member is down.'),
    short('primary', device, 'Member that is preferred.'),
    index('primary_reselect', ['always', 'better', 'failure'], 'When the primary takes over.'),
    index('fail_over_mac', ['none', 'active', 'follow'], 'Whose hardware address the bond has.'),
    index('xmit_hash_policy', hashes, 'What the hash of a flow is made of.'),
    number('resend_igmp', u32, 'IGMP reports after a change.'),
    short('num_grat_arp', u8, {
      doc: 'Gratuitous ARP packets after a change.',
      refusal: 'invalid num_grat_arp|num_unsol_na',
    }),
    short('num_unsol_na', u8, {
      doc: 'The same as `num_grat_arp`.',
      refusal: 'invalid num_grat_arp|num_unsol_na',
    }),
    number('all_slaves_active', u8, 'Take packets from members that are not in use.'),
    number('min_links', u32, 'Members with carrier that the bond needs (802.3ad).'),
    number('lp_interval', u32, 'Seconds between learning packets.'),
    number('packets_per_slave', u32, 'Packets before the next member (balance-rr).'),
    index('lacp_rate', ['slow', 'fast'], 'How often the partner is to send LACP.'),
    fullIndex('lacp_active', ['off', 'on'], 'Send LACP without being asked.'),
    full('coupled_control', onOff, {
      doc: 'Collecting and distributing together (802.3ad).',
    }),
    full('broadcast_neighbor', onOff, {
      doc: 'ARP and NDP go to all members (802.3ad).',
    }),
    index(
      'ad_select',
      ['stable', 'bandwidth', 'count', 'actor_port_prio'],
      'Which aggregator is used.',
    ),
    number('ad_user_port_key', u16, 'Upper bits of the port key.'),
    number('ad_actor_sys_prio', u16, 'Priority of the system.'),
    short('ad_actor_system', lladdr, 'Hardware address of the system in LACP.'),
    number('tlb_dynamic_lb', u8, 'Move flows by load (balance-tlb).'),
  ],
  'bond: unknown command "%s"?',
);

export const bondSlaveScope: Scope = named(
  [
    short('queue_id', u16, { doc: 'Queue of the member.', refusal: 'queue_id is invalid' }),
    full('prio', i32, {
      doc: 'Preference of the member.',
      refusal: 'prio is invalid',
    }),
    full('actor_port_prio', u16, {
      doc: 'Priority of the port in LACP.',
      refusal: 'actor prio is invalid',
    }),
  ],
  'bond_slave: unknown option "%s"?',
);
