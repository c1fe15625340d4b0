/** A policy rule that the kernel never gets to: one before it takes its packets, and the lookup ends there (fib_rules_lookup(), net/core/fib_rules.c). */
import { known } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { executedSteps } from '../host/commands.ts';
import type { Host, HostPolicyRule, HostRoute } from '../host/model.ts';
import { covers } from '../host/ruleCover.ts';
import { ruleStands } from '../host/rulesThatStand.ts';
import { runsWith, stopping, sureDefault } from '../host/sureDefault.ts';
import { tableIdentity } from '../host/table.ts';
import { mayBeOneTable } from '../host/tableFilling.ts';
import { defineRule, type Related } from './define.ts';

/** A bound for hosts with thousands of rules. */
const maxCompared = 400;

export const ruleShadowed = defineRule({
  id: 'rule-shadowed',
  severity: 'warning',
  summary: 'Policy rule whose packets a rule before it takes',
  fix: 'none',
  check(host, report) {
    const rules = host.policyRules.filter((rule) => isRead(rule));
    if (rules.length < 2 || rules.length > maxCompared || hasGoto(host)) return;
    for (const rule of rules) {
      const shadow = rules
        .filter((other) => isShadow(host, other, rule))
        .map((other) => ({ other, end: endOf(host, other, rule) }))
        .find(({ end }) => end !== undefined);
      if (shadow?.end === undefined || !stand(host, rule, shadow.other)) continue;
      const { other, end } = shadow;
      report(rule.origin, {
        what: 'the rule is never asked: one before it takes all of its packets',
        why: whyOf(host, { rule, other, end }),
        todo: 'give this rule a number below that of the other one',
        related: relatedOf(other, end),
      });
    }
  },
});

function isRead({ family, context }: HostPolicyRule): boolean {
  return family === 4 && context?.uncalled !== true;
}

/** A rule may jump over others. */
function hasGoto({ policyRules, documents }: Host): boolean {
  return (
    policyRules.some(({ action }) => action === 'goto' || action === 'unknown') ||
    documents.some((document) =>
      executedSteps(document).some(({ ip }) => ip?.object === 'rule' && ip.verb === 'restore'),
    )
  );
}

/**
 * `other` comes first, and takes more than `rule`. Rules for the very same packets are left alone: the second table is meant
 * for the time when the first has lost its routes. So are rules that stop packets.
 */
function isShadow(host: Host, other: HostPolicyRule, rule: HostPolicyRule): boolean {
  return (
    other !== rule &&
    rule.action === 'lookup' &&
    covers(other, rule) &&
    !covers(rule, other) &&
    runsWith(other.context, rule.context) &&
    isBefore(host, other, rule)
  );
}

/** True if the kernel surely asks `first` before `second`; between files the order of the commands is a guess. */
function isBefore(host: Host, first: HostPolicyRule, second: HostPolicyRule): boolean {
  const [a, b] = [known(first.priority), known(second.priority)];
  if (a !== undefined && b !== undefined && a !== b) return a < b;
  if (first.origin.file !== second.origin.file || isOpen(first) || isOpen(second)) return false;
  const isAddedFirst = host.policyRules.indexOf(first) < host.policyRules.indexOf(second);
  if (a !== undefined && b !== undefined) return isAddedFirst;
  // Without a number a rule goes in front of all that are there but the first, which is for local addresses.
  return first.priority === undefined && !isAddedFirst && (b === undefined || b > 1);
}

/** A number that nobody knows, or a rule whose number another program chooses. */
function isOpen({ priority, language }: HostPolicyRule): boolean {
  return language !== 'iproute' || (priority !== undefined && known(priority) === undefined);
}

/** What ends the lookup: the action of the rule, or the default route of its table. */
type End = 'action' | HostRoute;

function endOf(host: Host, other: HostPolicyRule, rule: HostPolicyRule): End | undefined {
  if (stopping.has(other.action)) return 'action';
  if (other.action !== 'lookup' || other.suppressPrefixLength !== undefined) return undefined;
  const [table, own] = [other, rule].map((each) => tableIdentity(each.table, host.tableNames));
  if (table === undefined || own === undefined || `${table}${own}`.includes('$')) return undefined;
  return mayBeOneTable(host, table, own) ? undefined : sureDefault(host, table, rule);
}

function stand(host: Host, ...both: readonly HostPolicyRule[]): boolean {
  return both.every((rule) => ruleStands(host, rule));
}

function whyOf(
  host: Host,
  { rule, other, end }: { rule: HostPolicyRule; other: HostPolicyRule; end: End },
): string {
  const order =
    other.priority === undefined
      ? 'a rule without a number goes in front of those that were added before it'
      : known(other.priority) === known(rule.priority)
        ? 'rules of one number are asked in the order in which they were added'
        : 'the kernel asks the rules by their numbers';
  const table = tableIdentity(other.table, host.tableNames) ?? '';
  const reason =
    end === 'action'
      ? `the search ends at ${codeSpan(other.action)}`
      : `the search ends in table ${codeSpan(table)} as long as its default route is there`;
  return `${order}, and ${reason}`;
}

function relatedOf(other: HostPolicyRule, end: End): readonly Related[] {
  const rule: Related = { origin: other.origin, message: 'this rule is asked before' };
  if (end === 'action') return [rule];
  return [rule, { origin: end.origin, message: 'its default route takes every packet' }];
}
