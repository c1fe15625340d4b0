/**
 * Which connections leave by another uplink after the change: the default routes before and after, member by member.
 * The kernel gives each nexthop of a route a range of the hash as wide as its weight, in the order of the nexthops
 * (fib_rebalance, net/ipv4/fib_semantics.c), so the share that moves follows from the ranges alone, whatever the seed is.
 */
import { isUnknown } from '../base/fact.ts';
import type { Host, HostRoute } from '../host/model.ts';
import { isMainTable } from '../host/table.ts';
import { hasAction, sourceNatOf } from '../host/uplinks.ts';
import { factOf } from './expected.ts';
import { metricOf, nexthopText } from './routeText.ts';
import type { FactNexthop, FactRoute, PlannedRun, PlanWarning } from './types.ts';

export interface SessionsInput {
  /** The files that will be there. */
  readonly host: Host;
  /** What runs now. */
  readonly routes: readonly FactRoute[];
  readonly runs: readonly PlannedRun[];
  /** What networkd leaves as it is. */
  readonly stays: (route: FactRoute) => boolean;
}

export function sessionWarnings(input: SessionsInput): readonly PlanWarning[] {
  const { host, routes } = input;
  const before = nexthopsOf(routes.filter(isDefault));
  const after = defaultAfter(input);
  if (before.length === 0 || after === undefined) return [];
  const share = movedShare(before, after);
  if (share === 0) return [];
  const from = before.map(nexthopText).join(', ');
  const to = after.length === 0 ? 'nowhere' : after.map(nexthopText).join(', ');
  return [
    {
      kind: 'sessions',
      severity: 'warning',
      text: `${percent(share)} of the IPv4 connections that follow the default route leave another way than before (${from} → ${to})${fate(host, before)}`,
    },
  ];
}

/** A translated connection keeps the address of its old uplink, so it ends; what nobody translates may live on. */
function fate(host: Host, before: readonly FactNexthop[]): string {
  const isTranslated = before.some(
    ({ link }) =>
      link !== undefined &&
      sourceNatOf(host, link).some((rule) => hasAction(rule, 'masquerade', 'snat')),
  );
  return isTranslated ? '; those that source NAT translates end' : '';
}

const isDefault = ({ family, destination, table }: FactRoute): boolean =>
  family === 4 && destination === 'default' && (table === 'main' || table === '254');

/** Of several default routes the one with the lowest metric counts. */
function nexthopsOf(routes: readonly FactRoute[]): readonly FactNexthop[] {
  const [best] = routes.toSorted((a, b) => metricOf(a) - metricOf(b));
  return best?.nexthops ?? [];
}

/** Undefined where the files do not tell, or where nothing that runs touches routes. */
function defaultAfter({
  host,
  routes,
  runs,
  stays,
}: SessionsInput): readonly FactNexthop[] | undefined {
  const usesNetplan = runs.some(({ kind }) => kind === 'netplan');
  if (!usesNetplan) return undefined;
  const scripts = new Set(
    runs.flatMap(({ kind, path }) => (kind === 'script' || kind === 'batch' ? [path] : [])),
  );
  const all = scripts.size > 0 ? host.routes : host.routesEverAdded.filter(isOfNetplan);
  const counted = all.filter((route) => isDefaultOfMain(host, route));
  // What a script that does not run would set or replace cannot be told apart any more.
  if (!counted.every((route) => isSetBy(host, route, scripts))) return undefined;
  const facts = counted.map(factOf(host));
  const stay = routes.filter((route) => isDefault(route) && stays(route));
  return facts.every((fact) => fact.length > 0)
    ? nexthopsOf([...facts.flat(), ...stay])
    : undefined;
}

function isDefaultOfMain({ tableNames }: Host, { family, destination, table }: HostRoute): boolean {
  const { value } = destination;
  const mayBe = isUnknown(value) || value === 'default' || value.length === 0;
  return mayBe && family !== 6 && (isUnknown(table.value) || isMainTable(table, tableNames));
}

const isOfNetplan = ({ language }: HostRoute): boolean => language === 'netplan';

function isSetBy({ documents }: Host, route: HostRoute, scripts: ReadonlySet<string>): boolean {
  if (isOfNetplan(route)) return true;
  const file = documents.find(({ file: { id } }) => id === route.origin.file)?.file;
  return file !== undefined && scripts.has(`/${file.path}`);
}

/** The share of the hash whose nexthop is another one, 0 to 1. */
export function movedShare(before: readonly FactNexthop[], after: readonly FactNexthop[]): number {
  const left = rangesOf(before);
  const right = rangesOf(after);
  let same = 0;
  for (const a of left)
    for (const b of right)
      if (a.name === b.name)
        same += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return Math.max(0, Math.round((1 - same) * 1e6) / 1e6);
}

function rangesOf(
  members: readonly FactNexthop[],
): readonly { readonly name: string; readonly start: number; readonly end: number }[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  let at = 0;
  return members.map((member) => {
    const start = at / total;
    at += member.weight;
    return { name: nexthopText(member), start, end: at / total };
  });
}

function percent(share: number): string {
  const value = share * 100;
  return value === 100 ? 'all' : `${value < 1 ? '<1' : Math.round(value)} %`;
}
