/**
 * Which fields of a packet or a flow are hashed: fib_multipath_hash() with ip_multipath_l3_keys(), net/ipv4/route.c,
 * and the port rules of __skb_flow_dissect(), net/core/flow_dissector.c, v6.18. Policies 0 and 1.
 */
import type { Flow } from '../net/flow.ts';
import type { Ipv4Keys } from './flowHash.ts';
import type { KernelProfile } from './profiles.ts';

/** A field that the hash needs and nobody told. */
export interface KeysUnknown {
  readonly kind: 'unknown';
  readonly reason: string;
}

export interface KeySelection {
  readonly policy: 0 | 1;
  readonly profile: KernelProfile;
}

export function selectKeys(flow: Flow, selection: KeySelection): Ipv4Keys | KeysUnknown {
  if (flow.origin === 'local') return keysOfFlow(flow, selection);
  return selection.policy === 0 ? addressesOfPacket(flow) : dissectPacket(flow, selection.profile);
}

/** True for the ICMP errors whose embedded packet is looked into: icmp_is_err(), include/linux/icmp.h. */
export function isIcmpError(flow: Flow): boolean {
  return flow.proto === ICMP && flow.icmpType !== undefined && ICMP_ERRORS.has(flow.icmpType);
}

const ICMP = 1;
/** Unreachable, source quench, redirect, time exceeded, parameter problem. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** TCP, UDP, DCCP, SCTP, UDP-Lite. */
const WITH_PORTS: ReadonlySet<number> = new Set([6, 17, 33, 132, 136]);
const ESP = 50;
const AH = 51;

/** No packet yet: the lookup's own key, with its ports whatever the protocol is. */
function keysOfFlow(flow: Flow, { policy, profile }: KeySelection): Ipv4Keys | KeysUnknown {
  if (policy === 0 && !profile.hashesLocalPorts) return addressesOf(flow);
  if (flow.proto === ICMP) {
    // A raw or ping socket puts type and code where the ports are (union flowi_uli); no kernel was asked about it yet.
    return {
      kind: 'unknown',
      reason: 'local ICMP is hashed with its type and code, which is not modelled yet',
    };
  }
  return { ...addressesOf(flow), sport: flow.sport, dport: flow.dport, proto: flow.proto };
}

/** Policy 0. An ICMP error follows the flow it complains about, unless it is a later fragment, which has no header. */
function addressesOfPacket(flow: Flow): Ipv4Keys | KeysUnknown {
  if (!isIcmpError(flow) || flow.fragOffset === true) return addressesOf(flow);
  if (flow.quoted === undefined) {
    return {
      kind: 'unknown',
      reason:
        'an ICMP error is hashed by the addresses of the packet it quotes, which is not given',
    };
  }
  return addressesOf(flow.quoted);
}

/** Policy 1. Any fragment, the first one included, has no ports; ESP and AH have their SPI in the place of both. */
function dissectPacket(flow: Flow, profile: KernelProfile): Ipv4Keys | KeysUnknown {
  const addresses = profile.policy1ForgetsAddresses ? NOTHING : addressesOf(flow);
  const keys = { ...addresses, proto: flow.proto };
  if (flow.fragment === true || flow.fragOffset === true) return keys;
  if (WITH_PORTS.has(flow.proto)) return { ...keys, sport: flow.sport, dport: flow.dport };
  if (flow.proto !== ESP && flow.proto !== AH) return keys;
  if (flow.spi === undefined) {
    return { kind: 'unknown', reason: 'ESP and AH are hashed by their SPI, which is not given' };
  }
  return { ...keys, sport: flow.spi >>> 16, dport: flow.spi & 0xffff };
}

const NOTHING: Ipv4Keys = { src: 0, dst: 0, sport: 0, dport: 0, proto: 0 };

function addressesOf(flow: Flow): Ipv4Keys {
  const { src, dst } = flow;
  if (src.family !== 4 || dst.family !== 4) return NOTHING;
  return { src: src.value, dst: dst.value, sport: 0, dport: 0, proto: 0 };
}
