/** IP protocol numbers and names, as in /etc/protocols (IANA "Protocol Numbers"). */

/** A number from `tcp`, `UDP`, `6`; undefined if unknown or outside 0 to 255. */
export function protocolNumber(nameOrNumber: string | number): number | undefined {
  const text = String(nameOrNumber).trim().toLowerCase();
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 255 ? Number(text) : undefined;
  return numbers.get(text);
}

/** `tcp` for 6; the number as text where there is no name. */
export function protocolName(protocol: number): string {
  return names.get(protocol) ?? String(protocol);
}

const known: readonly (readonly [number: number, ...names: string[]])[] = [
  [0, 'ip', 'hopopt'],
  [1, 'icmp'],
  [2, 'igmp'],
  [4, 'ipencap', 'ipip'],
  [6, 'tcp'],
  [17, 'udp'],
  [33, 'dccp'],
  [41, 'ipv6'],
  [43, 'ipv6-route'],
  [44, 'ipv6-frag'],
  [47, 'gre'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'ipv6-icmp', 'icmpv6', 'icmp6'],
  [59, 'ipv6-nonxt'],
  [60, 'ipv6-opts'],
  [88, 'eigrp'],
  [89, 'ospf', 'ospfigp'],
  [94, 'ipip-encap'],
  [103, 'pim'],
  [108, 'ipcomp'],
  [112, 'vrrp'],
  [115, 'l2tp'],
  [132, 'sctp'],
  [136, 'udplite'],
  [137, 'mpls', 'mpls-in-ip'],
  [255, 'raw'],
];

const numbers: ReadonlyMap<string, number> = new Map(
  known.flatMap(([number, ...spellings]) => spellings.map((name) => [name, number] as const)),
);

const names: ReadonlyMap<number, string> = new Map(
  known.flatMap(([number, name]) => (name === undefined ? [] : [[number, name] as const])),
);
