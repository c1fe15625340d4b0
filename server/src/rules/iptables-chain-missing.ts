/** A command of iptables on a chain that the script itself has removed, or that a loaded rule set does not have. */
import { chainRule } from './chainRule.ts';

export const iptablesChainMissing = chainRule({
  id: 'iptables-chain-missing',
  kind: 'missing',
  summary: 'A command of iptables on a chain that is not there any more',
  what: (chain) => `the chain ${chain} is not there`,
  why: 'a command before this line has removed it and nothing has made it again, and iptables answers',
  todo: 'make the chain with `-N` before this line (`:CHAIN - [0:0]` for iptables-restore), or correct its name',
  cause: 'it is removed here',
});
