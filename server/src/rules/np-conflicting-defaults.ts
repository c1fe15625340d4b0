/**
 * Default routes of one family, table and metric over different gateways.
 * networkd adds each with NLM_F_APPEND: for IPv4 the kernel uses the first that answers (fib_select_default(),
 * net/ipv4/fib_semantics.c), for IPv6 it makes one multipath route of them.
 * NetworkManager gives each device a metric of its own where none is written.
 */
import { codeSpan } from '../base/markdown.ts';
import type { Host } from '../host/model.ts';
import {
  isOneLink,
  portIds,
  staysDown,
  writtenDefaults,
  type WrittenDefault,
} from '../host/netplanLinks.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { entriesBelow, isWrittenIn, itemsAt } from '../host/netplanTree.ts';
import { mainTable } from '../host/table.ts';
import { formatAddress } from '../net/address.ts';
import type { YamlMapping } from '../yaml/types.ts';
import { defineRule, type Fix } from './define.ts';
import { documentOf } from './fixes/lines.ts';
import { addBeside } from './fixes/netplanEntry.ts';

export const npConflictingDefaults = defineRule({
  id: 'np-conflicting-defaults',
  severity: 'warning',
  summary: 'Several default routes with one metric in one table',
  fix: 'suggestion',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const first = new Map<string, WrittenDefault>();
      const ports = portIds(set);
      for (const route of writtenDefaults(set)) {
        const { definition } = route;
        if (!isOneLink(definition) || staysDown(definition) || ports.has(definition.id)) continue;
        const key = keyOf(route);
        const before = first.get(key);
        if (before === undefined) first.set(key, route);
        else if (!isSameRoute(before, route))
          report(route.origin, {
            ...describe(before, route),
            related: [{ origin: before.origin, message: 'the other default route is here' }],
            fixes: metricFix(host, route),
          });
      }
    }
  },
});

function keyOf({ definition, family, table, metric, hasMetric }: WrittenDefault): string {
  const device = definition.renderer === 'NetworkManager' && !hasMetric ? definition.id : '';
  return `${family} ${table} ${metric} ${device}`;
}

/** netplan itself writes such a route once. */
function isSameRoute(a: WrittenDefault, b: WrittenDefault): boolean {
  return a.definition === b.definition && gatewayText(a) === gatewayText(b);
}

function gatewayText({ via }: WrittenDefault): string | undefined {
  return via === undefined ? undefined : formatAddress(via);
}

function describe(
  before: WrittenDefault,
  { definition, family, table, metric, hasMetric }: WrittenDefault,
): { readonly what: string; readonly why: string; readonly todo: string } {
  const where = table === mainTable ? '' : ` in table ${table}`;
  const height = hasMetric || before.hasMetric ? `metric ${metric}` : 'no metric';
  const other =
    before.definition === definition
      ? `${codeSpan(definition.id)} has two IPv${family} default routes`
      : `${codeSpan(definition.id)} and ${codeSpan(before.definition.id)} both have an IPv${family} default route`;
  return {
    what: `${other}${where} with ${height}`,
    why:
      family === 4
        ? 'netplan writes both; the kernel uses one and leaves the other idle, and which one depends on the order in which the links came up'
        : 'netplan writes both; the kernel joins them into one multipath route and sends flows to either gateway, also with the source address of the other link',
    todo: 'give one of them a higher `metric` if it is the spare, or put it into a `table` of its own with a `routing-policy`',
  };
}

function metricFix(host: Host, route: WrittenDefault): Fix[] {
  const { origin, family, hasMetric, metric } = route;
  const text = documentOf(host, origin.file)?.file.text;
  const parent = route.route === undefined ? undefined : mappingOf(route);
  if (text === undefined || parent === undefined) return [];
  const entry =
    entriesBelow({ file: origin.file, node: parent }, ['via']).at(-1) ??
    entriesBelow({ file: origin.file, node: parent }, ['to']).at(-1);
  if (entry === undefined || hasMetric) return [];
  const value = family === 4 ? 100 : metric * 2;
  const edit = addBeside({ text, parent, entry: entry.node }, [`metric: ${value}`]);
  const title = `Make this route the spare: metric ${value}`;
  return [{ title, safe: false, edits: [{ file: origin.file, edits: [edit] }] }];
}

/** The mapping of a route, found again by its place. */
function mappingOf({ definition, origin }: WrittenDefault): YamlMapping | undefined {
  const found = itemsAt(definition, ['routes']).find(
    ({ file, node }) => file === origin.file && node.span.start === origin.span.start,
  );
  if (found?.node.kind !== 'mapping' || !isWrittenIn(definition, found)) return undefined;
  return found.node;
}
