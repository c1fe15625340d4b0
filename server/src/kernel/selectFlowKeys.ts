/**
 * The keys of a lookup that has no packet yet: fib_multipath_hash() and rt6_multipath_hash() without an skb,
 * fib_multipath_custom_hash_fl4() and rt6_multipath_custom_hash_flowi6(), net/ipv4/route.c and net/ipv6/route.c, v6.18.
 * Differences from a packet: ports count whatever the protocol is, the label keeps network order, policy 3 mixes nothing.
 */
import type { Flow } from '../net/flow.ts';
import { keepOuterFields } from './customFields.ts';
import type { HashInput, KeysUnknown } from './flowKeys.ts';
import type { KeySelection } from './hashPolicy.ts';
import { ICMP, ICMPV6 } from './icmp.ts';
import { networkOrder, plainInput } from './plainInput.ts';

export function selectFlowKeys(flow: Flow, selection: KeySelection): HashInput | KeysUnknown {
  const { family, policy, profile, fields } = selection;
  const { src, dst, proto, flowlabel = 0 } = flow;
  const label = networkOrder(flowlabel);
  const isPolicyOfHeader = policy === 0 || policy === 2;
  if (isPolicyOfHeader && !(profile.hashesLocalPorts && family === 4))
    return plainInput({ src, dst }, family === 4 ? {} : { proto, label });
  const ports = portsOfLookup(flow);
  if ('reason' in ports) return ports;
  if (policy !== 3) return plainInput({ src, dst }, { proto, ...ports });
  const chosen = keepOuterFields({ src, dst, proto, label, ...ports }, fields);
  return chosen ?? { kind: 'nothing' };
}

/**
 * A raw or ping socket puts ICMP type and code where the destination port stands (union flowi_uli, include/net/flow.h).
 * `ip route get` gives ports only.
 */
function portsOfLookup(
  flow: Flow,
): { readonly sport: number; readonly dport: number } | KeysUnknown {
  const { origin, proto, sport, dport, icmpType, icmpCode = 0 } = flow;
  if (origin !== 'local' || (proto !== ICMP && proto !== ICMPV6)) return { sport, dport };
  if (icmpType === undefined) {
    return {
      kind: 'unknown',
      reason: 'local ICMP is hashed with its type and code, and the type is not given',
    };
  }
  return { sport: 0, dport: (icmpType << 8) | icmpCode };
}
