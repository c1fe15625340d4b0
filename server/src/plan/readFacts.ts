/**
 * The answer of `guard facts` to facts: sections with a heading each, as the host's own programs print them.
 * What a host does not tell is absent; a section that cannot be read counts as empty.
 */
import type {
  FactAddress,
  FactBond,
  FactLink,
  FactNexthop,
  FactRoute,
  FactRule,
  HostFacts,
  SshConnection,
} from './types.ts';

/** Reads the whole answer. Never throws. */
export function readFacts(text: string): HostFacts {
  const sections = sectionsOf(text);
  const section = (name: string): string => sections.get(name) ?? '';
  const firstLine = (name: string): string | undefined => /\S.*/.exec(section(name))?.[0].trim();
  return {
    name: firstLine('host') ?? '?',
    release: /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(section('release'))?.[1] ?? 'unknown',
    kernel: firstLine('kernel') ?? 'unknown',
    netplan: firstLine('netplan'),
    systemd: numberIn(/^systemd (\d+)/.exec(section('systemd'))?.[1]),
    iproute2: /iproute2-(?:ss)?([\d.]+)/.exec(section('iproute2'))?.[1],
    connection: connectionOf(section('ssh')),
    isRoot: firstLine('user') === '0',
    links: records(section('link')).map((link) => linkOf(link, setupOf(section('managed')))),
    addresses: records(section('address')).flatMap(addressesOf),
    routes: [
      ...records(section('route4')).map((route) => routeOf(route, 4)),
      ...records(section('route6')).map((route) => routeOf(route, 6)),
    ],
    rules: [
      ...records(section('rule4')).map((rule) => ruleOf(rule, 4)),
      ...records(section('rule6')).map((rule) => ruleOf(rule, 6)),
    ],
    sysctls: new Map(
      lines(section('sysctl')).map((line): [string, string] => {
        const [key = '', ...value] = line.split(' ');
        return [key, value.join(' ')];
      }),
    ),
    nft: section('nft'),
    bonds: bondsOf(lines(section('bond'))),
    armed: lines(section('armed')),
  };
}

/** `bond0 mode 802.3ad 4`, a line for each option. */
function bondsOf(all: readonly string[]): readonly FactBond[] {
  const bonds = new Map<string, Map<string, string>>();
  for (const line of all) {
    const [name = '', option = '', ...value] = line.split(' ');
    const options = bonds.get(name) ?? new Map<string, string>();
    bonds.set(name, options.set(option, value.join(' ')));
  }
  return [...bonds].map(([name, options]) => ({ name, options }));
}

type Json = Readonly<Record<string, unknown>>;

function sectionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^== (\w+)\n/m);
  const sections = new Map<string, string>();
  for (let at = 1; at + 1 < parts.length; at += 2)
    sections.set(parts[at] ?? '', (parts[at + 1] ?? '').trimEnd());
  return sections;
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function records(text: string): readonly Json[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isRecord) : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function numberIn(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? undefined : number;
}

/** `CLIENT PORT SERVER PORT`, sshd(8). */
function connectionOf(text: string): SshConnection | undefined {
  const [client, , server] = text.trim().split(' ');
  return client === undefined || client === '' || server === undefined
    ? undefined
    : { client, server };
}

/** `networkctl`: index, name, type, operational state, setup state. */
function setupOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    lines(text).flatMap((line): readonly [string, string][] => {
      const [, name, , , setup] = line.trim().split(/\s+/);
      return name === undefined || setup === undefined ? [] : [[name, setup]];
    }),
  );
}

function linkOf(link: Json, setups: ReadonlyMap<string, string>): FactLink {
  const info = isRecord(link['linkinfo']) ? link['linkinfo'] : {};
  const flags = Array.isArray(link['flags']) ? link['flags'] : [];
  const name = textIn(link['ifname']) ?? '?';
  return {
    name,
    kind: textIn(info['info_kind']),
    isUp: flags.includes('UP'),
    setup: setups.get(name),
  };
}

function addressesOf(link: Json): readonly FactAddress[] {
  const found = Array.isArray(link['addr_info']) ? link['addr_info'].filter(isRecord) : [];
  return found.flatMap((address) => {
    const local = textIn(address['local']);
    return local === undefined
      ? []
      : [
          {
            link: textIn(link['ifname']) ?? '?',
            address: local,
            length: numberIn(address['prefixlen']) ?? 0,
            isDynamic: address['dynamic'] === true,
          },
        ];
  });
}

function routeOf(route: Json, family: 4 | 6): FactRoute {
  return {
    family,
    destination: textIn(route['dst']) ?? '?',
    table: textIn(route['table']) ?? 'main',
    protocol: textIn(route['protocol']) ?? 'boot',
    nexthops: nexthopsOf(route),
    metric: numberIn(route['metric']),
  };
}

/** A multipath route lists them; `via` holds the address of the other family. */
function nexthopsOf(route: Json): readonly FactNexthop[] {
  const listed = Array.isArray(route['nexthops']) ? route['nexthops'].filter(isRecord) : [route];
  return listed.flatMap((nexthop) => {
    const other = isRecord(nexthop['via']) ? textIn(nexthop['via']['host']) : undefined;
    const via = textIn(nexthop['gateway']) ?? other;
    const link = textIn(nexthop['dev']);
    const weight = numberIn(nexthop['weight']) ?? 1;
    return via === undefined && link === undefined ? [] : [{ via, link, weight }];
  });
}

const selectors = ['src', 'dst', 'iif', 'oif', 'fwmark', 'ipproto', 'sport', 'dport', 'table'];

function ruleOf(rule: Json, family: 4 | 6): FactRule {
  const words = selectors.flatMap((key) => {
    const value = textIn(rule[key]);
    const rest = textIn(rule[lengths[key] ?? '']);
    const whole = rest === undefined ? value : `${value}/${rest}`;
    return value === undefined ? [] : [`${names[key] ?? key} ${whole}`];
  });
  return {
    family,
    priority: numberIn(rule['priority']) ?? 0,
    // A version of `ip` that is too old to know protocols tells of none.
    protocol: textIn(rule['protocol']) ?? 'kernel',
    text: words.join(' '),
  };
}

/** Where `ip -j rule` puts what stands behind the slash. */
const lengths: Readonly<Record<string, string>> = {
  src: 'srclen',
  dst: 'dstlen',
  fwmark: 'fwmask',
};

const names: Readonly<Record<string, string>> = { src: 'from', dst: 'to', table: 'lookup' };
