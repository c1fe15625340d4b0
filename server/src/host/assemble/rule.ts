/** `ip rule` commands as changes of the list of policy rules. fib_nl_newrule(), fib_nl_delrule(), net/core/fib_rules.c, v6.12. */
import { isUnknown, type Fact } from '../../base/fact.ts';
import type { IpRuleCommand } from '../../iproute/types.ts';
import type { HostPolicyRule } from '../model.ts';
import { tableIdentity } from '../table.ts';
import type { HostState } from './state.ts';

/** Applies one `ip rule` command. Commands that may not run add, but never remove. */
export function applyRule(state: HostState, command: IpRuleCommand, file: string): void {
  if (command.verb === 'add') state.policyRules.push(policyRuleOf(command, file));
  else if (command.context.conditional || command.context.loop) return;
  else if (command.verb === 'flush') state.policyRules = [];
  else if (command.verb === 'del') deleteRule(state, command);
}

/** The kernel removes the first rule that agrees in all that the command names. */
function deleteRule(state: HostState, command: IpRuleCommand): void {
  const index = state.policyRules.findIndex((rule) => agrees(rule, command, state));
  if (index >= 0) state.policyRules.splice(index, 1);
}

function agrees(rule: HostPolicyRule, command: IpRuleCommand, state: HostState): boolean {
  if (rule.language !== 'iproute') return false;
  if (command.otherSelectors.length > 0 || command.from !== undefined || command.to !== undefined)
    return false;
  const table = tableIdentity(command.table, state.tableNames);
  if (
    command.table !== undefined &&
    (table === undefined || table !== tableIdentity(rule.table, state.tableNames))
  )
    return false;
  const named = [
    [command.priority, rule.priority],
    [command.fwmark?.value, rule.fwmark?.value],
  ] as const;
  const given = named.filter(([wanted]) => wanted !== undefined);
  return (
    (given.length > 0 || command.table !== undefined) &&
    given.every(([wanted, has]) => sameNumber(wanted, has))
  );
}

function sameNumber(a: Fact<number> | undefined, b: Fact<number> | undefined): boolean {
  if (a === undefined || b === undefined || isUnknown(a.value) || isUnknown(b.value)) return false;
  return a.value === b.value;
}

function policyRuleOf(command: IpRuleCommand, file: string): HostPolicyRule {
  return {
    language: command.implied === true ? 'settings' : 'iproute',
    family: command.family ?? addressFamily(command.from) ?? addressFamily(command.to) ?? 4,
    priority: command.priority,
    not: command.not,
    from: command.from,
    to: command.to,
    iif: command.iif,
    oif: command.oif,
    fwmark: command.fwmark,
    table: command.table,
    suppressPrefixLength: command.suppressPrefixLength,
    action: command.action,
    otherSelectors: command.otherSelectors,
    ...(command.incomplete === true ? { incomplete: true } : {}),
    context: command.context,
    origin: { file, span: command.span },
  };
}

function addressFamily(selector: IpRuleCommand['from']): 4 | 6 | undefined {
  if (selector === undefined || isUnknown(selector.value) || selector.value === 'all')
    return undefined;
  return selector.value.address.family;
}
