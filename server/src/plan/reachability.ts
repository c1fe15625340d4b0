/** Whether SSH comes in and gets out after the change: the address of the host, and the way back to the client. */
import { isUnknown, known } from '../base/fact.ts';
import type { Host, HostRoute } from '../host/model.ts';
import { isMainTable } from '../host/table.ts';
import { parseStrictAddress, type Address } from '../net/address.ts';
import { prefixContains } from '../net/prefix.ts';
import type { HostFacts, PlanWarning } from './types.ts';

/** Silent where the files do not tell: an address from DHCP, a link that no file names. */
export function connectionWarning(
  { connection, addresses }: HostFacts,
  planned: ReadonlySet<string> | undefined,
): readonly PlanWarning[] {
  if (connection === undefined || planned === undefined) return [];
  const own = addresses.find(({ address }) => address === connection.server);
  if (own === undefined || own.isDynamic || planned.has(connection.server)) return [];
  return [
    {
      kind: 'connection-lost',
      severity: 'warning',
      text: `no file gives the host the address ${connection.server}, on which this connection came in: it will end, and the change rolls back unless the host answers on another address`,
    },
  ];
}

/**
 * Silent where a route of the files leads back to the client, or may: through DHCP, a router advertisement, another table, a script.
 * Links that netplan does not manage keep their routes, and a client on such a link has its way.
 */
export function pathBackWarning(planned: Host, facts: HostFacts): readonly PlanWarning[] {
  const { connection } = facts;
  const client = parseStrictAddress(connection?.client ?? '');
  if (connection === undefined || client === undefined) return [];
  const own = facts.addresses.find(({ address }) => address === connection.server);
  const isOurs = planned.links.some(({ name }) => known(name) === own?.link);
  if (!isOurs || mayReach(planned, client)) return [];
  return [
    {
      kind: 'connection-lost',
      severity: 'warning',
      text: `no route of the files leads back to ${connection.client}, from where this connection came in: it will end, and the change rolls back unless the host answers another client`,
    },
  ];
}

function mayReach(
  { addresses, routes, policyRules, links, tableNames }: Host,
  client: Address,
): boolean {
  if (policyRules.length > 0 || links.some(({ dhcp4 }) => dhcp4)) return true;
  // Router advertisements bring routes for IPv6 that no file tells.
  if (client.family === 6) return true;
  const isOnLink = addresses.some(
    ({ prefix }) => isUnknown(prefix.value) || prefixContains(prefix.value, client),
  );
  return isOnLink || routes.some((route) => leadsTo(route, client, tableNames));
}

function leadsTo(
  { destination: { value }, table, family }: HostRoute,
  client: Address,
  tableNames: ReadonlyMap<string, number>,
): boolean {
  if (isUnknown(value) || isUnknown(table.value)) return true;
  if (!isMainTable(table, tableNames)) return false;
  if (value === 'default') return isUnknown(family) || family === client.family;
  return prefixContains(value, client);
}
