/**
 * What the sysctls that matter to routing mean.
 * Facts: Documentation/networking/ip-sysctl.rst and include/linux/inetdevice.h, Linux 6.12; versions as in
 * `docs/kernel/who-chooses-the-nexthop.md`.
 */
import type { KernelProfile } from '../../kernel/profiles.ts';

export interface SysctlKeyDoc {
  /** Segments below /proc/sys; `LINK` stands for `all`, `default` or the name of a link. */
  readonly key: readonly string[];
  readonly text: string;
  /** Each value that means something of its own. */
  readonly values: readonly (readonly [string, string])[];
  /** The first kernel that has the sysctl, and whether the configured one does; absent: all have it. */
  readonly since?: string;
  readonly exists?: (kernel: KernelProfile) => boolean;
}

const hashPolicies: readonly (readonly [string, string])[] = [
  ['0', 'source and destination address (the default)'],
  ['1', 'addresses, protocol and ports: each connection chooses for itself'],
  ['2', 'innermost addresses of a tunnel, else as 0 (since 5.3)'],
  ['3', 'the fields of `fib_multipath_hash_fields` (since 5.14)'],
];

export const sysctlKeyDocs: readonly SysctlKeyDoc[] = [
  {
    key: ['net', 'ipv4', 'conf', 'LINK', 'rp_filter'],
    text: 'Reverse path filter: is a packet dropped because a reply to its source would leave by another link? The larger of `all` and the link counts.',
    values: [
      ['0', 'no check'],
      ['1', 'strict: the reply must leave by the same link'],
      ['2', 'loose: the source must be reachable by some link'],
    ],
  },
  {
    key: ['net', 'ipv4', 'conf', 'LINK', 'src_valid_mark'],
    text: 'The reverse path filter looks the source up with the mark of the packet instead of mark 0. Needed where strict filtering meets `fwmark` rules, together with restoring the mark on the packets that arrive. On if `all` or the link is 1.',
    values: [
      ['0', 'the lookup uses mark 0 (the default)'],
      ['1', 'the lookup uses the mark of the packet'],
    ],
  },
  {
    key: ['net', 'ipv4', 'conf', 'LINK', 'ignore_routes_with_linkdown'],
    text: 'A nexthop whose link has no carrier is left out. Set it before the carrier is lost. On if `all` or the link is 1.',
    values: [
      [
        '0',
        'a link without carrier keeps its share of a multipath route: that traffic is lost (the default)',
      ],
      ['1', 'the other nexthops take the share, until the carrier is back'],
    ],
  },
  {
    key: ['net', 'ipv4', 'ip_forward'],
    text: 'The host forwards IPv4 packets between its links: it is a router. A write also sets `forwarding` of every link and resets other settings of the links to the defaults of a router.',
    values: [
      ['0', 'packets for others are dropped (the default)'],
      ['1', 'packets for others are forwarded'],
    ],
  },
  {
    key: ['net', 'ipv4', 'fib_multipath_hash_policy'],
    text: 'Which fields of a packet choose the nexthop of an IPv4 multipath route.',
    values: hashPolicies,
    since: '4.12',
    exists: (kernel) => kernel.ipv4Policies.length > 0,
  },
  {
    key: ['net', 'ipv6', 'fib_multipath_hash_policy'],
    text: 'Which fields of a packet choose the nexthop of an IPv6 multipath route.',
    values: hashPolicies,
    since: '4.17',
    exists: (kernel) => kernel.ipv6Policies.length > 0,
  },
  {
    key: ['net', 'ipv4', 'fib_multipath_hash_seed'],
    text: 'The key of the multipath hash, for IPv4 and IPv6. With a fixed seed the same flow takes the same nexthop after every boot, and on every host with this seed.',
    values: [['0', 'a random key at each boot (the default)']],
    since: '6.11',
    exists: (kernel) => kernel.hasSeed,
  },
  {
    key: ['net', 'ipv4', 'fib_multipath_use_neigh'],
    text: 'A nexthop whose neighbour entry has failed is skipped, and its share goes to the next usable one in the list.',
    values: [
      ['0', 'the state of the neighbour does not matter (the default)'],
      ['1', 'a gateway that does not answer ARP is skipped'],
    ],
    since: '4.7',
    exists: (kernel) => kernel.hasUseNeigh,
  },
];
