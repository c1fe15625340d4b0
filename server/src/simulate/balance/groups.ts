/**
 * Balancing by nft and iptables as groups to preview: a rule that takes a value out of a map by a drawn number, and the
 * rules of a chain that each take a part of the packets.
 */
import { known, placeKey } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { Family } from '../../net/address.ts';
import type { NetfilterRule, RuleMatch } from '../../netfilter/types.ts';
import type { Group } from '../types.ts';
import { balanceGroup, refusedGroup } from './group.ts';
import { plainTarget, targetOfRule } from './labels.ts';
import type { Target } from './labels.ts';
import { readValueMap } from './valueMap.ts';
import { readMatchDraw } from './matchDraw.ts';
import type { BalanceStep } from './types.ts';

/** Groups in the order of the rules that stand at the end. */
export function findBalances(host: Host): Group[] {
  const chains = new Map<string, Map<string, NetfilterRule>>();
  for (const rule of host.netfilter) {
    const key = JSON.stringify([rule.flavour, rule.families, rule.table, rule.chain]);
    const rules = chains.get(key) ?? new Map<string, NetfilterRule>();
    chains.set(key, rules);
    // A chain that is called twice is listed twice.
    const place = placeKey(rule.origin);
    if (!rules.has(place)) rules.set(place, rule);
  }
  return [...chains.values()].flatMap((rules) => groupsOfChain(host, [...rules.values()]));
}

function groupsOfChain(host: Host, rules: readonly NetfilterRule[]): Group[] {
  const maps = rules.flatMap((rule) => {
    const group = readValueMap(host, rule, familyOf(rule));
    return group === undefined ? [] : [group];
  });
  return [...maps, ...runsOf(rules).flatMap((run) => groupOfRun(host, run))];
}

/** A rule of an `inet` table is shown for IPv4. */
function familyOf({ families }: NetfilterRule): Family {
  return families.includes(4) ? 4 : (families[0] ?? 4);
}

/** A rule of a run, and whether only unmarked packets reach it. */
interface RunRule {
  readonly rule: NetfilterRule;
  readonly isForRest: boolean;
}

/** Balancing rules under the same conditions, with those that take what is left over behind them. */
function runsOf(rules: readonly NetfilterRule[]): RunRule[][] {
  const runs: RunRule[][] = [];
  let run: RunRule[] = [];
  let conditions = '';
  let areMarkedGone = false;
  for (const rule of rules) {
    const own = conditionsOf(rule.match);
    const isBalancing = rule.match.balance.length > 0;
    if (isBalancing && (run.length === 0 || own !== conditions)) {
      run = [];
      runs.push(run);
      conditions = own;
      areMarkedGone = false;
    }
    const isForRest = areMarkedGone || asksForNoMark(rule.match);
    if (isBalancing || (run.length > 0 && own === conditions && isForRest && marks(rule)))
      run.push({ rule, isForRest });
    if (run.length > 0 && takesMarkedAway(rule)) areMarkedGone = true;
  }
  return runs;
}

/** Everything that narrows a rule, but its balancer and its question for mark 0. */
function conditionsOf({ iif, oif, source, destination, ctStates, other }: RuleMatch): string {
  const values = (list: readonly { readonly value: unknown }[] | undefined): unknown =>
    list?.map(({ value }) => value);
  return JSON.stringify([
    [iif?.negated, values(iif?.names)],
    [oif?.negated, values(oif?.names)],
    [source?.negated, values(source?.prefixes)],
    [destination?.negated, values(destination?.prefixes)],
    ctStates,
    other,
  ]);
}

function asksForNoMark({ mark, ctMark }: RuleMatch): boolean {
  return [mark, ctMark].some((one) => one?.negated === false && known(one.value) === 0);
}

function marks({ actions }: NetfilterRule): boolean {
  return actions.some(({ kind }) => kind === 'set-mark' || kind === 'set-ct-mark');
}

/** `-m mark ! --mark 0 -j ACCEPT`: what has a mark goes no further. */
function takesMarkedAway(rule: NetfilterRule): boolean {
  const { mark, ctMark, balance } = rule.match;
  const isForMarked = [mark, ctMark].some((one) => one?.negated === true && known(one.value) === 0);
  return balance.length === 0 && isForMarked && endsChain(rule);
}

const ENDING: ReadonlySet<string> = new Set(
  'accept drop return jump snat dnat masquerade redirect tproxy'.split(' '),
);

function endsChain({ actions }: NetfilterRule): boolean {
  return actions.some(({ kind }) => ENDING.has(kind));
}

function groupOfRun(host: Host, run: readonly RunRule[]): Group | [] {
  const [first] = run;
  if (first === undefined) return [];
  const family = familyOf(first.rule);
  const place = { rule: first.rule, family };
  const targets: Target[] = [];
  const steps: BalanceStep[] = [];
  for (const { rule, isForRest } of run) {
    const taken = readMatchDraw(rule.match.balance);
    if ('why' in taken) return refusedGroup(place, taken.why);
    const target = targetOfRule(host, family, rule);
    const same = targets.findIndex(({ label }) => label === target.label);
    const member = same < 0 ? targets.push(target) - 1 : same;
    const { draw, numbers } = taken;
    const outcomes = numbers.map((range) => ({ ...range, member }));
    steps.push({ draw, outcomes, isForRest, ends: endsChain(rule) });
  }
  const rest = targets.push(plainTarget('the rest')) - 1;
  return balanceGroup(place, targets, { steps, rest });
}
