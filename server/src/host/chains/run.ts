/**
 * What one command of iptables does to what is known, and whether iptables surely refuses it.
 * A command that may not run, or whose failure is expected, is never refused here, and leaves less known.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Origin, Unknown } from '../../base/fact.ts';
import type { ChainPlace, NetfilterRule, NetfilterStep } from '../../netfilter/types.ts';
import { calledChains } from '../assemble/netfilterChains.ts';
import { chainOf, knowsAllRules, nothingKnown, rulesOf } from './knowledge.ts';
import type { ChainKnowledge, TableKnowledge } from './knowledge.ts';

export type ChainRefusalKind = 'missing' | 'exists' | 'busy' | 'no-rule';

export interface Refused {
  readonly kind: ChainRefusalKind;
  readonly chain: string;
  /** iptables' own words, of 1.8.9 with nft. */
  readonly words: string;
  /** The command that made the state so. */
  readonly cause: Origin | undefined;
}

const noSuchChain = 'No chain/target/match by that name.';
const noSuchRule = 'Bad rule (does a matching rule exist in that chain?).';

export interface Running {
  readonly table: TableKnowledge;
  readonly origin: Origin;
}

/** Runs a step that surely runs. A refused command changes nothing. */
export function runStep(running: Running, step: NetfilterStep): Refused | undefined {
  switch (step.kind) {
    case 'chain':
      return step.isNew === true ? makeChain(running, step.chain.chain) : undefined;
    case 'rule':
      return runRule(running, step);
    case 'flush':
      return flush(running, step.flush.chain);
    case 'zero':
      return missing(running, step.place.chain);
    case 'delete-number':
      return deleteNumber(running, step.place, step.number);
    case 'delete-chain':
      return step.place.chain === undefined
        ? removeAll(running)
        : removeChain(running, step.place.chain);
    case 'rename-chain':
      return rename(running, step.place.chain, step.to);
    case 'unmodelled':
      return undefined;
  }
}

function put({ table }: Running, name: string, known: ChainKnowledge): undefined {
  table.chains.set(name, known);
  return undefined;
}

/** A name that is not known may be of any chain. */
function forget({ table }: Running): undefined {
  table.chains.clear();
  table.others = nothingKnown;
  return undefined;
}

function missing(
  { table }: Running,
  name: string | Unknown | undefined,
  isCalled = false,
): Refused | undefined {
  if (name === undefined || isUnknown(name)) return undefined;
  const { presence, cause } = chainOf(table, name);
  if (presence !== 'gone') return undefined;
  const words = isCalled ? `Chain '${name}' does not exist` : noSuchChain;
  return { kind: 'missing', chain: name, words, cause };
}

/** Whatever was there before, the chain is there afterwards. */
function makeChain(running: Running, name: string | Unknown): Refused | undefined {
  if (isUnknown(name)) return forget(running);
  const { presence, rules, cause } = chainOf(running.table, name);
  if (presence === 'there')
    return { kind: 'exists', chain: name, words: 'Chain already exists.', cause };
  put(running, name, {
    presence: 'there',
    rules: presence === 'gone' ? [] : rules,
    cause: running.origin,
  });
  return undefined;
}

type RuleStep = Extract<NetfilterStep, { kind: 'rule' }>;

function runRule(running: Running, { rule, insert, position }: RuleStep): Refused | undefined {
  const { chain } = rule;
  if (insert === 'check') return undefined;
  const called = rule.actions.flatMap((action) => calledChains(action));
  for (const name of called) {
    const refused = missing(running, name, true);
    if (refused !== undefined) return refused;
  }
  if (isUnknown(chain)) return forgetRules(running);
  const own = insert === 'delete' ? undefined : missing(running, chain);
  if (own !== undefined) return own;
  const known = chainOf(running.table, chain);
  if (known.rules === undefined) return notedCaller(running, rule);
  const at = position ?? 1;
  if (isUnknown(at)) return put(running, chain, { ...known, rules: undefined });
  if (insert === 'delete') return removeRule(running, { known, chain, rule });
  const rules = [...known.rules];
  const tooBig =
    insert === 'insert' ? at > rules.length + 1 : insert === 'replace' && at > rules.length;
  if (tooBig)
    return {
      kind: 'no-rule',
      chain,
      words: `Index of ${insert === 'insert' ? 'insertion' : 'replacement'} too big.`,
      cause: known.cause,
    };
  if (insert === 'append') rules.push(rule);
  else rules.splice(at - 1, insert === 'replace' ? 1 : 0, rule);
  put(running, chain, { ...known, rules });
  return undefined;
}

/** The chain of the rule is there, although its other rules are not known. */
function notedCaller(running: Running, { chain }: NetfilterRule): undefined {
  if (!isUnknown(chain))
    put(running, chain, { ...chainOf(running.table, chain), presence: 'there' });
  return undefined;
}

interface Removal {
  readonly known: ChainKnowledge;
  readonly chain: string;
  readonly rule: NetfilterRule;
}

function removeRule(running: Running, { known, chain, rule }: Removal): Refused | undefined {
  const rules = known.rules ?? [];
  const { canonical } = rule;
  const at = rules.findIndex((other) => canonical !== undefined && other.canonical === canonical);
  const isUncertain = at < 0 && [rule, ...rules].some((each) => !isKnown(each));
  if (isUncertain) return put(running, chain, { ...known, rules: undefined });
  if (at < 0) return { kind: 'no-rule', chain, words: noSuchRule, cause: known.cause };
  put(running, chain, { ...known, rules: rules.filter((_, i) => i !== at) });
  return undefined;
}

/** A variable in a rule may be anything. */
function isKnown({ canonical }: NetfilterRule): boolean {
  return canonical !== undefined && !canonical.includes('$');
}

function deleteNumber(
  running: Running,
  place: ChainPlace,
  number: number | Unknown,
): Refused | undefined {
  const { chain } = place;
  if (chain === undefined || isUnknown(chain)) return forgetRules(running);
  const refused = missing(running, chain);
  const known = chainOf(running.table, chain);
  if (refused !== undefined || known.rules === undefined) return refused;
  if (isUnknown(number)) return put(running, chain, { ...known, rules: undefined });
  if (number > known.rules.length)
    return { kind: 'no-rule', chain, words: 'Index of deletion too big.', cause: known.cause };
  put(running, chain, { ...known, rules: known.rules.filter((_, i) => i !== number - 1) });
  return undefined;
}

/** Without a chain, all of the table are emptied. */
function flush(running: Running, name: string | Unknown | undefined): Refused | undefined {
  const { table, origin } = running;
  if (name === undefined) {
    table.others = { ...table.others, rules: [], cause: table.others.cause ?? origin };
    for (const [chain, known] of table.chains) put(running, chain, { ...known, rules: [] });
    return undefined;
  }
  if (isUnknown(name)) return forgetRules(running);
  const refused = missing(running, name);
  if (refused === undefined)
    put(running, name, { ...chainOf(table, name), rules: [], cause: origin });
  return refused;
}

/** A rule of it, or one that calls it, keeps a chain. */
function busy({ table }: Running, name: string): Refused | undefined {
  const { presence, rules, cause } = chainOf(table, name);
  if (presence !== 'there') return undefined;
  const caller = rulesOf(table).find((rule) =>
    rule.actions.some((action) => calledChains(action).includes(name)),
  );
  const [holder] = rules ?? [];
  if (caller === undefined && holder === undefined) return undefined;
  const words = `CHAIN_DEL failed (Device or resource busy): chain ${name}`;
  return { kind: 'busy', chain: name, words, cause: (caller ?? holder)?.origin ?? cause };
}

/** An unknown rule may keep a chain that seems to go. */
function removeChain(running: Running, name: string | Unknown): Refused | undefined {
  if (isUnknown(name)) return forget(running);
  const refused = missing(running, name) ?? busy(running, name);
  if (refused !== undefined) return refused;
  const presence = knowsAllRules(running.table) ? 'gone' : 'unknown';
  put(running, name, {
    presence,
    rules: presence === 'gone' ? [] : undefined,
    cause: running.origin,
  });
  return undefined;
}

function removeAll(running: Running): Refused | undefined {
  const { table, origin } = running;
  const own = [...table.chains.keys()].filter((name) => !isBuiltIn(table, name));
  for (const name of own) {
    const refused = busy(running, name);
    if (refused !== undefined) return refused;
  }
  const isSure = knowsAllRules(table);
  for (const name of own) table.chains.delete(name);
  table.others = isSure ? { presence: 'gone', rules: [], cause: origin } : nothingKnown;
  return undefined;
}

function isBuiltIn(table: TableKnowledge, name: string): boolean {
  return chainOf({ ...table, chains: new Map(), others: nothingKnown }, name).presence === 'there';
}

function rename(
  running: Running,
  from: string | Unknown | undefined,
  to: string | Unknown,
): Refused | undefined {
  if (from === undefined || isUnknown(from) || isUnknown(to)) return forget(running);
  const target = chainOf(running.table, to);
  if (target.presence === 'there')
    return { kind: 'exists', chain: to, words: 'File exists.', cause: target.cause };
  const refused = missing(running, from);
  if (refused !== undefined) return refused;
  put(running, to, { presence: 'there', rules: undefined, cause: running.origin });
  put(running, from, { ...nothingKnown, rules: [] });
  forgetRules(running);
  return undefined;
}

/** Rules may stand anywhere. */
function forgetRules({ table }: Running): undefined {
  table.others = { ...table.others, rules: undefined };
  for (const [name, known] of table.chains) table.chains.set(name, { ...known, rules: undefined });
  return undefined;
}

/** A step that may run or not: what it would change is not known any more. */
export function blurStep(running: Running, step: NetfilterStep): void {
  const { table } = running;
  const blur = (name: string | Unknown | undefined): void => {
    if (name === undefined || isUnknown(name)) return forget(running);
    put(running, name, nothingKnown);
  };
  switch (step.kind) {
    case 'rule': {
      const { chain } = step.rule;
      if (step.insert === 'check') return;
      if (isUnknown(chain)) return forgetRules(running);
      return put(running, chain, { ...chainOf(table, chain), rules: undefined });
    }
    case 'chain':
      return step.isNew === true ? blur(step.chain.chain) : undefined;
    case 'delete-number':
    case 'delete-chain':
      return blur(step.place.chain);
    case 'flush':
      return step.flush.chain === undefined ? forgetRules(running) : blur(step.flush.chain);
    case 'rename-chain':
      blur(step.place.chain);
      return blur(step.to);
    default:
  }
}
