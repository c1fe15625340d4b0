/** Routes, rules and the other entries of a machine as `ip` shows them, one line each. */
import { formatAddress } from '../../net/address.ts';
import { formatPrefix, type Prefix } from '../../net/prefix.ts';
import { scopes, tables } from '../../host/machine/keys.ts';
import { formatMetrics, formatRealms } from '../../host/machine/metrics.ts';
import type {
  Machine,
  MachineAddress,
  MachineHop,
  MachineLink,
  MachineNexthop,
  MachineRoute,
  MachineRule,
  TableId,
} from '../../host/machine/types.ts';

const tableNames: ReadonlyMap<TableId, string> = new Map<TableId, string>([
  [tables.default, 'default'],
  [tables.main, 'main'],
  [tables.local, 'local'],
]);
const scopeNames: ReadonlyMap<number, string> = new Map([
  [scopes.site, 'site'],
  [scopes.link, 'link'],
  [scopes.host, 'host'],
]);

/** `main` for 254, the number for any other. */
export function tableText(id: TableId): string {
  return tableNames.get(id) ?? String(id);
}

/** `default`, `192.0.2.0/24`, an address alone where it is one. */
export function prefixText(prefix: Prefix): string {
  if (prefix.length === 0) return 'default';
  const whole = prefix.address.family === 4 ? 32 : 128;
  return prefix.length === whole ? formatAddress(prefix.address) : formatPrefix(prefix);
}

/** As `ip route show` writes it; the entries of an IPv6 multipath route in one line. */
export function routeText(route: MachineRoute): string {
  const hops = (route.siblings ?? [route]).flatMap((each) => each.hops);
  const head = [
    route.type === 'unicast' ? '' : route.type,
    prefixText(route.destination),
    route.tos === 0 ? '' : `tos 0x${route.tos.toString(16)}`,
    route.nhid === undefined ? '' : `nhid ${route.nhid}`,
    hops.length === 1 && hops[0] !== undefined ? hopText(hops[0], false) : '',
    route.table === tables.main ? '' : `table ${tableText(route.table)}`,
    route.protocol === 'boot' ? '' : `proto ${route.protocol}`,
    scopeText(route.scope),
    route.src === undefined ? '' : `src ${formatAddress(route.src)}`,
    route.priority === 0 ? '' : `metric ${route.priority}`,
    formatMetrics(route.metrics),
    route.realms === 0 ? '' : `realms ${formatRealms(route.realms)}`,
    ...(hops.length > 1 ? hops.map((hop) => `nexthop ${hopText(hop, true)}`) : []),
  ];
  return joined(head);
}

function scopeText(scope: number): string {
  const name = scopeNames.get(scope);
  return name === undefined ? '' : `scope ${name}`;
}

function hopText(hop: MachineHop, isMany: boolean): string {
  return joined([
    hop.via === undefined ? '' : `via ${formatAddress(hop.via)}`,
    hop.link === undefined ? '' : `dev ${hop.link.name}`,
    isMany ? `weight ${hop.weight}` : '',
    hop.onlink ? 'onlink' : '',
    hop.dead ? 'dead' : '',
    hop.linkdown ? 'linkdown' : '',
  ]);
}

/** As `ip rule` writes it. */
export function ruleText(rule: MachineRule): string {
  const others = [...rule.others].map(([name, value]) => joined([name, value]));
  return `${rule.priority}:\t${joined([
    rule.not ? 'not' : '',
    `from ${rule.from === undefined ? 'all' : prefixText(rule.from)}`,
    rule.to === undefined ? '' : `to ${prefixText(rule.to)}`,
    rule.tos === 0 ? '' : `tos 0x${rule.tos.toString(16)}`,
    markText(rule),
    rule.iif === undefined ? '' : `iif ${rule.iif}`,
    rule.oif === undefined ? '' : `oif ${rule.oif}`,
    ...others,
    actionText(rule),
    rule.suppressPrefixLength < 0 ? '' : `suppress_prefixlength ${rule.suppressPrefixLength}`,
  ])}`;
}

function markText({ mark, mask }: MachineRule): string {
  if (mark === 0 && mask === 0) return '';
  const value = `fwmark 0x${mark.toString(16)}`;
  return mask === 0xffff_ffff ? value : `${value}/0x${mask.toString(16)}`;
}

function actionText({ action, table, target }: MachineRule): string {
  if (action === 'lookup') return `lookup ${tableText(table)}`;
  return action === 'goto' ? `goto ${target}` : action;
}

export function addressText(link: MachineLink, address: MachineAddress): string {
  const { local, peer, prefix, scope, secondary } = address;
  const network =
    peer === undefined
      ? formatPrefix({ address: local, length: prefix.length })
      : `${formatAddress(local)} peer ${formatPrefix({ address: peer, length: prefix.length })}`;
  return joined([network, `dev ${link.name}`, scopeText(scope), secondary ? 'secondary' : '']);
}

export function linkText({ name, kind, up, master }: MachineLink): string {
  const state = up === undefined ? 'state unknown' : up ? 'up' : 'down';
  return joined([
    name,
    kind === undefined || kind === 'loopback' ? '' : `type ${kind}`,
    state,
    master === undefined ? '' : `master ${master.name}`,
  ]);
}

export function nexthopText({ id, hop, members, blackhole, groupType }: MachineNexthop): string {
  const group = members?.map((each) => (each.weight === 1 ? each.id : `${each.id},${each.weight}`));
  return joined([
    `id ${id}`,
    group === undefined ? '' : `group ${group.join('/')}`,
    group === undefined || groupType === 'mpath' ? '' : `type ${groupType}`,
    hop === undefined ? '' : hopText(hop, false),
    blackhole ? 'blackhole' : '',
  ]);
}

/** All routes, table by table; main last, as it is the longest. */
export function routesOf(machine: Machine, family: 4 | 6): readonly MachineRoute[] {
  return [...machine.tables[family].values()].flatMap(({ byPrefix }) =>
    [...byPrefix.values()]
      .flat()
      .filter((route) => route.siblings === undefined || route.siblings[0] === route),
  );
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
