/**
 * The rules that stand after all steps, with their hooks, in the order in which packets meet them.
 * A user chain's rules follow each rule that jumps to it, with the caller's hook and guards; `-C` changes nothing.
 */
import type { NetfilterRule, NetfilterStep, RuleMatch } from '../../netfilter/types.ts';
import { calledChains, chainKey } from './netfilterChains.ts';
import type { BaseChain, Chain, ChainState, NetfilterRefusal } from './netfilterChains.ts';
import { applyStep } from './netfilterSteps.ts';

export interface AssembledNetfilter {
  /** Rules in the order of evaluation. */
  readonly rules: NetfilterRule[];
  /** Something could not be read, so absence of a rule proves nothing. */
  readonly incomplete: boolean;
  /** All chains with the rules that stand in them, in the order in which they were named first. */
  readonly chains: readonly Chain[];
  /** Commands that their tool or the kernel refuses if nothing but these steps ever ran. */
  readonly refusals: readonly NetfilterRefusal[];
}

export function assembleNetfilter(steps: readonly NetfilterStep[]): AssembledNetfilter {
  const state: ChainState = { chains: new Map(), refusals: [], incomplete: false };
  for (const step of steps) applyStep(state, step);
  return {
    rules: resolveJumps(state),
    incomplete: state.incomplete,
    chains: [...state.chains.values()],
    refusals: state.refusals,
  };
}

interface Call {
  readonly base: BaseChain;
  readonly match: RuleMatch | undefined;
  /** Chains on the way, against loops. */
  readonly path: readonly string[];
}

/** No script of people comes near this; two chains that call each other many times do. */
const mostRules = 5000;

const hookOrder = ['prerouting', 'input', 'forward', 'output', 'postrouting', 'unknown'];

function resolveJumps(state: ChainState): NetfilterRule[] {
  const result: NetfilterRule[] = [];
  const reached = new Set<NetfilterRule>();
  const visit = (rule: NetfilterRule, call: Call): void => {
    reached.add(rule);
    if (result.length >= mostRules) return;
    const match = call.match === undefined ? rule.match : guardedBy(rule.match, call.match);
    result.push({ ...rule, ...call.base, match });
    for (const chain of rule.actions.flatMap((action) => calledChains(action))) {
      const key = chainKey({ ...rule, chain });
      if (call.path.includes(key)) continue;
      for (const called of state.chains.get(key)?.rules ?? [])
        visit(called, { base: call.base, match, path: [...call.path, key] });
    }
  };
  for (const { key, base, rules } of basesInOrder(state))
    for (const rule of rules) visit(rule, { base, match: undefined, path: [key] });
  const others = [...state.chains.values()].flatMap(({ rules }) => rules);
  return [...result, ...others.filter((rule) => !reached.has(rule))];
}

/** By hook, then by priority; of equal ones the chain that was made last comes first (nf_hook_entries_grow(), net/netfilter/core.c, v6.18). */
function basesInOrder(state: ChainState): readonly {
  readonly key: string;
  readonly base: BaseChain;
  readonly rules: readonly NetfilterRule[];
}[] {
  return [...state.chains]
    .flatMap(([key, { base, rules }], index) =>
      base === undefined ? [] : [{ key, base, rules, index }],
    )
    .toSorted(
      (a, b) =>
        hookOrder.indexOf(a.base.hook) - hookOrder.indexOf(b.base.hook) ||
        (a.base.priority ?? 0) - (b.base.priority ?? 0) ||
        b.index - a.index,
    );
}

/** A called rule runs only where its caller matched. Where both ask for the same field, the called rule's own is kept. */
function guardedBy(match: RuleMatch, caller: RuleMatch): RuleMatch {
  return {
    iif: match.iif ?? caller.iif,
    oif: match.oif ?? caller.oif,
    source: match.source ?? caller.source,
    destination: match.destination ?? caller.destination,
    mark: match.mark ?? caller.mark,
    ctMark: match.ctMark ?? caller.ctMark,
    ctStates: match.ctStates ?? caller.ctStates,
    balance: [...caller.balance, ...match.balance],
    other: [...new Set([...match.other, ...caller.other])],
  };
}
