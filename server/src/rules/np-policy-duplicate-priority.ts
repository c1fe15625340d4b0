/** Two policy rules with one priority that one packet fits, to different tables: the kernel asks the one that was added first. */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { areRivals, policyRulesIn, type PolicyRuleOfLink } from '../host/netplanPolicy.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

/** A bound for files with thousands of rules. */
const maxCompared = 50;

export const npPolicyDuplicatePriority = defineRule({
  id: 'np-policy-duplicate-priority',
  severity: 'warning',
  summary: 'Two policy rules with one priority for the same packets',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const byPriority = new Map<number, PolicyRuleOfLink[]>();
      for (const policyRule of policyRulesIn(set)) {
        const { rule, origin } = policyRule;
        const priority = known(rule.priority);
        if (priority === undefined) continue;
        const before = byPriority.get(priority) ?? [];
        if (before.length < maxCompared) before.push(policyRule);
        byPriority.set(priority, before);
        const rival = before.find((other) => other !== policyRule && areRivals(other, policyRule));
        if (rival === undefined) continue;
        report(rule.priority?.origin ?? origin, {
          what: `priority ${priority} stands at two rules that the same packets fit`,
          why: `the kernel asks rules of one priority in the order in which they were added; that order changes when a link comes up later, so packets look in table ${codeSpan(String(rival.table))} or in ${codeSpan(String(policyRule.table))}`,
          todo: 'give each rule a priority of its own, the narrower one the lower number',
          related: [
            { origin: rival.rule.priority?.origin ?? rival.origin, message: 'the other rule' },
          ],
        });
      }
    }
  },
});
