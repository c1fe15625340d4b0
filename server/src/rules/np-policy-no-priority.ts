/**
 * Overlapping policy rules without priority: the kernel gives each one a number below the lowest of the others
 * (fib_default_rule_pref(), net/core/fib_rules.c), so the one that is added last is asked first.
 */
import { areRivals, policyRulesIn, type PolicyRuleOfLink } from '../host/netplanPolicy.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

/** A bound for files with thousands of rules. */
const maxCompared = 50;

export const npPolicyNoPriority = defineRule({
  id: 'np-policy-no-priority',
  severity: 'information',
  summary: 'Overlapping policy rules without priority',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const before: PolicyRuleOfLink[] = [];
      for (const policyRule of policyRulesIn(set)) {
        const { rule, origin, definition } = policyRule;
        // NetworkManager demands priorities.
        if (rule.priority !== undefined || definition.renderer !== 'networkd') continue;
        const rival = before.find((other) => areRivals(other, policyRule));
        if (before.length < maxCompared) before.push(policyRule);
        if (rival === undefined) continue;
        report(origin, {
          what: `the rule overlaps another one, and neither says its priority`,
          why: 'the kernel numbers such rules downwards as they are added: the last one is asked first, and the order depends on which link came up first',
          todo: 'write a `priority` at both, the lower number at the one that shall be asked first',
          related: [{ origin: rival.origin, message: 'the other rule' }],
        });
      }
    }
  },
});
