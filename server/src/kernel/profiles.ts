/**
 * Which behaviour a kernel version has: the history of multipath routing as one table.
 * Invariant: every row cites the commit that made the change; a version between two rows has the older behaviour.
 */
import { isSince, parseVersion, releases } from './version.ts';
import type { Version } from './version.ts';

export interface KernelProfile {
  /** In numbers: `4.15`, `6.18.4`. A version without a patch number is the newest stable kernel of its series. */
  readonly version: string;
  /** `Ubuntu 18.04` where a release was named instead of a version. */
  readonly release?: string;
  /** Who chooses the nexthop of an IPv4 multipath route: 3.5 and older, 3.6 to 4.3, 4.4 and newer. */
  readonly ipv4Multipath: 'route-cache' | 'per-packet' | 'flow-hash';
  /** The same for IPv6: not at all, `modulo` of a hash that ignores weights, regions by weight. */
  readonly ipv6Multipath: 'none' | 'modulo' | 'regions';
  /** 4.16 to 6.14: an IPv6 route gives a nexthop whose link is down all hashes above the regions before it. */
  readonly ipv6TakesDead: boolean;
  /** Values that net.ipv4.fib_multipath_hash_policy takes; empty: the kernel has no such sysctl (policy 0 behaviour). */
  readonly ipv4Policies: readonly number[];
  readonly ipv6Policies: readonly number[];
  /** net.ipv4.fib_multipath_hash_seed exists (6.11). */
  readonly hasSeed: boolean;
  /** net.ipv4.fib_multipath_use_neigh exists (4.7). */
  readonly hasUseNeigh: boolean;
  /** `suppress_prefixlength` of policy rules (3.12). */
  readonly hasSuppressPrefixLength: boolean;
  /** `ip nexthop` and groups (5.3). */
  readonly hasNexthopObjects: boolean;
  /** `type resilient` (5.13). */
  readonly hasResilientGroups: boolean;
  /** 5.3 to 6.5, except 6.1.191: a group whose last members have failed neighbours keeps the failed owner of the region. */
  readonly groupKeepsFailedOwner: boolean;
  /** Largest weight of a member of a nexthop group (256, since 6.12 65536). A nexthop of a route always has 1 to 256. */
  readonly maxGroupWeight: number;
  /** How local traffic prefers the nexthop of its source address: none before 6.16, `last` is the 6.16 to 6.18.3 quirk. */
  readonly sourcePreference: 'none' | 'last' | 'score';
  /** The keyed hash function behind the flow hash. */
  readonly hashFunction: 'none' | 'jhash' | 'siphash';
  /** True if both directions of a flow have the same hash (policy 0). */
  readonly isSymmetric: boolean;
  /** 4.4 to 4.11: local traffic is hashed with its ports although forwarded packets are not. */
  readonly hashesLocalPorts: boolean;
  /** 4.12 to 4.15.7: policy 1 leaves the addresses of forwarded packets out. */
  readonly policy1ForgetsAddresses: boolean;
  /** The hashed message is known bit for bit, so a known key gives exact answers: `knownLayouts`. */
  readonly hasKnownLayout: boolean;
  /** 6.16 and newer: connect() without a bound port asks for the route with a random source port (policies 1 and 3). */
  readonly drawsRandomPort: boolean;
  /** The transmit hash of bonds is known: 4.15 and newer. */
  readonly hasKnownBondHash: boolean;
  /** The type of the frame is hashed as it stands in memory (before 5.15) or as a number. */
  readonly bondEtherType: 'swapped' | 'number';
  /** Which transmit hashes lose their lowest bit: all with an address (before 5.18), or only those with ports. */
  readonly bondDropsBitOf: 'addresses' | 'ports';
  /** 5.5 and newer: an ICMP echo is hashed with its id, an ICMP error by the packet that it quotes. */
  readonly bondReadsIcmp: boolean;
  /** The id of an ICMP echo is hashed as it stands in memory (before 5.12), or as a number. */
  readonly bondIcmpId: 'swapped' | 'number';
  /** xmit_hash_policy vlan+srcmac (5.12). */
  readonly hasVlanSrcmac: boolean;
  /** 5.15.0 to 5.15.16 and 5.16.0 to 5.16.2 read the ports of layer3+4 from a wrong place. */
  readonly bondMisreadsPorts: boolean;
}

/** Kernels whose hashed message is known bit for bit, for sentences. A version between them is not, and nor is 5.4. */
export const knownLayouts: string = '5.10.146, 5.15.71, 5.19.12, 6.0 and newer';

/** The newest kernel whose every decision was compared with these rules. */
export const newestKernel: string = '6.18.44';

/** The behaviour of a kernel: `4.15`, `6.18.4`, `5.15.0-91-generic`, `ubuntu-18.04`, `bionic`, `debian-12`. Undefined: not a version. */
export function kernelProfile(text: string): KernelProfile | undefined {
  const named = parseVersion(text);
  if (named === undefined) return undefined;
  const { version, text: numbers, release } = named;
  const changes = history.filter(({ since }) => since.some((start) => appliesTo(start, version)));
  const behaviour = changes.reduce<Behaviour>((sum, { change }) => ({ ...sum, ...change }), oldest);
  return { version: numbers, ...(release === undefined ? {} : { release }), ...behaviour };
}

/** Versions worth offering in a list of settings: newest first, with what is new for multipath routes. */
export const knownKernels: readonly { readonly version: string; readonly label: string }[] = [
  ['7.2', 'Debian unstable; nexthops as 6.18'],
  [newestKernel, 'every rule compared with this kernel'],
  ['6.18.3', 'last kernel where local traffic of a foreign source takes the last nexthop'],
  ['6.16', 'local traffic prefers the nexthop of its source address'],
  ['6.12', 'Debian 13; weights up to 65536 in nexthop groups'],
  ['6.11', 'Ubuntu 24.10; seed sysctl'],
  ['6.8', 'Ubuntu 24.04'],
  ['6.6', ''],
  ['6.1', 'Debian 12'],
  ['5.15', 'Ubuntu 22.04'],
  ['5.14', 'hash policy 3 with chosen fields'],
  ['5.13', 'resilient nexthop groups'],
  ['5.10', 'Debian 11'],
  ['5.4', 'Ubuntu 20.04; hash keyed with SipHash'],
  ['5.3', 'nexthop objects and groups; hash policy 2'],
  ['4.19', 'Debian 10'],
  ['4.18', ''],
  ['4.15', 'Ubuntu 18.04'],
  ['4.12', 'hash policy sysctl'],
  ['4.9', 'Debian 9'],
  ['4.7', 'use_neigh sysctl'],
  ['4.4', 'Ubuntu 16.04; flow hash'],
  ['3.13', 'Ubuntu 14.04'],
  ['3.6', 'routing cache removed, one choice for each packet'],
  ['3.2', 'Ubuntu 12.04; routing cache'],
].map(([version = '', note = '']) => ({
  version,
  label: note === '' ? version : `${version} (${note})`,
}));

/** Names of distribution releases that `kernelProfile` takes beside versions: `ubuntu-18.04`, `debian-12`. */
export const knownReleases: readonly {
  readonly name: string;
  readonly label: string;
  readonly version: string;
}[] = releases.map(({ names, label, kernel }) => ({
  name: names[0] ?? label,
  label,
  version: kernel,
}));

type Behaviour = Omit<KernelProfile, 'version' | 'release'>;

/** The routing cache: fib_select_multipath(), net/ipv4/fib_semantics.c, v3.5, once for each cache entry. */
const oldest: Behaviour = {
  ipv4Multipath: 'route-cache',
  ipv6Multipath: 'none',
  ipv6TakesDead: true,
  ipv4Policies: [],
  ipv6Policies: [],
  hasSeed: false,
  hasUseNeigh: false,
  hasSuppressPrefixLength: false,
  hasNexthopObjects: false,
  hasResilientGroups: false,
  groupKeepsFailedOwner: true,
  maxGroupWeight: 256,
  sourcePreference: 'none',
  hashFunction: 'none',
  isSymmetric: false,
  hashesLocalPorts: false,
  policy1ForgetsAddresses: false,
  hasKnownLayout: false,
  drawsRandomPort: false,
  hasKnownBondHash: false,
  bondEtherType: 'swapped',
  bondDropsBitOf: 'addresses',
  bondReadsIcmp: false,
  bondIcmpId: 'swapped',
  hasVlanSrcmac: false,
  bondMisreadsPorts: false,
};

/** A version that has the change: in all that follow, or (with `seriesOnly`) a backport in one stable series. */
type Since = Version | { readonly seriesOnly: Version };

/** Both were taken over on the same day (changelog of Debian's 6.1.192). */
const SERIES_6_1_191: Since = { seriesOnly: [6, 1, 191] };

/** Oldest first; later rows win. */
const history: readonly {
  readonly since: readonly Since[];
  readonly change: Partial<Behaviour>;
}[] = [
  // 89aef8921bfb: the IPv4 routing cache is gone.
  { since: [[3, 6, 0]], change: { ipv4Multipath: 'per-packet' } },
  // 51ebd3181572: IPv6 multipath by an unkeyed XOR, modulo the number of routes.
  { since: [[3, 8, 0]], change: { ipv6Multipath: 'modulo' } },
  // 7764a45a8f1f and 73f5698e7721: policy rules that pass over short prefixes.
  { since: [[3, 12, 0]], change: { hasSuppressPrefixLength: true } },
  // 0e884c78ee19: jhash of the addresses with a boot secret; local traffic by the full flow hash.
  {
    since: [[4, 4, 0]],
    change: { ipv4Multipath: 'flow-hash', hashFunction: 'jhash', hashesLocalPorts: true },
  },
  // a6db4494d218: net.ipv4.fib_multipath_use_neigh.
  { since: [[4, 7, 0]], change: { hasUseNeigh: true } },
  // bf4e0a3db97e: hash policies 0 and 1 over flow_keys, symmetric, local and forwarded alike.
  {
    since: [[4, 12, 0]],
    change: {
      ipv4Policies: [0, 1],
      hashesLocalPorts: false,
      isSymmetric: true,
      policy1ForgetsAddresses: true,
    },
  },
  // b5f862180d70: the transmit hash of bonds loses its lowest bit; older forms of it are not modelled.
  { since: [[4, 15, 0]], change: { hasKnownBondHash: true } },
  // 1fe4b1184c2a: policy 1 sets the address type, so that the addresses are hashed.
  { since: [[4, 16, 0], { seriesOnly: [4, 15, 8] }], change: { policy1ForgetsAddresses: false } },
  // 398958ae48f4 and 3d709f69a3e7: IPv6 weights and regions.
  { since: [[4, 16, 0]], change: { ipv6Multipath: 'regions' } },
  // b4bac172e90c: IPv6 hash policy 1.
  { since: [[4, 17, 0]], change: { ipv6Policies: [0, 1] } },
  // 363887a2cdfe and d8f74f0975d8: policy 2. 430a049190de: nexthop objects and groups.
  {
    since: [[5, 3, 0]],
    change: { ipv4Policies: [0, 1, 2], ipv6Policies: [0, 1, 2], hasNexthopObjects: true },
  },
  // 55667441c84f (CVE-2019-18282): SipHash with a 128-bit boot key; the stable kernels of November 2019.
  {
    since: [
      [5, 4, 0],
      { seriesOnly: [4, 4, 200] },
      { seriesOnly: [4, 9, 200] },
      { seriesOnly: [4, 14, 153] },
      { seriesOnly: [4, 19, 83] },
      { seriesOnly: [5, 3, 10] },
    ],
    change: { hashFunction: 'siphash' },
  },
  // 58deb77cc52d: bonds look into ICMP.
  { since: [[5, 5, 0]], change: { bondReadsIcmp: true } },
  // a25f82228542: skb_flow_get_icmp_tci() turns the id into a number.
  { since: [[5, 12, 0], { seriesOnly: [5, 10, 27] }], change: { bondIcmpId: 'number' } },
  // 7b8fc0103bb5: xmit_hash_policy vlan+srcmac.
  { since: [[5, 12, 0]], change: { hasVlanSrcmac: true } },
  // 283a72a5599e: resilient nexthop groups.
  { since: [[5, 13, 0]], change: { hasResilientGroups: true } },
  // 4253b4986f98: policy 3 and net.ipv4.fib_multipath_hash_fields.
  { since: [[5, 14, 0]], change: { ipv4Policies: [0, 1, 2, 3], ipv6Policies: [0, 1, 2, 3] } },
  // a815bde56b1: the bond hash takes the type as a number, and the ports from a wrong place; 429e3d123d9a heals those.
  { since: [[5, 15, 0]], change: { bondEtherType: 'number', bondMisreadsPorts: true } },
  {
    since: [[5, 17, 0], { seriesOnly: [5, 15, 17] }, { seriesOnly: [5, 16, 3] }],
    change: { bondMisreadsPorts: false },
  },
  // 49aefd131739, and the stable kernels of April 2022: only hashes with ports lose their lowest bit.
  { since: [[5, 18, 0], { seriesOnly: [5, 15, 35] }], change: { bondDropsBitOf: 'ports' } },
  // 64ae13ed4784 (with 1e60cebf8294 in 5.10): addresses and ports are ordered each for themselves, as in 5.10.262, 6.1.192
  // and 6.18.44, where the message was compared bit for bit. Older ones could not be run.
  {
    since: [
      [6, 0, 0],
      { seriesOnly: [5, 10, 146] },
      { seriesOnly: [5, 15, 71] },
      { seriesOnly: [5, 19, 12] },
    ],
    change: { hasKnownLayout: true },
  },
  // 75f5f04c7bd2: the first member with a good neighbour takes what the failed ones at the end leave.
  { since: [[6, 6, 0], SERIES_6_1_191], change: { groupKeepsFailedOwner: false } },
  // 4ee2a8cace3f: net.ipv4.fib_multipath_hash_seed.
  { since: [[6, 11, 0]], change: { hasSeed: true } },
  // b72a6a7ab957: 16-bit weights in nexthop groups.
  { since: [[6, 12, 0], SERIES_6_1_191], change: { maxGroupWeight: 65_536 } },
  // 8b8e0dd35716: the hash is compared as a signed number with the bound -1 of a nexthop whose link is down.
  {
    since: [[6, 15, 0], { seriesOnly: [6, 1, 134] }, { seriesOnly: [6, 12, 23] }],
    change: { ipv6TakesDead: false },
  },
  // 32607a332cfe: the nexthop of the source address is preferred. 65e9024643c7: a random port before one is chosen.
  { since: [[6, 16, 0]], change: { sourcePreference: 'last', drawsRandomPort: true } },
  // 6e17474aa9fe, stable a8df988b4584: scores instead, which heals the choice of the last nexthop.
  { since: [[6, 19, 0], { seriesOnly: [6, 18, 4] }], change: { sourcePreference: 'score' } },
];

function appliesTo(since: Since, version: Version): boolean {
  if (!('seriesOnly' in since)) return isSince(version, since);
  const [major, minor] = since.seriesOnly;
  return version[0] === major && version[1] === minor && isSince(version, since.seriesOnly);
}
