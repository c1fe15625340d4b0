/** `ip rule`: fib_nl_newrule() and fib_nl_delrule(), net/core/fib_rules.c, v6.18. */
import type { Family } from '../../net/address.ts';
import { prefixCovers, type Prefix } from '../../net/prefix.ts';
import { prefixKey } from './keys.ts';
import { note, takeTable } from './state.ts';
import type { Machine, MachineRefusal, MachineRule, TableId } from './types.ts';
import { errno, extack } from './words.ts';

/** A rule to add, or what a rule to delete has to agree with; absent parts agree with everything. */
export interface RuleRequest {
  readonly verb: 'add' | 'del';
  readonly rule: MachineRule;
  readonly hasPriority: boolean;
  readonly hasTable: boolean;
  readonly hasAction: boolean;
}

/** `ip rule flush`; absent selectors match everything. */
export interface RuleFlush {
  readonly family: Family;
  readonly priority: number | undefined;
  readonly table: TableId | undefined;
  readonly protocol: string | undefined;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
}

/** Carries out one command, or tells why the kernel does not. */
export function rule(machine: Machine, request: RuleRequest): MachineRefusal | undefined {
  return request.verb === 'add' ? addRule(machine, request) : deleteRule(machine, request);
}

function addRule(machine: Machine, request: RuleRequest): MachineRefusal | undefined {
  const rules = machine.rules[request.rule.family];
  const priority = request.hasPriority
    ? request.rule.priority
    : defaultPriority(machine, request.rule.family);
  const isKnown = request.hasPriority || rules.known;
  const made = { ...request.rule, priority, sure: request.rule.sure && isKnown };
  if (made.action === 'goto' && isKnown && made.target <= priority)
    return extack('request-invalid', 'Backward goto not supported');
  const after = placeAfter(rules.list, priority);
  const same = findSame(rules.list, made, after);
  if (same?.sure === true) return errno('rule-exists', 'EEXIST', { cause: same.origin });
  machine.customRules[made.family] = true;
  rules.list.splice(after, 0, made);
  if (made.family === 6 && made.action === 'lookup') takeTable(machine, 6, made.table);
  note(machine, { kind: 'rule', gone: false, rule: made });
  return undefined;
}

/** Behind the rules of the same priority; the list is in the order of priorities, and scripts make thousands. */
function placeAfter(list: readonly MachineRule[], priority: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.priority ?? 0) > priority) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first rule that is the same, among those of the priority, which stand in front of `after`. */
function findSame(
  list: readonly MachineRule[],
  made: MachineRule,
  after: number,
): MachineRule | undefined {
  let same: MachineRule | undefined;
  for (let i = after - 1; i >= 0; i--) {
    const other = list[i];
    if (other === undefined || other.priority !== made.priority) break;
    if (isSame(other, made)) same = other;
  }
  return same;
}

/** fib_default_rule_pref(): one before the second rule, or 0. Where other rules may stand, it is that of a fresh machine. */
function defaultPriority(machine: Machine, family: Family): number {
  const second = machine.rules[family].list[1]?.priority ?? 0;
  return second === 0 ? 0 : second - 1;
}

/** rule_exists(): a selector that the new rule leaves out agrees with any. */
function isSame(has: MachineRule, made: MachineRule): boolean {
  return (
    has.action === made.action &&
    has.table === made.table &&
    has.priority === made.priority &&
    has.iif === made.iif &&
    has.oif === made.oif &&
    has.protocol === made.protocol &&
    has.mark === made.mark &&
    has.mask === made.mask &&
    has.suppressPrefixLength === made.suppressPrefixLength &&
    sameTexts(has, made) &&
    agrees(has, made)
  );
}

function sameTexts({ others: a }: MachineRule, { others: b }: MachineRule): boolean {
  return a.size === b.size && [...a].every(([name, text]) => b.get(name) === text);
}

/** fib4_rule_compare(), fib6_rule_compare(). */
function agrees(has: MachineRule, asked: MachineRule): boolean {
  return (
    agreesIn(has.from, asked.from) &&
    agreesIn(has.to, asked.to) &&
    (asked.tos === 0 || has.tos === asked.tos) &&
    (asked.realms === 0 || has.realms === asked.realms)
  );
}

function agreesIn(has: Prefix | undefined, asked: Prefix | undefined): boolean {
  if (asked === undefined || asked.length === 0) return true;
  // Bits beyond the length count here, though they match nothing.
  return has !== undefined && prefixKey(has) === prefixKey(asked);
}

/** rule_find(). */
function isAskedFor(
  has: MachineRule,
  { rule: asked, hasPriority, hasTable, hasAction }: RuleRequest,
): boolean {
  return (
    (!hasAction || has.action === asked.action) &&
    (!hasTable || has.table === asked.table) &&
    (!hasPriority || has.priority === asked.priority) &&
    (asked.iif === undefined || has.iif === asked.iif) &&
    (asked.oif === undefined || has.oif === asked.oif) &&
    (asked.mark === 0 || has.mark === asked.mark) &&
    (asked.mask === 0 || has.mask === asked.mask) &&
    (asked.suppressPrefixLength < 0 || has.suppressPrefixLength === asked.suppressPrefixLength) &&
    (asked.protocol === undefined || has.protocol === asked.protocol) &&
    [...asked.others].every(([name, text]) => has.others.get(name) === text) &&
    agrees(has, asked)
  );
}

function deleteRule(machine: Machine, request: RuleRequest): MachineRefusal | undefined {
  const rules = machine.rules[request.rule.family];
  const { action, target, family } = request.rule;
  const priority = request.hasPriority ? request.rule.priority : defaultPriority(machine, family);
  if (request.hasAction && action === 'goto' && rules.known && target <= priority)
    return extack('request-invalid', 'Backward goto not supported');
  const found = rules.list.filter((each) => isAskedFor(each, request));
  const gone = found[0];
  if (gone !== undefined && family === 4) machine.customRules[4] = true;
  if (gone === undefined) return rules.known ? errno('rule-missing', 'ENOENT') : undefined;
  const isFirst = rules.known && request.rule.sure && gone.sure;
  if (!isFirst) {
    for (const each of found) each.sure = false;
    return undefined;
  }
  rules.list = rules.list.filter((each) => each !== gone);
  note(machine, { kind: 'rule', gone: true, rule: gone });
  return undefined;
}

/** `ip rule flush` keeps rules of priority 0, whose priority the kernel does not report. */
export function flushRules(machine: Machine, asked: RuleFlush): void {
  const { family } = asked;
  const rules = machine.rules[family];
  const goes = (each: MachineRule): boolean => each.priority !== 0 && isFlushed(each, asked);
  const isWhole = Object.values(asked).every((each) => each === undefined || each === family);
  if (family === 4 && (isWhole || rules.list.some((each) => goes(each))))
    machine.customRules[4] = true;
  for (const each of rules.list)
    if (goes(each)) note(machine, { kind: 'rule', gone: true, rule: each });
  rules.list = rules.list.filter((each) => !goes(each));
  if (isWhole) rules.known = true;
}

/** filter_nlmsg(), iproute2 ip/iprule.c: rules within a prefix are meant, too. */
function isFlushed(rule: MachineRule, asked: RuleFlush): boolean {
  return (
    (asked.priority === undefined || asked.priority === rule.priority) &&
    (asked.table === undefined || asked.table === rule.table) &&
    (asked.protocol === undefined || asked.protocol === (rule.protocol ?? 'unspec')) &&
    (asked.iif === undefined || asked.iif === rule.iif) &&
    (asked.oif === undefined || asked.oif === rule.oif) &&
    isWithin(rule.from, asked.from) &&
    isWithin(rule.to, asked.to)
  );
}

function isWithin(has: Prefix | undefined, asked: Prefix | undefined): boolean {
  if (asked === undefined || asked.length === 0) return true;
  return has !== undefined && prefixCovers(asked, has);
}
