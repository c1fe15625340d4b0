/** A chain of iptables that the same script makes twice. */
import { chainRule } from './chainRule.ts';

export const iptablesChainExists = chainRule({
  id: 'iptables-chain-exists',
  kind: 'exists',
  summary: 'A chain of iptables that is there already',
  what: (chain) => `the chain ${chain} is there already`,
  why: 'two chains of a table cannot have one name, and iptables answers',
  todo: 'remove this command, or the chain before it with `-F` and `-X`',
  cause: 'it is made here',
});
