/**
 * For a live host whose key nobody knows: the questions that make its kernel decide, and what its answers mean.
 * Text in and text out, for `ip -j -batch -`; running it is for the caller. Only what `ip route get` can ask as the
 * flow itself is asked: inet_rtm_getroute(), net/ipv4/route.c, and inet6_rtm_getroute(), net/ipv6/route.c, v6.18.
 */
import { formatAddress } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { reasonOfFlow } from './checkFlow.ts';
import type { HashPolicy, KeySelection } from './hashPolicy.ts';
import { ICMP, ICMPV6, isIcmpError } from './icmp.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';

export interface Asking extends Pick<KeySelection, 'family' | 'policy'> {
  /** The link by which forwarded packets come in: without it the kernel takes them for local traffic. */
  readonly input: string;
}

export interface HostAnswer {
  readonly gateway: string | undefined;
  readonly device: string | undefined;
}

/** The line of a batch that asks for this flow. Refused where the answer would be that of another flow. */
export function questionOfFlow(flow: Flow, asking: Asking): string | Refused {
  const reason = reasonOfFlow(flow, asking.family) ?? reasonAgainst(flow, asking);
  if (reason !== undefined) return refuse(reason);
  if (!/^[\w.:@-]{1,15}$/.test(asking.input)) return refuse('the name of the input link is none');
  const { src, dst, proto, sport, dport, origin } = flow;
  const isLocal = origin === 'local' || origin === 'route-get';
  const isUnspecified = src.family === 4 ? src.value === 0 : src.words.every((word) => word === 0);
  const words = ['route get', formatAddress(dst)];
  if (!isUnspecified) words.push('from', formatAddress(src));
  if (!isLocal) words.push('iif', asking.input);
  if (needsProtocol(asking) && proto !== 0) words.push('ipproto', String(proto));
  const hasPorts = PROTOCOLS_TO_ASK.has(proto) && proto !== ICMP && proto !== ICMPV6;
  if (hasPorts && needsPorts(asking.policy) && flow.fragment !== true && sport > 0 && dport > 0)
    words.push('sport', String(sport), 'dport', String(dport));
  return words.join(' ');
}

/** The answers of `ip -j -batch -`, one a line; undefined where the host said something else. A batch that fails stops, so fewer lines than questions are no answer. */
export function readHostAnswers(output: string): (HostAnswer | undefined)[] {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const gateway = /"(?:gateway|via":\{"family":"inet6?","host)":"([^"]+)"/.exec(line)?.[1];
      const device = /"dev":"([^"]+)"/.exec(line)?.[1];
      return gateway === undefined && device === undefined ? undefined : { gateway, device };
    });
}

/** TCP, UDP and ICMP: the kernel takes no other `ipproto`. */
const PROTOCOLS_TO_ASK: ReadonlySet<number> = new Set([6, 17, ICMP, ICMPV6]);

function needsPorts(policy: HashPolicy): boolean {
  return policy === 1 || policy === 3;
}

function needsProtocol({ family, policy }: Asking): boolean {
  return needsPorts(policy) || family === 6;
}

function reasonAgainst(flow: Flow, asking: Asking): string | undefined {
  const { family, policy } = asking;
  const { origin, proto, encap, flowlabel = 0, nexthdr, fragment } = flow;
  if (needsProtocol(asking) && proto !== 0 && !PROTOCOLS_TO_ASK.has(proto))
    return '`ip route get` can ask for TCP, UDP and ICMP only';
  if (encap !== undefined && policy !== 0 && policy !== 1)
    return '`ip route get` cannot ask for a tunnel';
  if (isIcmpError(flow) && policy === 0) return '`ip route get` cannot ask for an ICMP error';
  if (origin === 'local' && family === 4 && policy !== 0 && policy !== 2)
    return '`ip route get` of IPv4 asks as a packet, not as local traffic';
  if (family === 4) return undefined;
  if (flowlabel !== 0) return '`ip route get` cannot give a flow label';
  if (origin === 'forwarded' && policy === 3)
    return '`ip route get` of IPv6 hashes another message than a packet with policy 3';
  if (policy === 0 && origin === 'forwarded' && (nexthdr !== undefined || fragment === true))
    return '`ip route get` cannot ask for an extension header';
  return undefined;
}
