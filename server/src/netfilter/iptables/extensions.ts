/** All matches and targets by name. */
import type { Family } from '../../net/address.ts';
import type { Extension } from './extension.ts';
import { hostMatches } from './matches/host.ts';
import { ipv6Matches } from './matches/ipv6.ts';
import { limitMatches } from './matches/limits.ts';
import { markMatches } from './matches/marks.ts';
import { packetMatches } from './matches/packet.ts';
import { transportMatches } from './matches/transport.ts';
import { logTargets } from './targets/log.ts';
import { markTargets } from './targets/marks.ts';
import { natTargets } from './targets/nat.ts';
import { packetTargets } from './targets/packet.ts';

export const extensions: readonly Extension[] = [
  ...markMatches,
  ...transportMatches,
  ...packetMatches,
  ...limitMatches,
  ...hostMatches,
  ...ipv6Matches,
  ...markTargets,
  ...natTargets,
  ...packetTargets,
  ...logTargets,
];

const byName = new Map<string, readonly Extension[]>();
for (const extension of extensions) {
  const key = `${extension.kind} ${extension.name}`;
  byName.set(key, [...(byName.get(key) ?? []), extension]);
}

export function findExtension(
  kind: Extension['kind'],
  name: string,
  family: Family,
): Extension | undefined {
  const named = byName.get(`${kind} ${kind === 'match' ? (aliases.get(name) ?? name) : name}`);
  return named?.find((extension) => (extension.family ?? family) === family);
}

const aliases = new Map([
  ['icmpv6', 'icmp6'],
  ['ipv6-icmp', 'icmp6'],
]);

/** What other software brings, such as xtables-addons: no name that iptables itself would refuse for sure. */
const foreign = new Set(
  (
    'geoip condition fuzzy gradm iface ipp2p ipv4options length2 lscan psd quota2 pknock asn dnetmap layer7 ndpi web weburl bandwidth timerange ' +
    'ACCOUNT CHAOS DELUDE DHCPMAC DNETMAP ECHO IPMARK LOGMARK PROTO SYSRQ TARPIT RAWNAT RAWSNAT RAWDNAT ROUTE IMQ FULLCONENAT FLOWOFFLOAD ULOG QUEUE NDPI PMYCOLO SECCOLO'
  ).split(' '),
);

export function isForeign(name: string): boolean {
  return foreign.has(name);
}
