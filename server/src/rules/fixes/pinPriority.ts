/**
 * Where the rules of the pinning block stand among the policy rules of the host: before each one that leads to the
 * multipath route, since the kernel takes the first route that a rule finds (fib_rules_lookup(), net/core/fib_rules.c).
 */
import { known } from '../../base/fact.ts';
import type { Host, HostRoute } from '../../host/model.ts';
import { leadsTo, mainRulePriority } from '../../host/ruleOrder.ts';
import { isMainTable } from '../../host/table.ts';
import { multipathDefaults } from '../../host/uplinks.ts';

/** The first of `length` free priorities in a row that are in time; undefined where none can be sure to be. */
export function freePriorities(host: Host, route: HostRoute, length: number): number | undefined {
  const limit = priorityLimit(host, route);
  if (limit === undefined) return undefined;
  const used = new Set(host.policyRules.map((rule) => known(rule.priority)));
  const last = limit - length;
  for (let start = 1000; start <= last; start += 100) if (isFree(used, start, length)) return start;
  for (let start = last; start > 0; start--) if (isFree(used, start, length)) return start;
  return undefined;
}

/** True if none of `length` numbers from `start` is in use. */
export function isFree(
  used: ReadonlySet<number | undefined>,
  start: number,
  length: number,
): boolean {
  return Array.from({ length }, (_, index) => start + index).every((number) => !used.has(number));
}

/**
 * The lowest priority by which a packet may get the route.
 * Undefined where one of these rules has none that can be read: without one, the kernel puts it in front of those that are there.
 */
function priorityLimit(host: Host, route: HostRoute): number | undefined {
  let limit = mainRulePriority;
  for (const rule of host.policyRules) {
    if (leadsTo(rule, route, host) === 'no') continue;
    const priority = known(rule.priority);
    if (priority === undefined) return undefined;
    limit = Math.min(limit, priority);
  }
  return limit;
}

/** Halves of a default route that are multipath themselves would catch all packets before the mark is asked. */
export function suppressedLength(host: Host): number {
  const lengths = multipathDefaults(host)
    .filter((route) => isMainTable(route.table, host.tableNames))
    .map((route) => known(route.destination))
    .map((destination) =>
      destination === undefined || destination === 'default' ? 0 : destination.length,
    );
  return Math.max(0, ...lengths);
}
