/** What the sections of the multipath hover need to know about a host, read once. */
import { identityOf } from '../../../base/fact.ts';
import type { Origin } from '../../../base/fact.ts';
import { lastWrite, sysctlNumber } from '../../../host/sysctl.ts';
import type { HostSysctl } from '../../../host/model.ts';
import { pinningOf, type Pinning } from '../../../host/pinning.ts';
import { mayMatchLink, isSourceNat } from '../../../host/uplinks.ts';
import type { IpNexthop } from '../../../iproute/types.ts';
import type { KernelProfile } from '../../../kernel/profiles.ts';
import type { Family } from '../../../net/address.ts';
import type { NetfilterRule } from '../../../netfilter/types.ts';
import { hashInForce, type HashInForce } from '../../hashInForce.ts';
import { isKernelSince } from '../../kernelVersion.ts';
import { describePlace } from '../../place.ts';
import type { Place } from '../../types.ts';

/** The era of nexthop selection, for the family of the route. */
export type Era = 'none' | 'route-cache' | 'per-packet' | 'unweighted' | 'flow-hash';

export interface Situation {
  readonly kernel: KernelProfile;
  readonly family: Family;
  readonly era: Era;
  readonly hash: HashInForce;
  readonly seed: HostSysctl | undefined;
  /** Source NAT on the links of this route. */
  readonly nat: readonly NetfilterRule[];
  readonly natIncomplete: boolean;
  readonly pinning: Pinning;
  /** `net.ipv4.conf.all.ignore_routes_with_linkdown`, or that of IPv6. */
  readonly linkdownKey: string;
  /** It is set for all links. */
  readonly ignoresLinkdown: boolean;
  readonly isSince: (series: string) => boolean;
  /** Where something is written, for a reader of this document. */
  readonly placeOf: (origin: Origin) => string;
}

interface RouteFacts {
  readonly family: Family;
  readonly nexthops: readonly IpNexthop[];
}

/** Reads the host for one multipath route. */
export function readSituation(
  { host, document }: Place,
  { family, nexthops }: RouteFacts,
): Situation {
  const links = nexthops.map(({ dev }) => identityOf(dev));
  const { kernel } = host;
  const linkdownKey = `net.ipv${family}.conf.all.ignore_routes_with_linkdown`;
  return {
    kernel,
    family,
    era: eraOf(kernel, family),
    hash: hashInForce(host, family),
    seed: lastWrite(host, ['net', 'ipv4', 'fib_multipath_hash_seed']),
    nat: host.netfilter.filter(
      (rule) =>
        rule.families.includes(family) &&
        isSourceNat(rule) &&
        links.some((link) => link === undefined || mayMatchLink(rule.match.oif, link)),
    ),
    natIncomplete: host.netfilterIncomplete,
    pinning: pinningOf(host),
    linkdownKey,
    ignoresLinkdown: sysctlNumber(host, linkdownKey.split('.')) === 1,
    isSince: (series) => isKernelSince(kernel, series),
    placeOf: (origin) => describePlace(host, origin, document),
  };
}

function eraOf(kernel: KernelProfile, family: Family): Era {
  if (family === 4) return kernel.ipv4Multipath;
  switch (kernel.ipv6Multipath) {
    case 'none':
      return 'none';
    case 'modulo':
      return 'unweighted';
    case 'regions':
      return 'flow-hash';
  }
}
