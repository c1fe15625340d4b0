/**
 * What a script surely knows of the chains of one table of iptables: those that it has made, emptied or removed.
 * Of all others nothing is known: any program may have made them before.
 */
import type { Origin } from '../../base/fact.ts';
import type { NetfilterRule } from '../../netfilter/types.ts';
import { builtInChains } from '../../netfilter/iptables/tables.ts';

export interface ChainKnowledge {
  readonly presence: 'there' | 'gone' | 'unknown';
  /** All its rules, or undefined where others may stand there. */
  readonly rules: readonly NetfilterRule[] | undefined;
  /** The command that made or removed it. */
  readonly cause: Origin | undefined;
}

export interface TableKnowledge {
  readonly name: string;
  /** By name. */
  readonly chains: Map<string, ChainKnowledge>;
  /** What holds for a chain that is not in `chains`. */
  others: ChainKnowledge;
}

export const nothingKnown: ChainKnowledge = {
  presence: 'unknown',
  rules: undefined,
  cause: undefined,
};

export function createTable(name: string): TableKnowledge {
  return { name, chains: new Map(), others: nothingKnown };
}

/** What is known of a chain; one of iptables' own is always there. */
export function chainOf(table: TableKnowledge, name: string): ChainKnowledge {
  const known = table.chains.get(name) ?? table.others;
  return builtInChains(table.name).includes(name) ? { ...known, presence: 'there' } : known;
}

/** No chain of the table holds a rule that is not known, so that nobody unknown calls a chain. */
export function knowsAllRules({ chains, others }: TableKnowledge): boolean {
  return (
    others.rules !== undefined && [...chains.values()].every(({ rules }) => rules !== undefined)
  );
}

/** The known rules of the table. */
export function rulesOf({ chains }: TableKnowledge): readonly NetfilterRule[] {
  return [...chains.values()].flatMap(({ rules }) => rules ?? []);
}
