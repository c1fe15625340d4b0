/** A policy rule to a table that nothing fills: the lookup finds no route and goes on with the next rule (fib_rules_lookup(), net/core/fib_rules.c). */
import { isUnknown, known } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Host } from '../host/model.ts';
import { ofKind } from '../host/netplanLinks.ts';
import { policyRulesIn, type PolicyRuleOfLink } from '../host/netplanPolicy.ts';
import { netplanSets, type NetplanSet } from '../host/netplanSets.ts';
import { integerAt } from '../host/netplanTree.ts';
import { hasNumber, tableIdentity } from '../host/table.ts';
import { defineRule } from './define.ts';
import { tablesOfNetworkd } from './networkdDropIns.ts';
import { hasRoutingDaemon } from './routingDaemons.ts';

/** `default`, `main` and `local` are the kernel's own tables. */
const builtInTables: ReadonlySet<string> = new Set(['253', '254', '255']);

export const npPolicyEmptyTable = defineRule({
  id: 'np-policy-empty-table',
  severity: 'warning',
  summary: 'Policy rule to a table without routes',
  fix: 'none',
  check(host, report) {
    if (hasUnreadRoutes(host)) return;
    const routes = filledTables(host);
    const byNetworkd = tablesOfNetworkd(host);
    if (byNetworkd === undefined) return;
    for (const set of netplanSets(host)) {
      const vrfTables = ofKind(set, 'vrfs').map((vrf) => integerAt(vrf, ['table']));
      // Routes of a VRF come with its members.
      const filled = new Set([...vrfTables.map((table) => String(known(table))), ...byNetworkd]);
      if (vrfTables.some((table) => table !== undefined && isUnknown(table.value))) continue;
      if (fillsTablesOtherwise(set)) continue;
      for (const policyRule of policyRulesIn(set)) {
        const { rule, table, origin } = policyRule;
        if (table === undefined || builtInTables.has(table) || filled.has(table)) continue;
        const family = familyOf(policyRule);
        if (routes.has(`${table}`) || routes.has(`${table} ${family}`)) continue;
        report(rule.table?.origin ?? origin, {
          what: `no ${family === undefined ? '' : `IPv${family} `}route stands in table ${table}`,
          why: 'a packet that the rule sends there finds nothing, and the kernel goes on with the next rule: the packet leaves by the main table as if the rule were not there',
          todo: `add a route with ${codeSpan(`table: ${table}`)} to the link that the packets shall take, or correct the number`,
        });
      }
    }
  },
});

/** Routes whose table cannot be told could stand in any. */
function hasUnreadRoutes(host: Host): boolean {
  return (
    hasRoutingDaemon(host) ||
    host.documents.some(({ kind }) => kind === 'ip-batch') ||
    host.routesEverAdded.some((route) => !hasNumber(route.table, host.tableNames))
  );
}

/** Keys that move the routes of DHCP or router advertisements into a table. */
function fillsTablesOtherwise({ files }: NetplanSet): boolean {
  return files.some(({ file }) => /route-table|ra-overrides/.test(file.text));
}

/** `102 4`: an IPv4 route stands there; `102`: one of a family that cannot be told. */
function filledTables(host: Host): ReadonlySet<string> {
  const tables = new Set<string>();
  for (const { table, family } of host.routesEverAdded) {
    const name = tableIdentity(table, host.tableNames);
    if (name !== undefined) tables.add(isUnknown(family) ? name : `${name} ${family}`);
  }
  return tables;
}

function familyOf({ rule }: PolicyRuleOfLink): 4 | 6 | undefined {
  for (const selector of [rule.from, rule.to])
    if (selector !== undefined && !isUnknown(selector.value)) return selector.value.address.family;
  return undefined;
}
