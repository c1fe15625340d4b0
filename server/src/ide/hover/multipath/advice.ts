/**
 * What to do. Invariant: nothing is offered that the configured kernel does not have.
 * Resilient groups since 5.13; `ignore_routes_with_linkdown` since 4.4 at the latest.
 */
import { codeSpan } from '../../../base/markdown.ts';
import type { Situation } from './situation.ts';

/** One or two paragraphs. */
export function advice(situation: Situation): string {
  if (situation.era === 'none')
    return '**What to do.** Use one IPv6 default route, or a newer kernel.';
  const parts =
    situation.pinning.verdict === 'pinned' ? keepPinned(situation) : beginPinning(situation);
  const [first = '', ...more] = parts;
  return [
    `**What to do.** ${first}`,
    ...(more.length === 0 ? [] : [more.map((part) => `* ${part}`).join('\n')]),
  ].join('\n\n');
}

function keepPinned({ era }: Situation): readonly string[] {
  const strict =
    'With strict reverse path filtering (`rp_filter=1`), replies of pinned connections are dropped once their uplink leaves this route: use 2 on the uplinks.';
  return era === 'flow-hash'
    ? [
        'Change weights and nexthops freely: pinned, all 60 of 60 measured connections survived new weights and a third uplink.',
        strict,
      ]
    : ['Keep it so.', strict];
}

function beginPinning(situation: Situation): readonly string[] {
  const { nat, era } = situation;
  if (nat.length === 0)
    return ['Nothing, as long as no uplink needs its own source address.', ...linkdown(situation)];
  return [
    pin(situation),
    ...(era === 'per-packet' ? [newerKernel] : []),
    ...resilient(situation),
    ...linkdown(situation),
  ];
}

function pin({ era, family, kernel, pinning }: Situation): string {
  const doubt = pinning.verdict === 'unknown' ? 'If no other file does it already: pin' : 'Pin';
  const how =
    `${doubt} each connection to its uplink by its connection mark: mark the first packet by the link that it leaves, save the mark with the connection, ` +
    'restore it before routing, and route each mark by a table of its own.';
  const result =
    era === 'flow-hash' || era === 'unweighted'
      ? 'Pinned, 60 of 60 connections survived the new weights and the third uplink.'
      : 'Such a table has one nexthop, so there is nothing left to choose.';
  const fix =
    pinning.verdict === 'unpinned' && family === 4 && kernel.hasSuppressPrefixLength
      ? ' The quick fix of `nat-multipath-unpinned` writes the whole block.'
      : '';
  return `${how} ${result}${fix}`;
}

const newerKernel =
  'Linux 4.4 and newer choose by a hash of the flow, which keeps the packets of a connection together.';

function resilient({ kernel }: Situation): readonly string[] {
  if (!kernel.hasResilientGroups) return [];
  return [
    'Or use a nexthop group of `type resilient`: it keeps the flows that run (60 of 60 with new weights and with a third uplink), ' +
      'but something must add a nexthop again after its link was down.',
  ];
}

function linkdown({ era, ignoresLinkdown, linkdownKey }: Situation): readonly string[] {
  if (era !== 'flow-hash' || ignoresLinkdown) return [];
  return [
    `A link that only loses its carrier keeps its share, unless ${codeSpan(linkdownKey)} is 1.`,
  ];
}
