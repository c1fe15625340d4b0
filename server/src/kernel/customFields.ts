/**
 * Policy 3: the fields that net.ipv4.fib_multipath_hash_fields (or its twin of IPv6) chooses, of the outer header and,
 * where a tunnel is met, of the innermost one: fib_multipath_custom_hash_skb(), net/ipv4/route.c, and
 * rt6_multipath_custom_hash_skb(), net/ipv6/route.c, v6.18.
 */
import type { Address } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { dissectInner, dissectOuter } from './dissect.ts';
import type { HashInput, KeysUnknown, PlainInput } from './flowKeys.ts';
import { plainInput } from './plainInput.ts';

/** FIB_MULTIPATH_HASH_FIELD_*, include/net/ip_fib.h; the same six for the inner header are shifted left by 6. */
export const SOURCE = 1;
export const DESTINATION = 2;
export const PROTOCOL = 4;
export const FLOW_LABEL = 8;
export const SOURCE_PORT = 16;
export const DESTINATION_PORT = 32;
export const OUTER = 0x3f;
const INNER_SHIFT = 6;

/** Largest value of the sysctl; the smallest is 1. */
export const ALL_FIELDS = 0xfff;
/** Source, destination and protocol, if nobody sets the sysctl. */
export const DEFAULT_FIELDS = 7;

/** The two messages of a packet. What is not chosen needs not be known. */
export function selectCustomFields(flow: Flow, fields: number): HashInput | KeysUnknown {
  const found = dissectOuter(
    (fields & (SOURCE_PORT | DESTINATION_PORT)) === 0 ? withoutPorts(flow) : flow,
  );
  if (found.kind === 'unknown') return found;
  const outer = keepOuterFields(found, fields);
  const inner = fields >>> INNER_SHIFT;
  if (inner === 0 || !found.isEncapsulated) return { kind: 'nested', outer, inner: undefined };
  const innermost = dissectInner(flow);
  if (innermost.kind === 'unknown') return innermost;
  return { kind: 'nested', outer, inner: keepOuterFields(innermost, inner) };
}

interface Header {
  readonly src: Address;
  readonly dst: Address;
  readonly proto: number;
  readonly sport: number;
  readonly dport: number;
  readonly label: number;
}

/** The chosen fields of one header, all others zero; undefined where none is chosen. */
export function keepOuterFields(header: Header, fields: number): PlainInput | undefined {
  if ((fields & OUTER) === 0) return undefined;
  const keep = (bit: number, value: number): number => ((fields & bit) === 0 ? 0 : value);
  const nowhere = unspecified(header.src);
  return plainInput(
    {
      src: (fields & SOURCE) === 0 ? nowhere : header.src,
      dst: (fields & DESTINATION) === 0 ? nowhere : header.dst,
    },
    {
      proto: keep(PROTOCOL, header.proto),
      sport: keep(SOURCE_PORT, header.sport),
      dport: keep(DESTINATION_PORT, header.dport),
      label: keep(FLOW_LABEL, header.label),
    },
  );
}

function unspecified({ family }: Address): Address {
  return family === 4 ? { family, value: 0 } : { family, words: [0, 0, 0, 0] };
}

/** A fragment without ports stays one: only an SPI that is not given must not matter. */
function withoutPorts(flow: Flow): Flow {
  return { ...flow, spi: flow.spi ?? 0 };
}
