/** A policy rule of a script to a table that nothing fills: the lookup finds no route and goes on with the next rule (fib_rules_lookup(), net/core/fib_rules.c). */
import { isUnknown } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Host, HostPolicyRule } from '../host/model.ts';
import { ruleStands } from '../host/rulesThatStand.ts';
import { tableIdentity } from '../host/table.ts';
import { isNamedElsewhere } from '../host/tableMentions.ts';
import { isNumbered, tableFillings, type Filling } from '../host/tableFilling.ts';
import type { Family } from '../net/address.ts';
import { defineRule, type Related } from './define.ts';
import { tablesOfNetworkd } from './networkdDropIns.ts';
import { hasRoutingDaemon } from './routingDaemons.ts';

/** `unspec`, `default`, `main` and `local`; and those that tailscaled and charon fill. */
const filledByOthers: ReadonlySet<string> = new Set(['0', '253', '254', '255', '52', '220']);

/** Folders of programs whose settings, which are not read, may name a table or a command that fills it. */
const foreignFolders = /(?:^|\/)(?:NetworkManager|openvpn|swanctl|strongswan(?:\.d)?|ipsec\.d)\//;

export const ruleEmptyTable = defineRule({
  id: 'rule-empty-table',
  severity: 'warning',
  summary: 'Policy rule of a script to a table without routes',
  fix: 'none',
  check(host, report) {
    if (!host.policyRules.some(({ language }) => language === 'iproute')) return;
    const fillings = tableFillings(host);
    if (fillings === undefined || mayFillOtherwise(host)) return;
    const own = fillings.filter(({ table }) => !filledByOthers.has(table));
    // A script alone that fills no table at all leaves that to somebody else.
    if (!host.isTree && own.length === 0) return;
    const byTable = groupByTable(own);
    const kinds = new Set([...byTable.keys()].map((table) => isNumbered(host, table)));
    for (const rule of host.policyRules) {
      const table = tableIdentity(rule.table, host.tableNames);
      if (table === undefined || !isJudged(rule, table)) continue;
      // A name may stand for any number where no file here defines it.
      if (kinds.has(!isNumbered(host, table))) continue;
      const family = familyOf(rule);
      const here = byTable.get(table) ?? [];
      if (here.some((each) => !each.isElsewhere && mayBeOf(each.family, family))) continue;
      if (!ruleStands(host, rule) || isNamedElsewhere(host, table)) continue;
      report(placeOf(rule), {
        what: `no file here puts ${family === undefined ? 'a' : `an IPv${family}`} route into table ${codeSpan(table)}`,
        why: 'a packet that the rule sends there finds nothing, and the kernel goes on with the next rules: the packet leaves by the main table as if this one were not there',
        todo: `add a route with ${codeSpan(`table ${table}`)}, or ${codeSpan(`unreachable default table ${table}`)} if the packets shall not leave at all, or correct the table`,
        related: here.map((each) => relatedOf(each)),
      });
    }
  },
});

function groupByTable(fillings: readonly Filling[]): ReadonlyMap<string, readonly Filling[]> {
  const byTable = new Map<string, Filling[]>();
  for (const filling of fillings) {
    const same = byTable.get(filling.table);
    if (same === undefined) byTable.set(filling.table, [filling]);
    else same.push(filling);
  }
  return byTable;
}

function isJudged(rule: HostPolicyRule, table: string): boolean {
  const { language, action, context } = rule;
  if (language !== 'iproute' || action !== 'lookup' || rule.table === undefined) return false;
  if (table.startsWith('$') || filledByOthers.has(table)) return false;
  // wg-quick takes the first free number from there on.
  if (Number(table) >= 51_820 && Number(table) < 51_900) return false;
  return context?.uncalled !== true && context?.netns === undefined;
}

/** Daemons, and settings that move routes of DHCP, of routers or of a VRF into a table. */
function mayFillOtherwise(host: Host): boolean {
  const tables = tablesOfNetworkd(host);
  return (
    tables === undefined ||
    tables.length > 0 ||
    hasRoutingDaemon(host) ||
    host.documents.some(({ file }) =>
      /route-table|ra-overrides|vrf-table|^\s*vrfs:/m.test(file.text),
    ) ||
    host.documents.some(({ kind, file }) => kind === 'wg-quick' || foreignFolders.test(file.path))
  );
}

/** The address tells it, or the option; undefined where a variable may hold either. */
function familyOf({ family, from, to, incomplete }: HostPolicyRule): Family | undefined {
  if (incomplete === true || isUnknown(family)) return undefined;
  const isOpen = [from, to].some((selector) => selector !== undefined && isUnknown(selector.value));
  return isOpen ? undefined : family;
}

function mayBeOf(a: Family | undefined, b: Family | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** The table where it stands in the command, else the command. */
function placeOf({ table, origin }: HostPolicyRule): HostPolicyRule['origin'] {
  const place = table?.origin;
  const isWithin =
    place?.file === origin.file &&
    place.span.start >= origin.span.start &&
    place.span.end <= origin.span.end;
  return isWithin ? place : origin;
}

function relatedOf({ isElsewhere, family, origin }: Filling): Related {
  const message = isElsewhere
    ? 'this route stands in another network namespace'
    : `this route is of IPv${family ?? 4}`;
  return { origin, message };
}
