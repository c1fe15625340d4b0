/**
 * Is a connection kept on the uplink that its first packet took?
 * It takes three things: something writes the connection mark, the mark is copied to the packet before the route lookup
 * (prerouting hook), and an `ip rule` with `fwmark` sends it to a table before another rule sends it to the multipath route.
 * Where one of them cannot be read, the answer is unknown.
 */
import { isUnknown } from '../base/fact.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import type { Host, HostPolicyRule, HostRoute } from './model.ts';
import {
  isAskedBefore,
  leadsTo,
  mainRulePriority,
  prioritiesOf,
  takesAll,
  type Certainty,
} from './ruleOrder.ts';
import { isMainTable } from './table.ts';
import { hasAction, multipathDefaults } from './uplinks.ts';

export interface Pinning {
  readonly verdict: 'pinned' | 'unpinned' | 'unknown';
  /** Rules that copy the connection mark to the packet before routing. */
  readonly restores: readonly NetfilterRule[];
  /** Rules that write the connection mark. */
  readonly saves: readonly NetfilterRule[];
  /** Policy rules that route by packet mark, except those of `lateMarkRules`. */
  readonly markRules: readonly HostPolicyRule[];
  /** Policy rules by packet mark that no packet reaches: one before them sends all packets to the multipath route. */
  readonly lateMarkRules: readonly HostPolicyRule[];
}

/** What keeps connections off these multipath routes; without them, off any one of the host's. */
export function pinningOf(
  host: Host,
  routes: readonly HostRoute[] = multipathDefaults(host),
): Pinning {
  const restores = host.netfilter.filter(
    (rule) => isBeforeRouting(rule) && (hasAction(rule, 'restore-mark') || marksByConnection(rule)),
  );
  const saves = host.netfilter.filter((rule) => hasAction(rule, 'save-mark', 'set-ct-mark'));
  const { markRules, lateMarkRules, isCertain } = markRulesOf(host, routes);
  const complete = restores.length > 0 && saves.length > 0 && markRules.length > 0;
  const found = { restores, saves, markRules, lateMarkRules };
  if (complete) return { verdict: isCertain ? 'pinned' : 'unknown', ...found };
  return { verdict: cannotTell(host, markRules) ? 'unknown' : 'unpinned', ...found };
}

function isBeforeRouting(rule: NetfilterRule): boolean {
  return rule.hook === 'prerouting' || rule.hook === 'unknown';
}

/** A mark of its own for connections with one mark: the marks of packets need not be those of connections. */
function marksByConnection({ match: { ctMark }, actions }: NetfilterRule): boolean {
  if (ctMark === undefined || ctMark.negated) return false;
  const { value } = ctMark.value;
  if (!isUnknown(value) && (value & ctMark.mask) === 0) return false;
  return actions.some((action) => action.kind === 'set-mark' && action.value.value !== 0);
}

interface MarkRules extends Pick<Pinning, 'markRules' | 'lateMarkRules'> {
  /** One of `markRules` surely comes in time. */
  readonly isCertain: boolean;
}

function markRulesOf(host: Host, routes: readonly HostRoute[]): MarkRules {
  const priorities = prioritiesOf(host);
  const late = new Map(
    host.policyRules
      .filter(
        (rule) =>
          rule.fwmark !== undefined && !rule.not && !isMainTable(rule.table, host.tableNames),
      )
      .map((rule) => [rule, isTooLate({ host, priorities, rule, routes })]),
  );
  const rules = [...late.keys()];
  return {
    markRules: rules.filter((rule) => late.get(rule) !== 'yes'),
    lateMarkRules: rules.filter((rule) => late.get(rule) === 'yes'),
    isCertain: rules.some((rule) => late.get(rule) === 'no'),
  };
}

interface MarkRule {
  readonly host: Host;
  readonly priorities: ReadonlyMap<HostPolicyRule, number | undefined>;
  readonly rule: HostPolicyRule;
  readonly routes: readonly HostRoute[];
}

/** Too late for each of the routes. */
function isTooLate({ routes, ...markRule }: MarkRule): Certainty {
  const answers = routes.map((route) => isOvertaken(markRule, route));
  if (answers.length === 0 || answers.includes('no')) return 'no';
  return answers.includes('maybe') ? 'maybe' : 'yes';
}

/** Has every packet got the route before the mark rule is asked? */
function isOvertaken(
  { host, priorities, rule }: Omit<MarkRule, 'routes'>,
  route: HostRoute,
): Certainty {
  if (rule.family === 6) return 'no';
  // A priority that cannot be read is taken to be before main, as everybody writes it.
  const priority = priorities.get(rule) ?? 0;
  if (priority >= mainRulePriority && isMainTable(route.table, host.tableNames)) return 'yes';
  const answers = host.policyRules
    .filter((other) => other !== rule && takesAll(other))
    .map((other): Certainty => {
      const leads = leadsTo(other, route, host);
      const before = leads === 'no' ? 'no' : isAskedBefore(priorities, other, rule);
      if (before === 'no') return 'no';
      return leads === 'yes' && before === 'yes' && isThereWith(other, rule) ? 'yes' : 'maybe';
    });
  if (answers.includes('yes')) return 'yes';
  return answers.includes('maybe') ? 'maybe' : 'no';
}

/** True if the command of a rule surely runs where that of the other does. */
function isThereWith({ context }: HostPolicyRule, other: HostPolicyRule): boolean {
  if (context === undefined || (!context.conditional && !context.loop)) return true;
  return context.caseLabel !== undefined && context.caseLabel === other.context?.caseLabel;
}

/** Something that was not understood could be the missing part. */
function cannotTell(host: Host, markRules: readonly HostPolicyRule[]): boolean {
  if (markRules.length === 0) return host.policyRules.some((rule) => rule.action === 'unknown');
  return (
    host.netfilterIncomplete ||
    host.netfilter.some((rule) => isBeforeRouting(rule) && marksUnreadably(rule))
  );
}

function marksUnreadably(rule: NetfilterRule): boolean {
  return rule.actions.some((action) => action.kind === 'set-mark' && isUnknown(action.value.value));
}
