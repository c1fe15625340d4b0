/**
 * Which fields of a packet or a flow are hashed: fib_multipath_hash() with ip_multipath_l3_keys(), net/ipv4/route.c,
 * and rt6_multipath_hash() with ip6_multipath_l3_keys(), net/ipv6/route.c, v6.18.
 * Lookups without a packet (local traffic, and `route get` of IPv6) are in `selectFlowKeys`, policy 3 in `customFields`.
 */
import type { Family } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { selectCustomFields } from './customFields.ts';
import { dissectInner, dissectOuter } from './dissect.ts';
import type { HashInput, KeysUnknown, PlainInput } from './flowKeys.ts';
import type { KeySelection } from './hashPolicy.ts';
import { ICMPV6, isIcmpError } from './icmp.ts';
import { networkOrder, plainInput } from './plainInput.ts';
import type { KernelProfile } from './profiles.ts';
import { selectFlowKeys } from './selectFlowKeys.ts';

export function selectKeys(flow: Flow, selection: KeySelection): HashInput | KeysUnknown {
  if (isHashedWithoutPacket(flow, selection.family)) return selectFlowKeys(flow, selection);
  switch (selection.policy) {
    case 0:
      return headerOfPacket(flow);
    case 1:
      return tupleOfPacket(flow, selection.profile);
    case 2:
      return innermostOfPacket(flow);
    case 3:
      return selectCustomFields(flow, selection.fields);
  }
}

/** `ip route get` makes a packet for IPv4 and only a key for IPv6, with and without `iif`. */
function isHashedWithoutPacket({ origin }: Flow, family: Family): boolean {
  return origin === 'local' || (family === 6 && origin !== 'forwarded');
}

/** Policy 0. An ICMP error follows the flow it complains about, unless it is a later fragment, which has no header. */
function headerOfPacket(flow: Flow): HashInput | KeysUnknown {
  if (!isIcmpError(flow) || isBeyondHeader(flow)) return headerKeys(flow);
  if (flow.quoted === undefined) {
    return {
      kind: 'unknown',
      reason:
        'an ICMP error is hashed by the addresses of the packet it quotes, which is not given',
    };
  }
  return headerKeys(flow.quoted);
}

/** IPv6 compares the first next-header byte with ICMPv6, so an extension header of any kind hides the error. */
function isBeyondHeader({ src, fragment, fragOffset, nexthdr }: Flow): boolean {
  if (fragOffset === true) return true;
  return src.family === 6 && (fragment === true || (nexthdr ?? ICMPV6) !== ICMPV6);
}

/** IPv6 takes the next-header byte as it stands, and the label without turning its bytes. */
function headerKeys({
  src,
  dst,
  proto,
  nexthdr,
  fragment,
  fragOffset,
  flowlabel = 0,
}: Flow): PlainInput {
  const isFragment = fragment === true || fragOffset === true;
  return plainInput(
    { src, dst },
    {
      proto: src.family === 6 ? (nexthdr ?? (isFragment ? FRAGMENT_HEADER : proto)) : 0,
      label: networkOrder(flowlabel),
    },
  );
}

const FRAGMENT_HEADER = 44;

/** Policy 1: the five-tuple up to the first tunnel header. */
function tupleOfPacket(flow: Flow, profile: KernelProfile): HashInput | KeysUnknown {
  const found = dissectOuter(flow);
  if (found.kind === 'unknown') return found;
  const { src, dst, proto, sport, dport } = found;
  if (src.family === 4 && profile.policy1ForgetsAddresses)
    return { kind: 'ipv4', keys: { src: 0, dst: 0, proto, sport, dport } };
  return plainInput({ src, dst }, { proto, sport, dport });
}

/** Policy 2: addresses of the innermost header, and for IPv6 its label and protocol. */
function innermostOfPacket(flow: Flow): HashInput | KeysUnknown {
  const found = dissectInner(flow);
  if (found.kind === 'unknown') return found;
  const { src, dst, proto, label } = found;
  return plainInput({ src, dst }, src.family === 4 ? {} : { proto, label });
}
