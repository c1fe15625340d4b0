/** `parameters` of a bond. Times are in milliseconds; the words of most keys are checked by the kernel, not by netplan. */
import { boolean, integer, keyTable, row, sequence, text, word } from './table.ts';

const mode = word(
  [
    'balance-rr',
    'active-backup',
    'balance-xor',
    'broadcast',
    '802.3ad',
    'balance-tlb',
    'balance-alb',
    'balance-tcp',
    'balance-slb',
  ],
  "unknown bond mode '%s'",
  {
    docs: {
      'balance-rr': 'Packets go out on the members in turn; they may arrive out of order.',
      'active-backup': 'One member at a time; another takes over when it fails.',
      'balance-xor': 'A hash over the packet chooses the member.',
      broadcast: 'Every packet goes out on all members.',
      '802.3ad': 'LACP: the switch takes part; a hash chooses the member.',
      'balance-tlb': 'Outgoing traffic is spread by the load of the members.',
      'balance-alb': 'As `balance-tlb`, and incoming IPv4 traffic too.',
      'balance-tcp': 'Open vSwitch only: hash over addresses and ports.',
      'balance-slb': 'Open vSwitch only: by source hardware address and VLAN.',
    },
  },
);

const lacpRate = word(
  ['slow', 'fast'],
  "unknown lacp-rate value '%s' (expected 'fast' or 'slow')",
  {
    docs: { slow: 'Every 30 seconds.', fast: 'Every second.' },
    checkedSince: '1.1',
  },
);

export const bondParameters = keyTable('bond parameters', [
  row('mode', mode, 'How the members share the work.', { default: 'balance-rr' }),
  row('lacp-rate', lacpRate, 'How often LACP packets are asked for; mode `802.3ad`.', {
    default: 'slow',
  }),
  row('mii-monitor-interval', text, 'Milliseconds between checks of the members; 0: never.', {
    default: '0',
  }),
  row('min-links', integer, 'Members that must be up before the bond is; mode `802.3ad`.'),
  row(
    'transmit-hash-policy',
    text,
    'What the hash that chooses a member is made of: `layer2`, `layer3+4`, `layer2+3`, `encap2+3` or `encap3+4`.',
    { default: 'layer2' },
  ),
  row('ad-select', text, 'How the group of members is chosen: `stable`, `bandwidth` or `count`.'),
  row('all-members-active', boolean, 'Packets that arrive on a passive member are not dropped.', {
    since: '0.106',
  }),
  row('all-slaves-active', boolean, 'Old spelling of `all-members-active`.', {
    isDeprecated: true,
  }),
  row('arp-interval', text, 'Milliseconds between ARP checks of the members.'),
  row(
    'arp-ip-targets',
    sequence({ kind: 'server-address', family: 4 }),
    'IPv4 addresses that must answer the ARP checks.',
  ),
  row('arp-validate', text, 'Which ARP answers are checked: `none`, `active`, `backup` or `all`.'),
  row('arp-all-targets', text, 'Whether `any` or `all` targets must answer.'),
  row('up-delay', text, 'Milliseconds to wait before a member counts as up.'),
  row('down-delay', text, 'Milliseconds to wait before a member counts as down.'),
  row(
    'fail-over-mac-policy',
    text,
    'Hardware address of the members in mode `active-backup`: `none`, `active` or `follow`.',
  ),
  row('gratuitous-arp', integer, 'Announcements after a member took over, 0 to 255.'),
  row('gratuitious-arp', integer, 'Old misspelling of `gratuitous-arp`.', { isDeprecated: true }),
  row('packets-per-member', integer, 'Packets before the next member has its turn; `balance-rr`.', {
    since: '0.106',
  }),
  row('packets-per-slave', integer, 'Old spelling of `packets-per-member`.', {
    isDeprecated: true,
  }),
  row(
    'primary-reselect-policy',
    text,
    'When the primary becomes active again: `always`, `better` or `failure`.',
  ),
  row('resend-igmp', integer, 'IGMP reports after a member took over, 0 to 255.'),
  row('learn-packet-interval', text, 'Seconds between packets by which switches learn.'),
  row(
    'primary',
    { kind: 'reference' },
    'Member that is active while it is up; `active-backup`, `balance-tlb`, `balance-alb`.',
  ),
]);
