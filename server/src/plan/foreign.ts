/**
 * What `netplan apply` takes away from a host although no file of netplan put it there.
 * networkd removes routes of the links that it manages and policy rules that are in no .network file, whoever set them, unless the
 * protocol is `kernel`, and unless networkd.conf of the host says no (`host/networkdSettings.ts`). It reads that file when it starts,
 * so the files that are on the host now count.
 */
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import type { ForeignState } from '../host/networkdSettings.ts';
import { networkdRoutes } from './expected.ts';
import { routeText } from './routeText.ts';
import type { FactRoute, HostFacts } from './types.ts';

/** Routes that come and go by themselves are nobody's work. */
const ownProtocols = new Set(['kernel', 'ra', 'dhcp', 'redirect']);

export interface ForeignQuestion {
  /** The netplan files that are there now, and those that will be: what they say is networkd's own. */
  readonly hosts: readonly Host[];
  readonly facts: HostFacts;
  readonly removes: ForeignState;
}

/** Routes and rules that go, as `ip` writes them. */
export function foreignState(question: ForeignQuestion): readonly string[] {
  const { hosts, facts, removes } = question;
  const stays = routeStays(question);
  const isForeign = foreignRoute(hosts);
  const tables = tableNamesOf(hosts);
  const routes = facts.routes.filter(
    (route) =>
      route.table !== 'local' && route.nexthops.length > 0 && isForeign(route) && !stays(route),
  );
  // networkd's own rules are `static`; `ip rule add` leaves the protocol unset.
  const rules = removes.removesRules
    ? facts.rules.filter(({ protocol }) => protocol !== 'static' && protocol !== 'kernel')
    : [];
  return [
    ...routes.map((route) => `route ${routeText(route, tables)} proto ${route.protocol}`),
    ...rules.map(({ priority, text }) => `rule ${priority}: ${text}`),
  ];
}

/** Whether networkd leaves a route alone: one over a link that it does not manage, or any that it did not set if it is told so. */
export function routeStays({
  hosts,
  facts,
  removes,
}: ForeignQuestion): (route: FactRoute) => boolean {
  const managed = managedLinks(hosts, facts);
  const isForeign = foreignRoute(hosts);
  return (route) =>
    (!removes.removesRoutes && isForeign(route)) ||
    route.nexthops.some(({ link }) => link === undefined || !managed.has(link));
}

/** Nobody's file of netplan says the route, and it does not come by itself. */
function foreignRoute(hosts: readonly Host[]): (route: FactRoute) => boolean {
  const tables = tableNamesOf(hosts);
  const own = new Set(
    hosts.flatMap((host) => networkdRoutes(host).map((route) => routeText(route, tables))),
  );
  return (route) => !ownProtocols.has(route.protocol) && !own.has(routeText(route, tables));
}

function tableNamesOf(hosts: readonly Host[]): ReadonlyMap<string, number> {
  return new Map(hosts.flatMap(({ tableNames }) => [...tableNames]));
}

/** Links that networkd has, or will have. */
function managedLinks(hosts: readonly Host[], facts: HostFacts): ReadonlySet<string> {
  const inFiles = hosts.flatMap(({ links }) =>
    links.flatMap(({ name, language }) => (language === 'netplan' ? (known(name) ?? []) : [])),
  );
  const running = facts.links.flatMap(({ name, setup }) =>
    setup === undefined || setup === 'unmanaged' ? [] : [name],
  );
  return new Set([...inFiles, ...running]);
}
