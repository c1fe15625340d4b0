/** Who chooses the nexthop, and by what: fib_select_multipath() and its forerunners, net/ipv4/fib_semantics.c. */
import { assertNever } from '../../../base/assertNever.ts';
import { codeSpan } from '../../../base/markdown.ts';
import { hashPolicyKey } from '../../hashInForce.ts';
import type { Situation } from './situation.ts';

/** One or two paragraphs. */
export function choice(situation: Situation): string {
  const { era, kernel } = situation;
  switch (era) {
    case 'none':
      return `**Who chooses.** Nobody: Linux ${kernel.version} has no IPv6 multipath routes. They came with 3.8.`;
    case 'route-cache':
      return (
        `**Who chooses.** The kernel, once for each entry of its route cache. ` +
        `The first packet from a source to a destination picks a nexthop by weight and the clock, and all packets of that pair follow the entry while it lives.`
      );
    case 'per-packet':
      return (
        `**Who chooses.** The kernel, anew for each forwarded packet, by weight and the clock. ` +
        `The route cache is gone in this kernel and the flow hash is not there yet, so packets of one connection alternate between the uplinks. ` +
        `Only a socket of the host itself keeps the route that it looked up first.`
      );
    case 'unweighted':
      return (
        `**Who chooses.** The kernel, anew for each packet: a hash of the addresses, ${unweightedFields(situation)} modulo the number of nexthops. ` +
        `Weights are ignored for IPv6 until 4.16, so every nexthop has the same share.`
      );
    case 'flow-hash':
      return `**Who chooses.** The kernel, anew for each packet, by a hash. ${fieldsInForce(situation)} The weights divide the range of the hash.\n\n${keyOfHash(situation)}`;
    default:
      return assertNever(era);
  }
}

function unweightedFields({ isSince }: Situation): string {
  return isSince('4.14') ? 'the next header and the flow label' : 'the protocol and the ports';
}

function fieldsInForce(situation: Situation): string {
  const { hash, family, kernel, placeOf } = situation;
  const key = codeSpan(hashPolicyKey(family));
  switch (hash.kind) {
    case 'default':
      return hasPolicies(situation)
        ? `It covers ${fieldsOf(situation, 0)}: that is policy 0, the default, because no file of this host sets ${key}.`
        : `It covers ${fieldsOf(situation, 0)}; this kernel knows no other policy.${localPorts(situation)}`;
    case 'set':
      return `It covers ${fieldsOf(situation, hash.policy)}: policy ${hash.policy}, set in ${placeOf(hash.write.origin)}.${oddity(situation)}`;
    case 'refused':
      return `It covers ${fieldsOf(situation, 0)} (policy 0): the value ${codeSpan(hash.text)} in ${placeOf(hash.write.origin)} is refused by Linux ${kernel.version}.`;
    case 'no-such-sysctl':
      return `It covers ${fieldsOf(situation, 0)}: ${key} in ${placeOf(hash.write.origin)} has no effect, Linux ${kernel.version} has no such sysctl.`;
    case 'unknown':
      return `What it covers cannot be told: ${key} is set in ${placeOf(hash.write.origin)}, but ${hash.reason}.`;
    default:
      return assertNever(hash);
  }
}

function fieldsOf({ family }: Situation, policy: number): string {
  switch (policy) {
    case 0:
      return family === 4
        ? 'source and destination address only, so everything between one client and one server takes one uplink'
        : 'source and destination address, next header and flow label';
    case 1:
      return 'addresses, protocol and ports, so each connection chooses for itself and one website can see two of your addresses';
    case 2:
      return 'the innermost addresses of a tunnel, else source and destination address';
    default:
      return `the fields that ${codeSpan(`net.ipv${family}.fib_multipath_hash_fields`)} selects`;
  }
}

/** 4.4 to 4.11 hash what the host itself sends by get_hash_from_flowi4(), ports included. */
function localPorts({ kernel, family }: Situation): string {
  return family === 4 && kernel.hashesLocalPorts
    ? ' Connections of the host itself are hashed with their ports.'
    : '';
}

/** What is special about policy 1 in some kernels and with some cards. */
function oddity({ hash, family, kernel }: Situation): string {
  if (hash.policy !== 1) return '';
  const card = ' A hash that the network card or RPS has already computed counts instead.';
  if (family === 6 || !kernel.policy1ForgetsAddresses) return card;
  return `${card} Linux 4.12 to 4.15.7 leaves the addresses of forwarded packets out and hashes protocol and ports alone.`;
}

function keyOfHash({ kernel, seed, placeOf }: Situation): string {
  if (!kernel.hasSeed) {
    return `The key of the hash is random at each boot: which client takes which uplink is anybody's guess until the next boot, and then differs.`;
  }
  const key = codeSpan('net.ipv4.fib_multipath_hash_seed');
  return seed === undefined
    ? `The key of the hash is random at each boot, unless ${key} fixes it.`
    : `The key of the hash is fixed in ${placeOf(seed.origin)}: the same after every boot, and predictable.`;
}

function hasPolicies({ kernel, family }: Situation): boolean {
  return (family === 4 ? kernel.ipv4Policies : kernel.ipv6Policies).length > 0;
}
