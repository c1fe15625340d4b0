/** What a command changes, in sentences for people. */
import { codeSpan } from '../../base/markdown.ts';
import type { MachineChange } from '../../host/machine/types.ts';
import {
  addressText,
  linkText,
  nexthopText,
  prefixText,
  routeText,
  ruleText,
  tableText,
} from './lines.ts';

/** More than these are counted only. */
const shown = 12;

/** One line for each change; a route that takes the place of another one names both. */
export function describeChanges(changes: readonly MachineChange[]): readonly string[] {
  const lines: string[] = [];
  const used = new Set<MachineChange>();
  for (const change of changes) {
    if (used.has(change)) continue;
    const partner = successorOf(changes, change);
    if (partner === undefined) lines.push(sentence(change));
    else {
      used.add(partner);
      lines.push(replacement(change, partner));
    }
  }
  const more = lines.length - shown;
  return more > 0 ? [...lines.slice(0, shown), `and ${more} more.`] : lines;
}

/** The route that stands where one was removed. */
function successorOf(
  changes: readonly MachineChange[],
  change: MachineChange,
): MachineChange | undefined {
  if (change.kind !== 'route' || !change.gone) return undefined;
  const { table, family, destination, priority } = change.route;
  return changes.find(
    (other) =>
      other.kind === 'route' &&
      !other.gone &&
      other.route.table === table &&
      other.route.family === family &&
      other.route.priority === priority &&
      prefixText(other.route.destination) === prefixText(destination),
  );
}

function replacement(before: MachineChange, after: MachineChange): string {
  if (before.kind !== 'route' || after.kind !== 'route') return sentence(after);
  return `Replaces the route ${codeSpan(routeText(before.route))} by ${codeSpan(routeText(after.route))}.`;
}

function sentence(change: MachineChange): string {
  const verb = 'gone' in change && change.gone ? 'Removes' : 'Adds';
  switch (change.kind) {
    case 'route': {
      const { route } = change;
      return `${verb} a route to ${codeSpan(prefixText(route.destination))} in table ${codeSpan(tableText(route.table))}: ${codeSpan(routeText(route))}.`;
    }
    case 'rule':
      return `${verb} the policy rule ${codeSpan(ruleText(change.rule).replace('\t', ' '))}.`;
    case 'address':
      return `${verb} the address ${codeSpan(addressText(change.link, change.address))}.`;
    case 'link':
      return `${verb} the link ${codeSpan(linkText(change.link))}.`;
    case 'link-state':
      return `Sets ${codeSpan(change.link.name)} ${change.up ? 'up' : 'down'}.`;
    case 'link-name':
      return `Renames ${codeSpan(change.before)} to ${codeSpan(change.link.name)}.`;
    case 'nexthop':
      return `${verb} the nexthop object ${codeSpan(nexthopText(change.nexthop))}.`;
    case 'neighbour':
      return `${verb} a neighbour entry of ${codeSpan(change.neighbour.link.name)}.`;
  }
}
