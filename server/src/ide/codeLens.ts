/** The line above each multipath route, bond and set of balancing rules: the shares and what decides, with a click to the preview. */
import type { Span } from '../base/span.ts';
import type { Document, Host } from '../host/model.ts';
import type { Family } from '../net/address.ts';
import { hashInForce } from './hashInForce.ts';
import {
  familyOf,
  formatShare,
  multipathCommands,
  nameNexthop,
  sharesOf,
} from './multipathCommand.ts';
import { refusalOfCommand } from './refusedCommand.ts';
import { findBalances } from '../simulate/balance/groups.ts';
import { bondShares } from './bondShares.ts';
import { findBonds } from '../simulate/bondGroups.ts';
import { deciderText, policyText } from '../simulate/policyText.ts';

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
}

/** One lens a multipath route, bond or set of balancing rules: `eno4 50.0 % · eno3 50.0 % · by source and destination · Preview`. */
export function codeLenses(host: Host, document: Document): readonly CodeLens[] {
  return [
    ...routeLenses(host, document),
    ...bondLenses(host, document),
    ...balanceLenses(host, document),
  ];
}

function bondLenses(host: Host, { file }: Document): CodeLens[] {
  return findBonds(host)
    .filter(({ origin, refusal }) => origin.file === file.id && refusal === undefined)
    .map((group) => ({
      span: group.origin.span,
      title: [bondShares(group, MAX_SHOWN), deciderText(group, 0), 'Preview'].join(' · '),
    }));
}

function balanceLenses(host: Host, { file }: Document): CodeLens[] {
  return findBalances(host)
    .filter(({ origin, refusal }) => origin.file === file.id && refusal === undefined)
    .map((group) => {
      const shown = group.members.slice(0, MAX_SHOWN);
      const names = shown.map(
        ({ label = '', device, configured }) =>
          `${device === undefined ? label : `${label} (${device})`} ${formatShare(configured)}`,
      );
      const more = group.members.length > MAX_SHOWN ? ['…'] : [];
      const title = [...names, ...more, deciderText(group, 0), 'Preview'].join(' · ');
      return { span: group.origin.span, title };
    });
}

/** A lens is one line. */
const MAX_SHOWN = 6;

function routeLenses(host: Host, document: Document): CodeLens[] {
  return multipathCommands(document).map(({ command, route }) => {
    if (refusalOfCommand(route) !== undefined)
      return { span: command.span, title: 'ip refuses this line · Preview' };
    const family = familyOf(route);
    const weighted = !ignoresWeights(host, family);
    const shares = weighted
      ? sharesOf(route.nexthops)
      : route.nexthops.map(() => 1 / route.nexthops.length);
    const members = route.nexthops.map(
      (nexthop, i) => `${nameNexthop(nexthop)} ${formatShare(shares[i])}`,
    );
    return {
      span: command.span,
      title: [...members, decidedBy(host, family), 'Preview'].join(' · '),
    };
  });
}

function decidedBy(host: Host, family: Family): string {
  if (family === 6)
    return ignoresWeights(host, 6) ? 'by a hash without weights' : byPolicy(host, 6);
  switch (host.kernel.ipv4Multipath) {
    case 'route-cache':
      return 'per route cache entry';
    case 'per-packet':
      return 'per packet';
    case 'flow-hash':
      return byPolicy(host, 4);
  }
}

function byPolicy(host: Host, family: Family): string {
  return policyText(hashInForce(host, family).policy, family);
}

function ignoresWeights(host: Host, family: Family): boolean {
  return family === 6 && host.kernel.ipv6Multipath === 'modulo';
}
