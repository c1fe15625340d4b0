/** Both sides in one spelling: what `ip -d -j` shows, and what the machine model holds. */
import { protocolName } from '../../../server/src/net/protocol.ts';
import { formatAddress, type Address } from '../../../server/src/net/address.ts';
import { formatPrefix, type Prefix } from '../../../server/src/net/prefix.ts';
import { hopsOf } from '../../../server/src/host/machine/lookup4.ts';
import type {
  Machine,
  MachineHop,
  MachineRoute,
  MachineRule,
} from '../../../server/src/host/machine/types.ts';
import { formatMetrics, type RouteMetrics } from '../../../server/src/host/machine/metrics.ts';
import type { Run } from './lab.ts';

type Json = Readonly<Record<string, unknown>>;

/** Those that the kernel makes: without a command of the family none can have changed. */
const freshRules6: readonly Json[] = [
  { priority: 0, src: 'all', table: 'local', protocol: 'kernel' },
  { priority: 32_766, src: 'all', table: 'main', protocol: 'kernel' },
];

/** Lines of text, sorted. */
export type Canonical = readonly string[];

export function canonicalKernel(state: Run['state']): Canonical {
  const rows = (name: string): readonly Json[] => (state[name] ?? []) as readonly Json[];
  const rules6 = state['-6 rule show'] === null ? freshRules6 : rows('-6 rule show');
  return [
    ...rows('route show table all').flatMap((row) => kernelRoute(row)),
    ...rows('rule show').map((row) => kernelRule(row, 4)),
    ...rules6.map((row) => kernelRule(row, 6)),
    ...rows('addr show').flatMap((row) => kernelAddresses(row)),
    ...rows('nexthop show').map((row) => kernelNexthop(row)),
    ...rows('neigh show nud all').flatMap((row) => kernelNeighbour(row, false)),
    ...rows('neigh show proxy').flatMap((row) => kernelNeighbour(row, true)),
  ].toSorted();
}

export function canonicalMachine(machine: Machine): Canonical {
  return [
    ...machineRoutes(machine),
    ...machine.rules[4].list.map((rule) => machineRule(rule)),
    ...machine.rules[6].list.map((rule) => machineRule(rule)),
    ...machineAddresses(machine),
    ...machineNexthops(machine),
    ...[...machine.neighbours.values()].map(
      ({ address, link, lladdr, proxy }) =>
        `${proxy ? 'proxy' : 'neigh'} ${formatAddress(address)} dev ${link.name}${proxy ? '' : ` ${lladdr ?? ''}`}`,
    ),
  ].toSorted();
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function kernelRoute(row: Json): string[] {
  const dst = text(row['dst']);
  const family = dst.includes(':') || row['pref'] !== undefined ? 6 : 4;
  // The link-local address of a link follows from its random hardware address.
  if (/^fe80::.+/.test(dst) && row['type'] === 'local') return [];
  const nexthops = (row['nexthops'] as readonly Json[] | undefined) ?? [row];
  const hops =
    nexthops.length === 1 && row['nexthops'] === undefined && row['dev'] === undefined
      ? []
      : nexthops.map((hop) => kernelHop(hop, row['nexthops'] !== undefined));
  const metrics = ((row['metrics'] as readonly Json[] | undefined) ?? [])
    .flatMap((each) => Object.entries(each).map(([name, value]) => `${name} ${text(value)}`))
    .toSorted()
    .join(' ');
  const flow = row['flow'] as Json | undefined;
  const realms = [flow?.['from'], flow?.['to']].map((each) => text(each ?? 0)).join('/');
  return [
    `route${family} ${text(row['table'] ?? 'main')} ${text(row['type'])} ${dst} tos ${text(row['tos'] ?? 0)} metric ${text(row['metric'] ?? 0)} proto ${text(row['protocol'])} scope ${text(row['scope'])} src ${text(row['prefsrc'])} nhid ${text(row['nhid'])} ${metrics} realms ${realms} pref ${text(row['pref'])} [${hops.join(' | ')}]`,
  ];
}

function kernelHop(hop: Json, isMany: boolean): string {
  const via = hop['via'] as Json | undefined;
  const gateway = text(hop['gateway'] ?? via?.['host']);
  const flags = ((hop['flags'] as readonly string[] | undefined) ?? [])
    .filter((flag) => ['dead', 'linkdown', 'onlink'].includes(flag))
    .toSorted();
  return `${gateway} ${text(hop['dev'])} ${isMany ? text(hop['weight']) : '1'} ${flags.join(',')}`;
}

const tableNames: Readonly<Record<string, string>> = {
  '253': 'default',
  '254': 'main',
  '255': 'local',
};
const scopeNames: Readonly<Record<number, string>> = {
  0: 'global',
  200: 'site',
  253: 'link',
  254: 'host',
  255: 'nowhere',
};

function machineRoutes(machine: Machine): string[] {
  const lines: string[] = [];
  for (const family of [4, 6] as const) {
    for (const table of machine.tables[family].values()) {
      for (const list of table.byPrefix.values()) {
        for (const route of list) {
          if (route.siblings !== undefined && route.siblings[0] !== route) continue;
          lines.push(machineRoute(machine, route));
        }
      }
    }
  }
  return lines;
}

function machineRoute(machine: Machine, route: MachineRoute): string {
  const all =
    route.nhid === undefined
      ? (route.siblings ?? [route]).flatMap(({ hops }) => hops)
      : hopsOf(machine, route);
  const object = route.nhid === undefined ? undefined : machine.nexthops.get(route.nhid);
  const isMany =
    route.siblings !== undefined || (object?.members?.length ?? 0) > 1 || all.length > 1;
  // A group may have a blackhole as its only member.
  const only = object?.members?.length === 1 ? object.members[0]?.id : route.nhid;
  const isBlackhole = only !== undefined && machine.nexthops.get(only)?.blackhole === true;
  const hops = isBlackhole
    ? [' lo 1 ']
    : all.map((hop, i) => machineHop(hop, isMany, object?.members?.[i]?.weight));
  const type = isBlackhole ? 'blackhole' : route.type;
  return `route${route.family} ${tableNames[String(route.table)] ?? String(route.table)} ${type} ${destination(route.destination)} tos ${route.tos === 0 ? 0 : `0x${route.tos.toString(16).padStart(2, '0')}`} metric ${route.priority} proto ${route.protocol} scope ${scopeNames[route.scope] ?? ''} src ${route.src === undefined ? '' : formatAddress(route.src)} nhid ${route.nhid ?? ''} ${machineMetrics(route.metrics)} realms ${Math.floor(route.realms / 65_536)}/${route.realms % 65_536} pref ${route.family === 6 ? route.preference : ''} [${hops.join(' | ')}]`;
}

/** `ip` does not tell in JSON which are locked. */
function machineMetrics(metrics: RouteMetrics): string {
  const pairs =
    formatMetrics(metrics)
      .replaceAll('lock ', '')
      .match(/\S+ \S+/g) ?? [];
  return pairs
    .map((pair) =>
      pair
        .replace(/(\d)ms$/, '$1')
        .replace('features ecn', 'ecn ')
        .replace('congctl', 'congestion'),
    )
    .toSorted()
    .join(' ');
}

function machineHop(hop: MachineHop, isMany: boolean, weight: number | undefined): string {
  const flags = [hop.dead ? 'dead' : '', hop.linkdown ? 'linkdown' : '', hop.onlink ? 'onlink' : '']
    .filter((flag) => flag !== '')
    .toSorted();
  const via = hop.via === undefined ? '' : formatAddress(hop.via);
  return `${via} ${hop.link?.name ?? ''} ${isMany ? (weight ?? hop.weight) : 1} ${flags.join(',')}`;
}

function destination(prefix: Prefix): string {
  if (prefix.length === 0) return 'default';
  const whole = prefix.address.family === 4 ? 32 : 128;
  return prefix.length === whole ? formatAddress(prefix.address) : formatPrefix(prefix);
}

const ruleWords = [
  'ipproto',
  'sport',
  'sport_start',
  'sport_end',
  'dport',
  'dport_start',
  'dport_end',
  'uid_start',
  'uid_end',
  'tun_id',
  'l3mdev',
  'tos',
];

function kernelRule(row: Json, family: number): string {
  const range = (name: string, length: string): string => {
    const address = text(row[name]);
    if (address === 'all' || address === '') return '';
    return row[length] === undefined ? address : `${address}/${text(row[length])}`;
  };
  const others = ruleWords
    .filter((name) => row[name] !== undefined)
    .map((name) => `${name} ${text(row[name])}`);
  return [
    `rule${family} ${text(row['priority'])}${row['not'] === undefined ? '' : ' not'}`,
    `from ${range('src', 'srclen')} to ${range('dst', 'dstlen')}`,
    `mark 0x${Number(row['fwmark'] ?? 0).toString(16)}/${text(row['fwmask'] ?? '')}`,
    `iif ${text(row['iif'])} oif ${text(row['oif'])}`,
    others.join(' '),
    `table ${text(row['table'])} sup ${text(row['suppress_prefixlen'])}`,
    `ifgroup ${text(row['suppress_ifgroup'])} realms ${text(row['flow_from'] ?? 0)}/${text(row['flow_to'] ?? 0)}`,
    `action ${row['nop'] === undefined ? text(row['action']) : 'nop'} ${text(row['goto'])}`,
    `proto ${text(row['protocol'])}`,
  ].join(' ');
}

function machineRule(rule: MachineRule): string {
  const range = (prefix: Prefix | undefined): string => {
    if (prefix === undefined) return '';
    return destination(prefix);
  };
  const others: string[] = [];
  for (const [name, value] of rule.others) {
    const [first = '', last = ''] = value.split('-');
    if (name === 'suppress_ifgroup') continue;
    if (name === 'l3mdev') others.push('l3mdev ');
    else if (name === 'uidrange') others.push(`uid_start ${first}`, `uid_end ${last}`);
    else if ((name === 'dport' || name === 'sport') && first === last)
      others.push(`${name} ${first}`);
    else if (name === 'dport' || name === 'sport')
      others.push(`${name}_start ${first}`, `${name}_end ${last}`);
    else others.push(`${name} ${name === 'ipproto' ? protocolName(Number(value)) : value}`);
  }
  const order = ruleWords;
  const rank = (line: string): number => order.indexOf(line.split(' ')[0] ?? '');
  others.sort((a, b) => rank(a) - rank(b));
  if (rule.tos !== 0) others.push(`tos 0x${rule.tos.toString(16).padStart(2, '0')}`);
  const hasTable = rule.table !== 0;
  const isLookup = rule.action === 'lookup';
  return [
    `rule${rule.family} ${rule.priority}${rule.not ? ' not' : ''}`,
    `from ${range(rule.from)} to ${range(rule.to)}`,
    `mark 0x${rule.mark.toString(16)}/${rule.mask === 0xffff_ffff || (rule.mask === 0 && rule.mark === 0) ? '' : `0x${rule.mask.toString(16)}`}`,
    `iif ${rule.iif ?? ''} oif ${rule.oif ?? ''}`,
    others.join(' '),
    `table ${hasTable ? (tableNames[String(rule.table)] ?? String(rule.table)) : ''} sup ${!hasTable || rule.suppressPrefixLength < 0 ? '' : rule.suppressPrefixLength}`,
    `ifgroup ${hasTable ? (rule.others.get('suppress_ifgroup') ?? '') : ''} realms ${Math.floor(rule.realms / 65_536)}/${rule.realms % 65_536}`,
    `action ${isLookup || rule.action === 'goto' ? '' : rule.action} ${rule.action === 'goto' ? rule.target : ''}`,
    `proto ${rule.protocol ?? 'unspec'}`,
  ].join(' ');
}

function kernelAddresses(row: Json): string[] {
  return ((row['addr_info'] ?? []) as readonly Json[]).flatMap((info) => {
    const local = text(info['local']);
    if (local.startsWith('fe80::')) return [];
    return [
      `addr ${text(row['ifname'])} ${local}/${text(info['prefixlen'])} peer ${text(info['address'])} brd ${text(info['broadcast'])} scope ${text(info['scope'])}${info['secondary'] === true ? ' secondary' : ''}${info['noprefixroute'] === true ? ' noprefixroute' : ''}${info['dynamic'] === true ? ' dynamic' : ''} label ${text(info['label'])} metric ${text(info['metric'])}`,
    ];
  });
}

function machineAddresses(machine: Machine): string[] {
  const show = (address: Address | undefined): string =>
    address === undefined ? '' : formatAddress(address);
  return [...machine.links.values()].flatMap((link) =>
    link.addresses.map(
      (each) =>
        `addr ${link.name} ${show(each.local)}/${each.prefix.length} peer ${show(each.peer)} brd ${show(each.broadcast)} scope ${scopeNames[each.scope] ?? ''}${each.secondary ? ' secondary' : ''}${each.noPrefixRoute ? ' noprefixroute' : ''}${each.hasLifetime ? ' dynamic' : ''} label ${each.label ?? ''} metric ${each.priority === 0 ? '' : each.priority}`,
    ),
  );
}

function kernelNexthop(row: Json): string {
  const group = (row['group'] as readonly Json[] | undefined)
    ?.map((each) => `${text(each['id'])},${text(each['weight'] ?? 1)}`)
    .join('/');
  const flags = ((row['flags'] as readonly string[] | undefined) ?? []).filter(
    (flag) => flag === 'onlink',
  );
  return `nexthop ${text(row['id'])} group ${group ?? ''} via ${text(row['gateway'])} dev ${text(row['dev'])}${row['blackhole'] === null ? ' blackhole' : ''} ${flags.join(',')} ${text(row['type'])} ${text((row['resilient_args'] as Json | undefined)?.['buckets'])} ${text(row['protocol'])}`;
}

function machineNexthops(machine: Machine): string[] {
  return [...machine.nexthops.values()].map((object) => {
    const group = object.members?.map(({ id, weight }) => `${id},${weight}`).join('/');
    const { hop } = object;
    const via = hop?.via === undefined ? '' : formatAddress(hop.via);
    return `nexthop ${object.id} group ${group ?? ''} via ${via} dev ${hop?.link?.name ?? ''}${object.blackhole ? ' blackhole' : ''} ${hop?.onlink === true ? 'onlink' : ''} ${object.groupType === 'mpath' ? '' : object.groupType} ${object.buckets ?? ''} ${object.protocol ?? 'unspec'}`;
  });
}

function kernelNeighbour(row: Json, proxy: boolean): string[] {
  const dst = text(row['dst']);
  // The kernel has entries of its own, and where there is no ARP those of the link's address.
  if (/^(?:ff02|fe80|2(?:2|3|55)[\d.]*\.)/.test(dst)) return [];
  const lladdr = text(row['lladdr']);
  return [
    `${proxy ? 'proxy' : 'neigh'} ${dst} dev ${text(row['dev'])}${proxy ? '' : ` ${lladdr.startsWith('02:00:00:00:00:') ? lladdr : ''}`}`,
  ];
}
