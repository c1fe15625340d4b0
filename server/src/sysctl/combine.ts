/**
 * How the setting of a link and that of `all` decide together, when a packet comes.
 * The IN_DEV_* macros of include/linux/inetdevice.h, and the readers of `devconf_all` in net/ipv6 (ip6_forward(),
 * ndisc_recv_ns(), ipv6_srh_rcv(), addrconf_dad_begin()), v6.18. A setting that is not here is that of the link alone.
 */

export type Combination =
  /** The setting of the link alone. */
  | 'link'
  /** On if one of them is. */
  | 'or'
  /** On if both are. */
  | 'and'
  /** The larger one. */
  | 'max'
  /** The smaller one. */
  | 'min'
  /** `and` where the link forwards, `or` where it does not. */
  | 'by-forwarding';

const ipv4: Readonly<Record<string, Combination>> = {
  accept_local: 'or',
  accept_redirects: 'by-forwarding',
  accept_source_route: 'and',
  arp_accept: 'max',
  arp_announce: 'max',
  arp_evict_nocarrier: 'and',
  arp_filter: 'or',
  arp_ignore: 'max',
  arp_notify: 'max',
  bc_forwarding: 'and',
  bootp_relay: 'and',
  ignore_routes_with_linkdown: 'or',
  log_martians: 'or',
  mc_forwarding: 'and',
  promote_secondaries: 'or',
  proxy_arp: 'or',
  proxy_arp_pvlan: 'or',
  route_localnet: 'or',
  rp_filter: 'max',
  secure_redirects: 'or',
  send_redirects: 'or',
  shared_media: 'or',
  src_valid_mark: 'or',
};

const ipv6: Readonly<Record<string, Combination>> = {
  accept_dad: 'max',
  accept_source_route: 'min',
  ndisc_notify: 'or',
  optimistic_dad: 'or',
  proxy_ndp: 'or',
  rpl_seg_enabled: 'min',
  seg6_enabled: 'min',
  use_optimistic: 'or',
};

export function combinationOf(family: 4 | 6, name: string): Combination {
  return (family === 4 ? ipv4 : ipv6)[name] ?? 'link';
}

interface Halves {
  readonly all: number | undefined;
  readonly link: number | undefined;
  /** `forwarding` of the link. */
  readonly forwarding: number | undefined;
}

/** The value that counts, or undefined where what is known does not tell it. */
export function combine(
  combination: Combination,
  { all, link, forwarding }: Halves,
): number | undefined {
  switch (combination) {
    case 'link':
      return link;
    case 'or':
      if (isOn(all) || isOn(link)) return 1;
      return all === undefined || link === undefined ? undefined : 0;
    case 'and':
      if (all === 0 || link === 0) return 0;
      return all === undefined || link === undefined ? undefined : 1;
    case 'max':
      return all === undefined || link === undefined ? undefined : Math.max(all, link);
    case 'min':
      return all === undefined || link === undefined ? undefined : Math.min(all, link);
    case 'by-forwarding':
      return forwarding === undefined
        ? undefined
        : combine(forwarding === 0 ? 'or' : 'and', { all, link, forwarding });
  }
}

function isOn(value: number | undefined): boolean {
  return value !== undefined && value !== 0;
}
