/** A rule of iptables that is deleted or replaced although the chain surely does not have it. */
import { chainRule } from './chainRule.ts';

export const iptablesRuleMissing = chainRule({
  id: 'iptables-rule-missing',
  kind: 'no-rule',
  summary: 'A rule of iptables that is not in its chain',
  what: (chain) => `the chain ${chain} has no such rule`,
  why: 'the script has emptied or made the chain and knows all its rules, and iptables answers',
  todo: 'write the rule as it was added, or correct the number',
  cause: 'the chain is empty here',
});
