/**
 * The words that can follow the first word of a match (meta_key, ct_key and the header fields of src/parser_bison.y,
 * nftables 1.0.6, with what 1.1 adds). A word that is in no list here is refused by every release.
 * The words with what they mean stand in `words/`, which the command line does without.
 */

const lists: Readonly<Record<string, string>> = {
  ether: 'saddr daddr type',
  vlan: 'id dei cfi pcp type',
  arp: 'htype ptype hlen plen operation saddr daddr',
  ip: 'version hdrlength dscp ecn length id frag-off ttl protocol checksum saddr daddr option',
  ip6: 'version dscp ecn flowlabel length nexthdr hoplimit saddr daddr',
  icmp: 'type code checksum id sequence gateway mtu',
  icmpv6:
    'type code checksum parameter-problem packet-too-big mtu id sequence max-delay taddr daddr',
  igmp: 'type mrt checksum group',
  tcp: 'sport dport sequence ackseq doff reserved flags window checksum urgptr option',
  udp: 'sport dport length checksum',
  udplite: 'sport dport csumcov checksum',
  th: 'sport dport',
  ah: 'nexthdr hdrlength reserved spi sequence',
  esp: 'spi sequence',
  comp: 'nexthdr flags cpi',
  meta:
    'length protocol nfproto l4proto priority mark iif iifname iiftype iifgroup oif oifname oiftype oifgroup skuid skgid nftrace ' +
    'rtclassid ibriport ibrname ibriport obriport obrname ibrpvid ibrvproto ibrhwaddr pkttype cpu cgroup random ipsec secpath iifkind oifkind ' +
    'sdif sdifname broute hour day time secmark',
  ct:
    'l3proto protocol proto-src proto-dst state direction status mark expiration helper label event secmark zone id bytes packets avgpkt ' +
    'count saddr daddr ip ip6 original reply timeout expectation',
};

const fields = new Map(
  Object.entries(lists).map(([word, list]) => [word, new Set(list.split(' '))]),
);

/** The fields of a header or key; undefined for a word whose fields are not listed. */
export function fieldsOf(word: string): ReadonlySet<string> | undefined {
  return fields.get(word);
}

/** Keys of `meta` that may stand alone (meta_key_unqualified). */
export const bareMetaKeys: ReadonlySet<string> = new Set(
  'mark iif iifname iiftype oif oifname oiftype skuid skgid nftrace rtclassid ibrname obrname pkttype cpu iifgroup oifgroup cgroup'.split(
    ' ',
  ),
);
