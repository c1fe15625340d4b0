/** A policy rule behind that of the main table, which has a default route: the lookup ends there (fib_rules_lookup(), net/core/fib_rules.c). */
import { isUnknown, known } from '../base/fact.ts';
import { executedSteps } from '../host/commands.ts';
import type { Host, HostPolicyRule } from '../host/model.ts';
import { mainRulePriority, takesAll } from '../host/ruleOrder.ts';
import { ruleStands } from '../host/rulesThatStand.ts';
import { sureDefault } from '../host/sureDefault.ts';
import { isMainTable, mainTable, tableIdentity } from '../host/table.ts';
import type { IpRuleCommand } from '../iproute/types.ts';
import { defineRule } from './define.ts';

export const ruleAfterMain = defineRule({
  id: 'rule-after-main',
  severity: 'warning',
  summary: 'Policy rule behind the rule of the main table, which has a default route',
  fix: 'none',
  check(host, report) {
    const late = host.policyRules.filter((rule) => isJudged(host, rule));
    if (late.length === 0 || mayMoveMain(host)) return;
    for (const rule of late) {
      const route = sureDefault(host, String(mainTable), rule);
      if (route === undefined || !ruleStands(host, rule)) continue;
      report(rule.priority?.origin ?? rule.origin, {
        what: `the rule is never asked: ${known(rule.priority)} is behind the rule of the main table`,
        why: `the kernel asks the rules by their numbers, and ${mainRulePriority} is the main table; its default route takes every packet as long as it is there`,
        todo: `give the rule a priority below ${mainRulePriority}`,
        related: [{ origin: route.origin, message: 'the default route of the main table' }],
      });
    }
  },
});

/** A rule for all packets, or one that stops them, may be there for the time when main has no default route. */
function isJudged(host: Host, rule: HostPolicyRule): boolean {
  const priority = known(rule.priority);
  if (priority === undefined || priority <= mainRulePriority || rule.action !== 'lookup')
    return false;
  const table = tableIdentity(rule.table, host.tableNames);
  if (table === undefined || table === String(mainTable) || rule.family !== 4) return false;
  if (rule.incomplete === true || takesAll(rule) || rule.context?.uncalled === true) return false;
  return [rule.from, rule.to].every(
    (selector) => selector === undefined || !isUnknown(selector.value),
  );
}

/** The kernel's rule of main is removed somewhere, or a rule jumps over it. */
function mayMoveMain(host: Host): boolean {
  return host.documents.some((document) =>
    executedSteps(document).some(
      ({ ip }) =>
        ip?.object === 'rule' && ip.context.netns === undefined && mayMove(host, ip) && !isIpv6(ip),
    ),
  );
}

function isIpv6({ family }: IpRuleCommand): boolean {
  return family === 6;
}

function mayMove(host: Host, ip: IpRuleCommand): boolean {
  if (ip.verb === 'flush' || ip.verb === 'restore' || ip.verb === 'other') return true;
  if (ip.verb === 'add') return ip.action === 'goto';
  if (ip.verb !== 'del') return false;
  if (ip.incomplete === true) return true;
  const priority = known(ip.priority);
  const isNarrow = [ip.from, ip.to].some((prefix) => prefix !== undefined && isPrefix(prefix));
  if (isNarrow || ip.fwmark !== undefined || ip.iif !== undefined || ip.oif !== undefined)
    return false;
  if (priority !== undefined) return priority === mainRulePriority;
  return (
    ip.table === undefined || isUnknown(ip.table.value) || isMainTable(ip.table, host.tableNames)
  );
}

function isPrefix({ value }: NonNullable<IpRuleCommand['from']>): boolean {
  return !isUnknown(value) && value !== 'all' && value.length > 0;
}
