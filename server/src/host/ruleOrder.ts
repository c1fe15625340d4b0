/**
 * The order in which the kernel asks the policy rules, and which of them lead to the table of a route.
 * A rule without a priority goes in front of the second one of the list, or gets 0 like it; rules of equal priority keep
 * the order of their commands: fib_default_rule_pref() and fib_nl_newrule(), net/core/fib_rules.c, v6.12.
 */
import { known } from '../base/fact.ts';
import type { Host, HostPolicyRule, HostRoute } from './model.ts';
import { mainTable, tableIdentity } from './table.ts';

/** The priority of the kernel's own rule for the main table. */
export const mainRulePriority = 32_766;

export type Certainty = 'yes' | 'no' | 'maybe';

/** IPv4 rules with the priority that they get, in the order of the commands; undefined where that cannot be known. */
export function prioritiesOf(host: Host): ReadonlyMap<HostPolicyRule, number | undefined> {
  const priorities = new Map<HostPolicyRule, number | undefined>();
  // The list of a fresh kernel: local, main and default.
  let inForce: readonly number[] | undefined = [0, mainRulePriority, 32_767];
  for (const rule of host.policyRules) {
    if (rule.family === 6) continue;
    const second: number | undefined = inForce?.[1];
    const priority: number | undefined =
      rule.priority === undefined
        ? second === undefined
          ? undefined
          : Math.max(0, second - 1)
        : known(rule.priority);
    priorities.set(rule, priority);
    inForce =
      priority === undefined ? undefined : inForce && [...inForce, priority].toSorted(ascending);
  }
  return priorities;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Does the kernel ask `first` before `second`? Both are keys of the map. */
export function isAskedBefore(
  priorities: ReadonlyMap<HostPolicyRule, number | undefined>,
  first: HostPolicyRule,
  second: HostPolicyRule,
): Certainty {
  const [a, b] = [priorities.get(first), priorities.get(second)];
  if (a === undefined || b === undefined) return 'maybe';
  if (a !== b) return a < b ? 'yes' : 'no';
  const order = [...priorities.keys()];
  return order.indexOf(first) < order.indexOf(second) ? 'yes' : 'no';
}

/** Does a packet that matches the rule get the route? `goto` may jump to a rule that does. */
export function leadsTo(rule: HostPolicyRule, route: HostRoute, host: Host): Certainty {
  if (rule.family === 6) return 'no';
  if (rule.action === 'goto' || rule.action === 'unknown') return 'maybe';
  if (rule.action !== 'lookup') return 'no';
  const table = sameTable(
    tableIdentity(rule.table, host.tableNames),
    tableIdentity(route.table, host.tableNames),
  );
  if (table === 'no' || rule.suppressPrefixLength === undefined) return table;
  const suppressed = known(rule.suppressPrefixLength);
  if (suppressed === undefined) return 'maybe';
  return suppressed < destinationLength(route) ? table : 'no';
}

/** True if the rule takes every packet. */
export function takesAll(rule: HostPolicyRule): boolean {
  return (
    !rule.not &&
    isAll(rule.from) &&
    isAll(rule.to) &&
    [rule.iif, rule.oif, rule.fwmark].every((selector) => selector === undefined) &&
    rule.otherSelectors.length === 0
  );
}

function isAll(selector: HostPolicyRule['from']): boolean {
  if (selector === undefined) return true;
  const value = known(selector);
  return value === 'all' || value?.length === 0;
}

function destinationLength(route: HostRoute): number {
  const destination = known(route.destination);
  return destination === undefined || destination === 'default' ? 0 : destination.length;
}

/** Names and variables may be any number, but nobody hides the main table behind one. */
function sameTable(a: string | undefined, b: string | undefined): Certainty {
  if (a !== undefined && a === b) return 'yes';
  if ([a, b].includes(String(mainTable))) return 'no';
  const areNumbers = [a, b].every((table) => table !== undefined && /^\d+$/.test(table));
  return areNumbers ? 'no' : 'maybe';
}
