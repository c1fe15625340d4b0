/**
 * What the kernel remembers of a connection: the translation, not the route.
 * Masquerading drops an entry whose output link changed (nf_nat_oif_changed(), commit a0ecb85a2c3a, 3.8); measured on 6.18.44.
 */
import { known, type Origin } from '../../../base/fact.ts';
import { codeSpan } from '../../../base/markdown.ts';
import { hasAction } from '../../../host/uplinks.ts';
import type { NetfilterRule } from '../../../netfilter/types.ts';
import type { Situation } from './situation.ts';

/** At most this many rules are named, so that the hover stays readable. */
const maxRules = 4;

const masqueradeWatches =
  '**Masquerading** sees that the output link changed and drops the entry; the retransmission gets a new address, and the server answers it with a reset.';
const masqueradeIgnores =
  '**Masquerading** does not watch the output link before Linux 3.8: it keeps the old address and sends it out of the wrong uplink, where most providers drop it: the connection hangs.';

/** One or two paragraphs. */
export function memory(situation: Situation): string {
  const { era, pinning } = situation;
  const route = era === 'route-cache' ? routeCacheMemory : 'Nothing stores the choice.';
  const nat = `**What is remembered.** ${route} ${translationMemory(situation)}`;
  return pinning.verdict === 'pinned' ? `${nat}\n\n${pinned(situation)}` : nat;
}

const routeCacheMemory =
  'The route cache holds the choice, but not for long: an entry expires after some idle minutes, ' +
  'and `ip route flush cache` or any change of a route empties the whole cache.';

function translationMemory(situation: Situation): string {
  const { nat, natIncomplete, placeOf, pinning } = situation;
  if (nat.length === 0) {
    const seen = natIncomplete
      ? 'RouteLens could not read every netfilter command of this host'
      : 'these files translate no source address on its links';
    return `Conntrack would keep the address translation of a connection, never its route; ${seen}. Without translation a connection that moves to another path goes on.`;
  }
  const rules = nat.slice(0, maxRules).map((rule) => `${nameRule(rule)} (${placeOf(rule.origin)})`);
  const more = nat.length > maxRules ? ` and ${nat.length - maxRules} more` : '';
  const kept = `Conntrack remembers the address translation of a connection, not its route. Translated here: ${rules.join(', ')}${more}.`;
  return pinning.verdict === 'pinned' ? kept : `${kept} ${fateOf(situation)}`;
}

function fateOf({ nat, isSince }: Situation): string {
  const fates = [
    ...(nat.some((rule) => hasAction(rule, 'masquerade'))
      ? [isSince('3.8') ? masqueradeWatches : masqueradeIgnores]
      : []),
    ...(nat.some((rule) => hasAction(rule, 'snat'))
      ? [
          '**SNAT** keeps the old address and sends it out of the wrong uplink, where most providers drop it: the connection hangs.',
        ]
      : []),
  ];
  return `When such a connection moves to another uplink, it breaks. ${fates.join(' ')}`;
}

function nameRule(rule: NetfilterRule): string {
  const action = hasAction(rule, 'masquerade') ? 'masquerade' : 'SNAT';
  const match = rule.match.oif;
  if (match === undefined || match.names.length === 0) return `${action} on every link`;
  const names = match.names.map((name) => codeSpan(known(name) ?? '?')).join(', ');
  return match.negated ? `${action} except on ${names}` : `${action} on ${names}`;
}

function pinned({ pinning, placeOf }: Situation): string {
  const place = ([first]: readonly { readonly origin: Origin }[]): string =>
    first === undefined ? '' : ` (${placeOf(first.origin)})`;
  return (
    `**This host pins its connections.** The uplink of a new connection is written to its connection mark${place(pinning.saves)}, ` +
    `the mark comes back before routing${place(pinning.restores)}, and ${codeSpan('ip rule … fwmark')} leads it to a table of its own${place(pinning.markRules)}. ` +
    `So this route decides about the first packet of a connection only.`
  );
}
