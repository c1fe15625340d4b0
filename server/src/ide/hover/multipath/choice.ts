/** Who chooses the nexthop, and by what: fib_select_multipath() and its forerunners, net/ipv4/fib_semantics.c. */
import { assertNever } from '../../../base/assertNever.ts';
import { codeSpan } from '../../../base/markdown.ts';
import { hashPolicyKey } from '../../hashInForce.ts';
import { nameKernel } from '../../kernelVersion.ts';
import type { Situation } from './situation.ts';

/** One or two paragraphs. */
export function choice(situation: Situation): string {
  const { era, kernel } = situation;
  switch (era) {
    case 'none':
      return `**Who chooses.** Nobody: ${nameKernel(kernel)} has no IPv6 multipath routes. They came with 3.8.`;
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
      return `**Who chooses.** The kernel, anew for each packet, by weight and a hash of ${hashed(situation)} ${keyOfHash(situation)}`;
    default:
      return assertNever(era);
  }
}

function unweightedFields({ isSince }: Situation): string {
  return isSince('4.14') ? 'the next header and the flow label' : 'the protocol and the ports';
}

/** "the source and destination address (policy 0, …). What that means." */
function hashed(situation: Situation): string {
  const { hash, family, kernel, placeOf } = situation;
  const key = codeSpan(hashPolicyKey(family));
  const sentence = (policy: number, why: string): string =>
    [`${fieldsOf(situation, policy)} (${why}).`, meaningOf(situation, policy)]
      .filter((part) => part !== '')
      .join(' ');
  switch (hash.kind) {
    case 'default':
      if (!hasPolicies(situation))
        return sentence(0, `this kernel knows no other hash${localPorts(situation)}`);
      return sentence(0, `policy 0, the default: no file of this host sets ${key}`);
    case 'set':
      return sentence(hash.policy, `policy ${hash.policy}, set in ${placeOf(hash.write.origin)}`);
    case 'refused':
      return sentence(
        0,
        `policy 0; ${nameKernel(kernel)} refuses the value ${codeSpan(hash.text)} in ${placeOf(hash.write.origin)}`,
      );
    case 'no-such-sysctl':
      return sentence(
        0,
        `${key} in ${placeOf(hash.write.origin)} has no effect, ${nameKernel(kernel)} has no such sysctl`,
      );
    case 'unknown':
      return `fields that cannot be told: ${key} is set in ${placeOf(hash.write.origin)}, but ${hash.reason}.`;
    default:
      return assertNever(hash);
  }
}

function fieldsOf({ family }: Situation, policy: number): string {
  switch (policy) {
    case 0:
      return family === 4
        ? 'the source and destination address'
        : 'the source and destination address, the next header and the flow label';
    case 1:
      return 'the addresses, the protocol and the ports';
    case 2:
      return 'the innermost addresses of a tunnel, else the source and destination address';
    default:
      return `the fields in ${codeSpan(`net.ipv${family}.fib_multipath_hash_fields`)}`;
  }
}

function meaningOf({ family, kernel }: Situation, policy: number): string {
  if (policy === 0)
    return family === 4 ? 'Everything between one client and one server takes one uplink.' : '';
  if (policy !== 1) return '';
  const each =
    'Each connection chooses for itself, so one website can see two of your addresses. ' +
    'A hash that the network card or RPS has already computed counts instead.';
  if (family === 6 || !kernel.policy1ForgetsAddresses) return each;
  return `${each} Linux 4.12 to 4.15.7 leaves the addresses of forwarded packets out and hashes protocol and ports alone.`;
}

/** 4.4 to 4.11 hash what the host itself sends by get_hash_from_flowi4(), ports included. */
function localPorts({ kernel, family }: Situation): string {
  return family === 4 && kernel.hashesLocalPorts
    ? ', except that connections of the host itself count with their ports'
    : '';
}

function keyOfHash({ kernel, seed, placeOf }: Situation): string {
  if (!kernel.hasSeed)
    return `The key of the hash is random at each boot: which uplink a client gets cannot be foretold.`;
  const key = codeSpan('net.ipv4.fib_multipath_hash_seed');
  return seed === undefined
    ? `The key of the hash is random at each boot, unless ${key} fixes it.`
    : `The key of the hash is fixed in ${placeOf(seed.origin)}, so the preview is exact.`;
}

function hasPolicies({ kernel, family }: Situation): boolean {
  return (family === 4 ? kernel.ipv4Policies : kernel.ipv6Policies).length > 0;
}
