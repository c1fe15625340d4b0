/**
 * What `netplan apply` takes away from a host although no file of netplan put it there.
 * networkd removes routes of the links that it manages and policy rules that are in no .network file, whoever set them, unless the
 * protocol is `kernel` (networkd.conf(5), ManageForeignRoutes= and ManageForeignRoutingPolicyRules=, systemd 249 and later).
 */
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { networkdRoutes } from './expected.ts';
import { routeText } from './routeText.ts';
import type { HostFacts } from './types.ts';

/** Routes that come and go by themselves are nobody's work. */
const ownProtocols = new Set(['kernel', 'ra', 'dhcp', 'redirect']);

/**
 * Routes and rules as `ip` writes them.
 * `hosts`: the netplan files that are there now, and those that will be: what they say is networkd's own.
 */
export function foreignState(hosts: readonly Host[], facts: HostFacts): readonly string[] {
  const managed = managedLinks(hosts, facts);
  const tables = new Map(hosts.flatMap(({ tableNames }) => [...tableNames]));
  const own = new Set(
    hosts.flatMap((host) => networkdRoutes(host).map((route) => routeText(route, tables))),
  );
  const routes = facts.routes
    .filter(
      ({ protocol, table, nexthops }) =>
        !ownProtocols.has(protocol) &&
        table !== 'local' &&
        nexthops.length > 0 &&
        nexthops.every(({ link }) => link !== undefined && managed.has(link)),
    )
    .map((route) => ({ text: routeText(route, tables), protocol: route.protocol }))
    .filter(({ text }) => !own.has(text));
  // networkd's own rules are `static`; `ip rule add` leaves the protocol unset.
  const rules = facts.rules.filter(
    ({ protocol }) => protocol !== 'static' && protocol !== 'kernel',
  );
  return [
    ...routes.map(({ text, protocol }) => `route ${text} proto ${protocol}`),
    ...rules.map(({ priority, text }) => `rule ${priority}: ${text}`),
  ];
}

/** Links that networkd has, or will have. */
export function managedLinks(hosts: readonly Host[], facts: HostFacts): ReadonlySet<string> {
  const inFiles = hosts.flatMap(({ links }) =>
    links.flatMap(({ name, language }) => (language === 'netplan' ? (known(name) ?? []) : [])),
  );
  const running = facts.links.flatMap(({ name, setup }) =>
    setup === undefined || setup === 'unmanaged' ? [] : [name],
  );
  return new Set([...inFiles, ...running]);
}
