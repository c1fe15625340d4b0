/** A chain of iptables that is removed while it holds rules, or while a rule calls it. */
import { chainRule } from './chainRule.ts';

export const iptablesChainBusy = chainRule({
  id: 'iptables-chain-busy',
  kind: 'busy',
  summary: 'A chain of iptables that is removed while it is in use',
  what: (chain) => `the chain ${chain} cannot be removed yet`,
  why: 'it holds a rule, or a rule of another chain calls it, and iptables answers',
  todo: 'empty it with `-F` and delete the rules that call it, then remove it',
  cause: 'this rule keeps it',
});
