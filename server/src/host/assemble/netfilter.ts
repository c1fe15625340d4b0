/**
 * The rules that stand after all steps, with their hooks.
 * A removal that may not run (in `if`, `||`, a loop, a function) removes nothing: a rule thought missing costs more than one thought there.
 * A user chain's rules follow each rule that jumps to it, with the caller's hook and guards; `-C` changes nothing.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { builtInHook, builtInPriority } from '../../netfilter/iptables/tables.ts';
import type {
  Hook,
  NetfilterChain,
  NetfilterFlush,
  NetfilterRule,
  NetfilterStep,
  RuleMatch,
} from '../../netfilter/types.ts';
import type { CommandContext } from '../../shell/types.ts';

/** Rules in evaluation order of each chain. `incomplete`: something could not be read, so absence of a rule proves nothing. */
export function assembleNetfilter(steps: readonly NetfilterStep[]): {
  rules: NetfilterRule[];
  incomplete: boolean;
} {
  const state: State = { chains: new Map(), bases: new Map(), incomplete: false };
  for (const step of steps) applyStep(state, step);
  return { rules: resolveJumps(state), incomplete: state.incomplete };
}

interface State {
  /** Rules by `chainKey`, chains in the order of their first rule. */
  readonly chains: Map<string, NetfilterRule[]>;
  /** Base chains by `chainKey`. */
  readonly bases: Map<string, BaseChain>;
  incomplete: boolean;
}

type BaseChain = Pick<NetfilterRule, 'hook' | 'chainType' | 'priority'>;

function applyStep(state: State, step: NetfilterStep): void {
  switch (step.kind) {
    case 'chain':
      return declareChain(state, step.chain);
    case 'flush':
      if (isCertain(step.flush.context)) flush(state, step.flush);
      return;
    case 'unmodelled':
      state.incomplete = true;
      return;
    case 'rule':
      return applyRule(state, step);
  }
}

function applyRule(state: State, step: Extract<NetfilterStep, { kind: 'rule' }>): void {
  const { rule, insert } = step;
  if (rule.context.netns !== undefined || insert === 'check') return;
  if (insert === 'delete') return removeRule(state, rule);
  if (isUnknown(rule.table) || isUnknown(rule.chain)) state.incomplete = true;
  const chain = chainOf(state, rule);
  if (insert === 'append') chain.push(rule);
  else chain.splice((step.position ?? 1) - 1, 0, rule);
}

function chainOf(state: State, rule: NetfilterRule): NetfilterRule[] {
  const key = chainKey(rule);
  const chain = state.chains.get(key) ?? [];
  state.chains.set(key, chain);
  return chain;
}

/** `-D` removes the first rule that says the same. */
function removeRule(state: State, rule: NetfilterRule): void {
  const said = ruleIdentity(rule);
  if (said === undefined || !isCertain(rule.context)) return;
  const chain = chainOf(state, rule);
  const at = chain.findIndex((other) => ruleIdentity(other) === said);
  if (at >= 0) chain.splice(at, 1);
}

/** True if the command runs whenever the script does. */
function isCertain({
  conditional,
  loop,
  trap,
  functionName,
  caseLabel,
  netns,
}: CommandContext): boolean {
  return (
    !conditional &&
    !loop &&
    !trap &&
    [functionName, caseLabel, netns].every((part) => part === undefined)
  );
}

function flush(state: State, what: NetfilterFlush): void {
  for (const [key, rules] of state.chains) {
    state.chains.set(
      key,
      rules.filter((rule) => !isFlushed(rule, what)),
    );
  }
}

function isFlushed(rule: NetfilterRule, flush: NetfilterFlush): boolean {
  if (rule.flavour !== flush.flavour || !isSubset(rule.families, flush.families)) return false;
  if (flush.table === undefined) return true;
  if (isUnknown(flush.table) || rule.table !== flush.table) return false;
  return flush.chain === undefined || (!isUnknown(flush.chain) && rule.chain === flush.chain);
}

function isSubset(inner: readonly Family[], outer: readonly Family[]): boolean {
  return inner.every((family) => outer.includes(family));
}

function declareChain(state: State, chain: NetfilterChain): void {
  const { hook, type, priority } = chain;
  if (chain.flavour !== 'nft' || hook === undefined) return;
  state.bases.set(chainKey(chain), { hook, chainType: type, priority });
}

/** Families are left out: rules of an `inet` table can be narrower than their chain. */
function chainKey({
  flavour,
  families,
  table,
  chain,
}: Pick<NetfilterRule, 'flavour' | 'families' | 'table' | 'chain'>): string {
  const family = flavour === 'iptables' ? families.join('') : '';
  return [flavour, family, nameOf(table), nameOf(chain)].join(' ');
}

function nameOf(name: string | Unknown): string {
  return isUnknown(name) ? `$${name.symbol ?? '?'}` : name;
}

/** Rules are compared again and again by a script that deletes many. */
const identities = new WeakMap<NetfilterRule, { readonly text: string | undefined }>();

/** A text that is equal for rules that say the same; undefined where an unknown makes that uncertain. */
function ruleIdentity(rule: NetfilterRule): string | undefined {
  const known = identities.get(rule) ?? { text: identityText(rule) };
  identities.set(rule, known);
  return known.text;
}

function identityText(rule: NetfilterRule): string | undefined {
  let isWhollyKnown = true;
  const text = JSON.stringify([rule.match, rule.actions], (key, value: unknown) => {
    if (key === 'origin' || key === 'reason') return undefined;
    if (isUnknown(value) && value.symbol === undefined) isWhollyKnown = false;
    return value;
  });
  return isWhollyKnown ? text : undefined;
}

interface Call {
  readonly base: BaseChain;
  readonly match: RuleMatch | undefined;
  /** Chains on the way, against loops. */
  readonly path: readonly string[];
}

/** No script of people comes near this; two chains that call each other many times do. */
const mostRules = 5000;

function resolveJumps(state: State): NetfilterRule[] {
  const rules = [...state.chains.values()].flat();
  const result: NetfilterRule[] = [];
  const reached = new Set<NetfilterRule>();
  const visit = (rule: NetfilterRule, call: Call): void => {
    reached.add(rule);
    if (result.length >= mostRules) return;
    const match = call.match === undefined ? rule.match : guardedBy(rule.match, call.match);
    result.push({ ...rule, ...call.base, match });
    for (const action of rule.actions) {
      const key = action.kind === 'jump' ? chainKey({ ...rule, chain: action.chain }) : undefined;
      if (key === undefined || call.path.includes(key)) continue;
      for (const called of state.chains.get(key) ?? [])
        visit(called, { base: call.base, match, path: [...call.path, key] });
    }
  };
  for (const rule of rules) {
    const base = baseOf(state, rule);
    if (base !== undefined) visit(rule, { base, match: undefined, path: [chainKey(rule)] });
  }
  return [...result, ...rules.filter((rule) => !reached.has(rule))];
}

/** A chain by its declaration, or one of iptables' own, which nft can fill too. */
function baseOf(state: State, rule: NetfilterRule): BaseChain | undefined {
  const declared = state.bases.get(chainKey(rule));
  if (declared !== undefined) return declared;
  if (rule.hook !== 'unknown')
    return { hook: rule.hook, chainType: rule.chainType, priority: rule.priority };
  if (isUnknown(rule.chain) || isUnknown(rule.table)) return undefined;
  const hook: Hook | undefined = builtInHook(rule.chain);
  const priority = hook === undefined ? undefined : builtInPriority(rule.table, hook);
  if (hook === undefined || priority === undefined) return undefined;
  return { hook, chainType: rule.table === 'nat' ? 'nat' : undefined, priority };
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
    other: [...new Set([...match.other, ...caller.other])],
  };
}
