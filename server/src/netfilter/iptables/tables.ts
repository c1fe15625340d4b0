/**
 * The built-in tables and chains of iptables with their hooks and priorities
 * (enum nf_ip_hook_priorities, include/uapi/linux/netfilter_ipv4.h; NAT sources at 100, destinations at -100).
 */
import type { Hook } from '../types.ts';

const hooks: Record<string, Hook> = {
  PREROUTING: 'prerouting',
  INPUT: 'input',
  FORWARD: 'forward',
  OUTPUT: 'output',
  POSTROUTING: 'postrouting',
};

const priorities: Record<string, number> = { raw: -300, mangle: -150, filter: 0, security: 50 };

/** Chains in the order in which iptables shows them. */
const chains: Readonly<Record<string, readonly string[]>> = {
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  raw: ['PREROUTING', 'OUTPUT'],
  security: ['INPUT', 'FORWARD', 'OUTPUT'],
};

export const tableNames: readonly string[] = Object.keys(chains);

/** The chains that a table has from the start; none for a table that does not exist. */
export function builtInChains(table: string): readonly string[] {
  return Object.hasOwn(chains, table) ? (chains[table] ?? []) : [];
}

/** The hook of a built-in chain; undefined for a user chain. */
export function builtInHook(chain: string): Hook | undefined {
  return Object.hasOwn(hooks, chain) ? hooks[chain] : undefined;
}

/** The priority of a table at a hook; undefined for a table that does not exist. */
export function builtInPriority(table: string, hook: Hook): number | undefined {
  if (table === 'nat') return hook === 'postrouting' || hook === 'input' ? 100 : -100;
  return Object.hasOwn(priorities, table) ? priorities[table] : undefined;
}
