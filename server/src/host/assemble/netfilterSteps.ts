/** What each netfilter command does to the chains. */
import { isUnknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type {
  ChainPlace,
  NetfilterFlush,
  NetfilterRule,
  NetfilterStep,
  RuleAction,
} from '../../netfilter/types.ts';
import {
  calledChains,
  chainAt,
  chainKey,
  isCalled,
  isCertain,
  isThere,
  refuseAt,
} from './netfilterChains.ts';
import type { Chain, ChainState } from './netfilterChains.ts';

/** Applies one step. Commands for another network namespace change nothing here. */
export function applyStep(state: ChainState, step: NetfilterStep): void {
  switch (step.kind) {
    case 'chain':
      return declareChain(state, step);
    case 'rule':
      return applyRule(state, step);
    case 'flush':
      return flush(state, step.flush);
    case 'zero':
      return void isMissing(state, step.place);
    case 'delete-number':
      return deleteNumber(state, step.place, step.number);
    case 'delete-chain':
      return deleteChain(state, step.place);
    case 'rename-chain':
      return renameChain(state, step.place, step.to);
    case 'unmodelled':
      state.incomplete = true;
  }
}

type ChainStep = Extract<NetfilterStep, { kind: 'chain' }>;
type RuleStep = Extract<NetfilterStep, { kind: 'rule' }>;

function declareChain(state: ChainState, { chain, isNew }: ChainStep): void {
  const isAgain = isNew === true && isThere(state, chain);
  if (isAgain) refuseAt(state, chain.origin, 'Chain already exists.');
  const known = chainAt(state, chain);
  known.isDeclared = true;
  if (chain.policy !== undefined) known.policy = chain.policy;
  if (chain.flavour === 'nft' && chain.hook !== undefined)
    known.base = { hook: chain.hook, chainType: chain.type, priority: chain.priority };
}

function applyRule(state: ChainState, { rule, insert, position }: RuleStep): void {
  if (rule.context.netns !== undefined) return;
  if (insert === 'check') return checkRule(state, rule);
  if (insert === 'delete') return removeRule(state, rule);
  if (isUnknown(rule.table) || isUnknown(rule.chain)) state.incomplete = true;
  reportMissing(state, rule);
  const chain = chainAt(state, rule);
  const said = isUnknown(position) ? 1 : (position ?? 1);
  const isCounted = rule.flavour === 'nft' && position !== undefined;
  const at = isCounted ? placeOfRule(chain.rules, said, insert) : said;
  if (insert === 'append' && position !== undefined) chain.rules.splice(at, 0, rule);
  else if (insert === 'append') chain.rules.push(rule);
  else if (insert === 'replace') replaceRule(state, { chain, rule, at });
  else insertRule(state, { chain, rule, at });
}

/** A rule of nft whose map stands as several rules here counts once for `index`. */
function placeOfRule(
  rules: readonly NetfilterRule[],
  index: number,
  insert: RuleStep['insert'],
): number {
  const before = insert === 'append' ? index : index - 1;
  let count = 0;
  const at = rules.findIndex(
    ({ origin }, i) => origin !== rules[i - 1]?.origin && count++ === before,
  );
  if (at >= 0) return insert === 'append' ? at : at + 1;
  return insert === 'append' ? rules.length : 1;
}

/** `-C` changes nothing, but says whether the rule is there. */
function checkRule(state: ChainState, rule: NetfilterRule): void {
  if (reportMissing(state, rule)) return;
  const said = ruleIdentity(rule);
  const { rules } = state.chains.get(chainKey(rule)) ?? { rules: [] };
  if (said !== undefined && !rules.some((other) => ruleIdentity(other) === said))
    refuseAt(state, rule.origin, noSuchRule);
}

const noSuchRule = 'Bad rule (does a matching rule exist in that chain?).';
const noSuchChain = 'No chain/target/match by that name.';

/** A command on a chain that nobody made. */
function isMissing(state: ChainState, { chain, ...place }: ChainPlace): boolean {
  if (place.flavour !== 'iptables' || chain === undefined || isUnknown(chain)) return false;
  if (isUnknown(place.table) || isThere(state, { ...place, chain })) return false;
  refuseAt(state, place.origin, noSuchChain);
  return true;
}

interface Placed {
  readonly chain: Chain;
  readonly rule: NetfilterRule;
  readonly at: number;
}

/** A place behind the end, one further is the end itself; a script may not know what stands there before it. */
function insertRule(state: ChainState, { chain, rule, at }: Placed): void {
  if (rule.flavour === 'iptables' && at > chain.rules.length + 1)
    refuseAt(state, rule.origin, 'Index of insertion too big.');
  chain.rules.splice(at - 1, 0, rule);
}

function replaceRule(state: ChainState, { chain, rule, at }: Placed): void {
  if (at > chain.rules.length) {
    refuseAt(state, rule.origin, 'Index of replacement too big.');
    chain.rules.push(rule);
  } else if (isCertain(rule.context)) chain.rules[at - 1] = rule;
  else chain.rules.splice(at - 1, 0, rule);
}

/** The chain of the rule, or one that it calls, is made by nobody here. */
function reportMissing(state: ChainState, rule: NetfilterRule): boolean {
  if (rule.flavour !== 'iptables' || isUnknown(rule.table)) return false;
  const called = rule.actions.flatMap((action) => calledChains(action));
  const missing = called.find((chain) => !isThere(state, { ...rule, chain }));
  const isChainMissing = !isUnknown(rule.chain) && !isThere(state, rule);
  if (missing !== undefined) refuseAt(state, rule.origin, `Chain '${missing}' does not exist`);
  else if (isChainMissing) refuseAt(state, rule.origin, noSuchChain);
  return missing !== undefined || isChainMissing;
}

/** `-D` removes the first rule that says the same. */
function removeRule(state: ChainState, rule: NetfilterRule): void {
  const said = ruleIdentity(rule);
  if (said === undefined || !isCertain(rule.context) || reportMissing(state, rule)) return;
  const chain = chainAt(state, rule);
  const at = chain.rules.findIndex((other) => ruleIdentity(other) === said);
  if (at >= 0) chain.rules.splice(at, 1);
  else refuseAt(state, rule.origin, noSuchRule);
}

function deleteNumber(state: ChainState, place: ChainPlace, number: number | Unknown): void {
  if (place.chain === undefined || !isCertain(place.context) || isMissing(state, place)) return;
  const chain = chainAt(state, { ...place, chain: place.chain });
  if (isUnknown(number)) {
    state.incomplete = true;
    return;
  }
  if (number > chain.rules.length) refuseAt(state, place.origin, 'Index of deletion too big.');
  else chain.rules.splice(number - 1, 1);
}

/** `-X`: all of the named chains go, or none. */
function deleteChain(state: ChainState, place: ChainPlace): void {
  if (!isCertain(place.context) || isUnknown(place.table) || isMissing(state, place)) return;
  const chosen = [...state.chains].filter(([key, chain]) =>
    place.chain === undefined
      ? chain.flavour === place.flavour &&
        chain.base === undefined &&
        chainKey({ ...chain, chain: '' }) === chainKey({ ...place, chain: '' })
      : key === chainKey({ ...place, chain: place.chain }),
  );
  if (place.flavour === 'iptables') {
    const busy = chosen.find(
      ([, chain]) => chain.rules.length > 0 || isCalled(state, { ...chain, chain: chain.name }),
    );
    if (busy !== undefined) {
      const name = isUnknown(busy[1].name) ? '?' : busy[1].name;
      return refuseAt(
        state,
        place.origin,
        `CHAIN_DEL failed (Device or resource busy): chain ${name}`,
      );
    }
  }
  for (const [key] of chosen) state.chains.delete(key);
}

function renameChain(state: ChainState, place: ChainPlace, to: string | Unknown): void {
  const { chain: from } = place;
  if (from === undefined || !isCertain(place.context)) return;
  if (isUnknown(from) || isUnknown(to)) {
    state.incomplete = true;
    return;
  }
  const before = state.chains.get(chainKey({ ...place, chain: from }));
  if (isThere(state, { ...place, chain: to })) return refuseAt(state, place.origin, 'File exists.');
  if (before === undefined) return refuseAt(state, place.origin, noSuchChain);
  const renamed: Chain = {
    ...before,
    name: to,
    rules: before.rules.map((rule) => ({ ...rule, chain: to })),
  };
  state.chains.delete(chainKey({ ...place, chain: from }));
  state.chains.set(chainKey({ ...place, chain: to }), renamed);
  for (const chain of state.chains.values()) {
    if (chainKey({ ...chain, chain: '' }) === chainKey({ ...place, chain: '' }))
      chain.rules = chain.rules.map((rule) => withRenamed(rule, from, to));
  }
}

/** Rules go on calling the chain under its new name. */
function withRenamed(rule: NetfilterRule, from: string, to: string): NetfilterRule {
  const isCaller = rule.actions.some((action) => calledChains(action).includes(from));
  if (!isCaller) return rule;
  const actions = rule.actions.map((action): RuleAction =>
    action.kind === 'jump' && action.chain === from ? { ...action, chain: to } : action,
  );
  const word = (name: string): RegExp => new RegExp(`(jump|goto)=${escaped(name)}(?= |$)`, 'g');
  return { ...rule, actions, canonical: rule.canonical?.replaceAll(word(from), `$1=${to}`) };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function flush(state: ChainState, what: NetfilterFlush): void {
  if (!isCertain(what.context)) return;
  if (what.table !== undefined && isMissing(state, { ...what, table: what.table })) return;
  for (const chain of state.chains.values()) {
    chain.rules = chain.rules.filter((rule) => !isFlushed(rule, what));
    if (what.resetsPolicies === true && isFlushed(chain, what)) chain.policy = undefined;
  }
  if (what.flavour !== 'nft') return;
  // nft takes chains away with their table.
  for (const [key, chain] of state.chains)
    if (what.removesChains === true && chain.rules.length === 0 && isFlushed(chain, what))
      state.chains.delete(key);
}

type Flushable = Pick<NetfilterRule, 'flavour' | 'families' | 'table' | 'tableFamily'> & {
  readonly chain?: string | Unknown;
  readonly name?: string | Unknown;
};

function isFlushed(what: Flushable, flushed: NetfilterFlush): boolean {
  const { flavour, families, tableFamily, table, chain } = flushed;
  if (what.flavour !== flavour || !isSubset(what.families, families)) return false;
  if (tableFamily !== undefined && what.tableFamily !== tableFamily) return false;
  if (table === undefined) return true;
  if (isUnknown(table) || what.table !== table) return false;
  return chain === undefined || (!isUnknown(chain) && (what.chain ?? what.name) === chain);
}

function isSubset(inner: readonly Family[], outer: readonly Family[]): boolean {
  return inner.every((family) => outer.includes(family));
}

/** Rules are compared again and again by a script that deletes many. */
const identities = new WeakMap<NetfilterRule, { readonly text: string | undefined }>();

/** A text that is equal for rules that say the same; undefined where an unknown makes that uncertain. */
function ruleIdentity(rule: NetfilterRule): string | undefined {
  if (rule.flavour === 'iptables') return rule.canonical;
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
