/** Sequences of iptables commands, valid and broken, made from the same rows that the reader follows. */
import type {
  Extension,
  ExtensionOption,
} from '../../../server/src/netfilter/iptables/extension.ts';
import { extensions } from '../../../server/src/netfilter/iptables/extensions.ts';
import { builtInChains, tableNames } from '../../../server/src/netfilter/iptables/tables.ts';
import type { ValueKind } from '../../../server/src/netfilter/iptables/value.ts';
import { broken, valid } from './iptablesValues.ts';
import type { Random } from './random.ts';

export type Command = readonly [program: 'iptables' | 'ip6tables', ...words: string[]];

function valueOf(random: Random, kind: ValueKind): string {
  if (random.chance(0.06)) return random.pick(broken);
  const samples = Object.hasOwn(valid, kind.placeholder) ? valid[kind.placeholder] : undefined;
  if (samples !== undefined && (kind.words === undefined || random.chance(0.4)))
    return random.pick(samples);
  if (kind.words !== undefined) {
    const isList = kind.placeholder.includes(',');
    const word = random.pick(kind.words);
    if (isList && random.chance(0.4)) return `${word},${random.pick(kind.words)}`;
    if (random.chance(0.05)) return word.slice(0, 1 + random.below(word.length));
    return random.chance(0.1) ? word.toLowerCase() : word;
  }
  return random.pick(['1', 'x', '2', 'abc']);
}

const matches = extensions.filter(({ kind }) => kind === 'match');
const targets = extensions.filter(({ kind }) => kind === 'target');
/** Extensions that matter for routing are taken more often. */
const favourites = [
  'mark',
  'connmark',
  'conntrack',
  'state',
  'statistic',
  'tcp',
  'udp',
  'multiport',
  'MARK',
  'CONNMARK',
  'MASQUERADE',
  'SNAT',
  'DNAT',
  'HMARK',
  'TPROXY',
  'TCPMSS',
  'comment',
  'addrtype',
  'set',
  'owner',
  'iprange',
  'limit',
];

/** What the kernel of the tests lacks, what lives outside the network namespace, and what needs files of the host. */
const left = new Set([
  'devgroup', 'cgroup',
  'rateest', 'RATEEST', 'nfacct', 'ipvs', 'bpf', 'SECMARK', 'CONNSECMARK', 'CLUSTERIP', 'LED', 'IDLETIMER', 'SNPT', 'DNPT',
  'quota', 'hashlimit', 'realm', 'connlabel', 'recent', 'cluster', 'TEE',
]); // prettier-ignore

/** Of little weight for routing. */
const rare = new Set([
  'eui64', 'osf', 'SYNPROXY', 'AUDIT', 'time', 'u32', 'string', 'policy', 'TCPOPTSTRIP', 'CT', 'srh',
  'ipv6header', 'hbh', 'dst', 'mh', 'rt', 'frag', 'sctp', 'dccp',
]); // prettier-ignore

function choose(random: Random, from: readonly Extension[], family: 4 | 6): Extension {
  for (;;) {
    const extension = random.pick(from);
    if (left.has(extension.name)) continue;
    if (rare.has(extension.name) && !random.chance(0.02)) continue;
    if (extension.family !== undefined && extension.family !== family && !random.chance(0.03))
      continue;
    if (favourites.includes(extension.name) || random.chance(0.3)) return extension;
  }
}

function optionsFor(random: Random, extension: Extension): readonly string[] {
  const words: string[] = [];
  const chosen: ExtensionOption[] = extension.options.filter(
    (row) => row.isRequired && !random.chance(0.04),
  );
  const rest = extension.options.filter(
    (row) =>
      !row.isRequired &&
      row.name !== 'nflog-range' &&
      !(extension.name === 'HMARK' && !/tuple|rnd|offset/.test(row.name)),
  );
  const wanted = chosen.length > 0 ? random.below(2) : 1 + random.below(2);
  for (let i = 0; i < wanted && rest.length > 0; i++) {
    const row = random.pick(rest);
    const clashes = chosen.some(
      (other) =>
        other.name === row.name ||
        other.excludes.includes(row.name) ||
        row.excludes.includes(other.name),
    );
    if (!clashes || random.chance(0.1)) chosen.push(row);
    for (const name of row.needs) {
      const needed = extension.options.find((other) => other.name === name);
      if (needed !== undefined && !chosen.includes(needed) && !random.chance(0.1))
        chosen.push(needed);
    }
  }
  if (extension.name === 'HMARK')
    chosen.push(
      ...extension.options.filter(({ name }) => name === 'hmark-rnd' || name === 'hmark-tuple'),
    );
  if (extension.name === 'CONNMARK' && !chosen.some(({ name }) => /-mark|xmark/.test(name))) {
    const row = extension.options.find(({ name }) => name === 'restore-mark');
    if (row !== undefined) chosen.push(row);
  }
  for (const row of chosen) {
    if (row.isNegatable ? random.chance(0.2) : random.chance(0.02)) words.push('!');
    const name = random.pick([row.name, row.name, ...row.aliases]);
    const isShort = random.chance(0.05);
    words.push(
      `--${isShort ? name.slice(0, 2 + random.below(Math.max(1, name.length - 1))) : name}`,
    );
    if (row.value === undefined) continue;
    words.push(valueOf(random, row.value));
    if (row.second !== undefined && !random.chance(0.03)) words.push(valueOf(random, row.second));
  }
  return words;
}

export const chainsOfOurs = ['A', 'B', 'PIN'];

function rule(
  random: Random,
  { family, table, chain }: { family: 4 | 6; table: string; chain: string },
): string[] {
  const words: string[] = [];
  const match = random.chance(0.6) ? choose(random, matches, family) : undefined;
  const target = random.chance(0.75) ? choose(random, targets, family) : undefined;
  const fitting =
    target === undefined ||
    (target.tables?.includes(table) !== false && target.chains?.includes(chain) !== false) ||
    chainsOfOurs.includes(chain);
  const number = target?.protocols?.[0] ?? match?.protocols?.[0];
  const protocol =
    number === undefined
      ? random.chance(0.25)
        ? random.pick(['tcp', 'udp', '6', 'icmp', 'all', 'TCP', '47', '58', 'icmpv6', 'sctp'])
        : undefined
      : String(number);
  const side = (name: string, value: string): void => {
    if (random.chance(0.15)) words.push('!');
    words.push(name, value);
  };
  if (protocol !== undefined && !random.chance(0.05)) {
    if (random.chance(0.05)) words.push('!');
    words.push(
      random.pick(['-p', '--protocol', '--proto']),
      random.chance(0.03) ? random.pick(broken) : protocol,
    );
  }
  const addresses =
    family === 4
      ? [
          '192.0.2.0/24',
          '198.51.100.7',
          '10.0.0.0/8',
          '192.0.2.9/255.255.255.0',
          '0/0',
          '10.1/16',
          '192.0.2.1,192.0.2.2',
          '192.0.2.0/255.0.255.0',
        ]
      : ['2001:db8::/32', '::1', '2001:db8::1/64', '::/0', 'fd00::1,fd00::2'];
  if (random.chance(0.25))
    side(
      random.pick(['-s', '--source', '--src']),
      random.chance(0.04) ? random.pick(broken) : random.pick(addresses),
    );
  if (random.chance(0.2))
    side(
      random.pick(['-d', '--destination', '--dst']),
      random.chance(0.04) ? random.pick(broken) : random.pick(addresses),
    );
  const isOut = chain === 'POSTROUTING' || chain === 'OUTPUT';
  const isIn = chain === 'PREROUTING' || chain === 'INPUT';
  if (!isOut ? random.chance(0.2) : random.chance(0.01))
    side('-i', random.pick(['eno1', 'ppp+', 'lo', 'wan0.12', 'averyverylongname']));
  if (!isIn ? random.chance(0.2) : random.chance(0.01))
    side(random.pick(['-o', '--out-interface']), random.pick(['eno3', 'eno4', 'tun+']));
  if (match !== undefined) {
    const isImplicit = match.protocols?.length === 1 && random.chance(0.5);
    if (!isImplicit) words.push('-m', random.chance(0.01) ? match.name.slice(0, -1) : match.name);
    words.push(...optionsFor(random, match));
  }
  if (target !== undefined && (fitting || random.chance(0.08))) {
    words.push(random.pick(['-j', '--jump']), target.name, ...optionsFor(random, target));
  } else if (random.chance(0.9)) {
    const chains = random.pick([['ACCEPT'], ['DROP'], ['RETURN'], chainsOfOurs]);
    words.push(random.chance(0.1) ? '-g' : '-j', random.pick(chains));
  }
  return words;
}

export function mutate(random: Random, words: string[]): string[] {
  const at = random.below(words.length);
  const copy = [...words];
  switch (random.below(6)) {
    case 0:
      copy.splice(at, 1);
      break;
    case 1:
      copy.splice(at, 0, '!');
      break;
    case 2:
      copy.splice(at, 0, copy[at] ?? '');
      break;
    case 3:
      copy[at] = random.pick([
        '--foo',
        'junk',
        '-q',
        '--set-',
        '--m',
        '-n',
        '-x',
        '-c',
        '-f',
        '--',
        '-X',
        '-L',
        '--tab',
        '-w',
        '--help-me',
      ]);
      break;
    case 4: {
      const other = random.below(words.length);
      [copy[at], copy[other]] = [copy[other] ?? '', copy[at] ?? ''];
      break;
    }
    default:
      copy.push(random.pick(['extra', '--dport', '80', '-j', '-m', 'tcp', '-t', '-i']));
  }
  return copy;
}

/** One command line for a host that the ones before have changed. */
export function commandLine(random: Random): Command {
  const family = random.chance(0.75) ? 4 : 6;
  const program = family === 4 ? 'iptables' : 'ip6tables';
  const table = random.chance(0.01)
    ? 'foo'
    : random.pick([...tableNames, 'mangle', 'nat', 'mangle', 'nat', 'filter']);
  const built = builtInChains(table);
  const chain = random.chance(0.02)
    ? random.pick(['NOPE', 'FORWARD', 'INPUT'])
    : random.chance(0.3) || built.length === 0
      ? random.pick(chainsOfOurs)
      : random.pick(built);
  const withTable =
    table === 'filter' && random.chance(0.5)
      ? []
      : [random.pick(['-t', '--table', '-t', '-t']), table];
  const words = commandWords(random, { family, table, chain });
  const line = random.chance(0.7) ? [...withTable, ...words] : [...words, ...withTable];
  const waited = random.chance(0.05) ? [random.pick(['-w', '--wait', '-w5']), ...line] : line;
  const words6 = waited.map((word) => (family === 6 && word === 's4' ? 's6' : word));
  return [program, ...(random.chance(0.08) ? mutate(random, words6) : words6)];
}

export function commandWords(
  random: Random,
  place: { family: 4 | 6; table: string; chain: string },
): string[] {
  const { chain } = place;
  const number = String(1 + random.below(4));
  switch (random.below(16)) {
    case 0:
      return [
        '-N',
        random.chance(0.1)
          ? random.pick(['ACCEPT', 'SNAT', '!x', 'a b', 'averyveryverylongchainnameindeed'])
          : random.pick(chainsOfOurs),
      ];
    case 1:
      return ['-N', random.pick(chainsOfOurs)];
    case 2:
      return [
        random.pick(['-F', '-X', '-Z']),
        ...(random.chance(0.7) ? [random.pick(chainsOfOurs)] : []),
      ];
    case 3:
      return ['-P', chain, random.pick(['ACCEPT', 'DROP', 'ACCEPT', 'REJECT'])];
    case 4:
      return ['-D', chain, random.chance(0.05) ? random.pick(broken) : number];
    case 5:
      return ['-R', chain, number, ...rule(random, place)];
    case 6:
      return ['-E', random.pick(chainsOfOurs), random.pick(chainsOfOurs)];
    case 7:
      return [random.pick(['-D', '-C', '--delete']), chain, ...rule(random, place)];
    case 8:
    case 9:
      return ['-I', chain, ...(random.chance(0.5) ? [number] : []), ...rule(random, place)];
    default:
      return [random.pick(['-A', '--append', '-A', '-A', '--app']), chain, ...rule(random, place)];
  }
}

/** A script: the chains of its own first, most of the time; some rules are deleted again as they were written. */
export function sequence(random: Random): readonly Command[] {
  const commands: Command[] = [];
  for (const table of ['filter', 'nat', 'mangle', 'raw', 'security'])
    if (random.chance(0.3))
      commands.push(['iptables', '-t', table, '-N', random.pick(chainsOfOurs)]);
  const count = 3 + random.below(6);
  for (let i = 0; i < count; i++) {
    const command = commandLine(random);
    commands.push(command);
    const isAppend = command.includes('-A');
    if (isAppend && random.chance(0.15)) {
      const [program, ...words] = command;
      commands.push([
        program,
        ...words.map((word) => (word === '-A' ? random.pick(['-D', '-C', '-A']) : word)),
      ]);
    }
  }
  return commands;
}
