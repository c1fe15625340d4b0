/** A policy rule without `table`: it looks up main, where every packet goes anyway. It has an effect only in front of another rule. */
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { overlapOf, policyRulesIn, type PolicyRuleOfLink } from '../host/netplanPolicy.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { isMainTable } from '../host/table.ts';
import { defineRule } from './define.ts';

const maxCompared = 500;

export const npPolicyNoTable = defineRule({
  id: 'np-policy-no-table',
  severity: 'warning',
  summary: 'Policy rule without a table',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const rules = policyRulesIn(set).filter(({ definition }) => definition.kind !== 'vrfs');
      for (const policyRule of rules) {
        if (policyRule.rule.table !== undefined || exempts(host, policyRule)) continue;
        report(policyRule.origin, {
          what: 'the rule names no `table`, so it has no effect',
          why: 'netplan accepts it and writes a rule that looks up the main table; all packets look there anyway',
          // Somebody who numbers it may mean a rule of another program behind it: that of a VPN, say.
          ...(policyRule.rule.priority === undefined ? {} : { severity: 'information' as const }),
          todo: 'add `table:` with the number of the table that holds the route for these packets',
        });
      }
    }
  },
});

/** True if the rule may keep packets from a later rule that leads to another table. */
function exempts(host: Host, { rule, origin }: PolicyRuleOfLink): boolean {
  const priority = known(rule.priority);
  // With so many rules it is no slip, and the search would be long.
  if (host.policyRules.length > maxCompared) return true;
  return host.policyRules.some((other) => {
    if (other.origin.file === origin.file && other.origin.span.start === origin.span.start)
      return false;
    if (isMainTable(other.table, host.tableNames) && other.action === 'lookup') return false;
    if (overlapOf(rule, other) === 'no') return false;
    const otherPriority = known(other.priority);
    return priority === undefined || otherPriority === undefined || priority <= otherPriority;
  });
}
