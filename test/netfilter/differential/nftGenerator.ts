/** nft files, valid and broken: tables, chains, sets, marks, NAT, verdicts, in block and command form. */
import {
  laterCommand,
  natMap,
  objectCommand,
  objects,
  objectUse,
  verdictMap,
} from './nftObjects.ts';
import type { Random } from './random.ts';

const links = ['eno1', 'eno3', 'ppp0', 'lo'];
const addresses = ['192.0.2.1', '198.51.100.0/24', '10.0.0.0/8', '203.0.113.7'];

function match(random: Random): string {
  const link = random.pick(links);
  const not = random.chance(0.2) ? '!= ' : '';
  switch (random.below(16)) {
    case 0:
      return `${random.pick(['iifname', 'meta iifname'])} ${not}"${link}"`;
    case 1:
      return `oifname ${not}${random.pick([link, `"${link}"`, `{ "${link}", "eno9" }`])}`;
    case 2:
      return `ip saddr ${not}${random.pick(addresses)}`;
    case 3:
      return `ip daddr ${not}{ ${random.pick(addresses)}, 192.0.2.77 }`;
    case 4:
      return `ct state ${random.pick(['new', 'established,related', '{ new, untracked }', '!= invalid'])}`;
    case 5:
      return `meta mark ${not}${random.pick(['0', '1', '0x10', '255'])}`;
    case 6:
      return `${random.pick(['meta mark', 'mark', 'ct mark'])} ${random.pick(['&', 'and'])} ${random.pick(['0xff', '0xf0'])} ${random.pick(['==', '!='])} ${random.pick(['0', '0x10'])}`;
    case 7:
      return `ct mark ${not}${random.pick(['0', '3', '0x100'])}`;
    case 8:
      return `tcp dport ${random.pick(['22', '{ 80, 443 }', '1000-2000', '!= 25'])}`;
    case 9:
      return `meta l4proto ${random.pick(['tcp', 'udp', '{ tcp, udp }'])}`;
    case 10:
      return random.pick([
        'ip protocol icmp',
        'icmp type echo-request',
        'fib daddr type local',
        'meta pkttype broadcast',
        'ip dscp cs1',
      ]);
    case 11:
      return `numgen ${random.pick(['inc', 'random'])} mod ${2 + random.below(8)} ${random.pick(['0', '1', '0-1', '< 1'])}`;
    case 12:
      return `ip saddr @${random.pick(['s', 's2'])}`;
    case 13:
      return `limit rate ${random.pick(['5/second', '10/minute burst 3 packets'])}`;
    case 14:
      return `udp sport ${random.pick(['53', '67-68'])}`;
    default:
      return `iifname . ip saddr { "${link}" . 192.0.2.1 }`;
  }
}

function markValue(random: Random, key: string): string {
  const own = key === 'ct mark' ? 'ct mark' : random.pick(['meta mark', 'mark']);
  const other = key === 'ct mark' ? random.pick(['meta mark', 'mark']) : 'ct mark';
  return random.pick([
    '0x1', '7', '0xff00', '1 << 8', other, `${other} & 0xff`, `${other} and 0xf0`, `${own} & 0xffffff00 | 0x3`, `${own} or 0x10`,
    `${own} and 0xff`, `(${own} & 0xff) | 0x100`, `${own} ^ 0x1`, 'numgen inc mod 2', 'numgen random mod 4 offset 16',
    'numgen inc mod 2 map { 0 : 0x1, 1 : 0x2 }', 'jhash ip saddr . ip daddr mod 2 offset 3', 'jhash ip saddr mod 4 seed 0xdead', 'symhash mod 3',
    'iifname map { "eno3" : 0x3, "eno4" : 0x4 }', '0xffffffff',
  ]); // prettier-ignore
}

function statement(random: Random, type: string): string {
  if (random.chance(0.25)) return objectUse(random);
  const key = random.pick(['meta mark', 'ct mark', 'mark']);
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return `${key} set ${markValue(random, key)}`;
    case 4:
      return random.pick([
        'counter',
        'counter packets 0 bytes 0',
        'log prefix "x: "',
        'log',
        'log level info',
      ]);
    case 5:
      return 'ct state vmap { established : accept, invalid : drop }';
    default:
      return type === 'filter' ? `${key} set ${markValue(random, key)}` : 'counter';
  }
}

function ending(random: Random, place: { type: string; hook: string }): string {
  const nat = {
    postrouting: [
      'masquerade',
      'masquerade random',
      'snat to 192.0.2.9',
      'snat to 192.0.2.9-192.0.2.12',
      'masquerade persistent',
    ],
    input: ['snat to 192.0.2.9'],
    prerouting: ['dnat to 192.0.2.8', 'dnat to 192.0.2.8:80', 'redirect', 'redirect to :8080'],
    output: ['dnat to 192.0.2.8', 'redirect'],
  }[place.hook];
  if (place.type === 'nat' && nat !== undefined && random.chance(0.5))
    return random.chance(0.4) ? natMap(random, place.hook) : random.pick(nat);
  if (random.chance(0.12)) return verdictMap(random);
  return random.pick([
    'accept',
    'drop',
    'return',
    'jump one',
    'goto two',
    'continue',
    '',
    '',
    'comment "x"',
    'reject',
  ]);
}

function rule(random: Random, place: { type: string; hook: string }): string {
  const parts = Array.from({ length: random.below(3) }, () => match(random));
  if (random.chance(0.6)) parts.push(statement(random, place.type));
  const end = ending(random, place);
  const needsPorts = /:\d|\bport to|dport map/.test(end);
  const text = [...(needsPorts ? ['meta l4proto tcp'] : []), ...parts, end]
    .filter((part) => part !== '')
    .join(' ');
  return text === '' ? 'counter' : text;
}

const priorities = [
  '0',
  '-150',
  'mangle',
  'filter',
  'mangle + 5',
  'raw',
  '10',
  'security',
  'filter - 1',
];

function chain(random: Random, name: string): readonly string[] {
  const isBase = random.chance(0.7);
  const type = random.pick(['filter', 'filter', 'nat', 'route']);
  const hooks = {
    filter: ['prerouting', 'input', 'forward', 'output', 'postrouting'],
    nat: ['prerouting', 'postrouting', 'output', 'input'],
    route: ['output'],
  };
  const hook = random.pick(
    type === 'nat' ? hooks.nat : type === 'route' ? hooks.route : hooks.filter,
  );
  const priority =
    type === 'nat'
      ? hook === 'prerouting'
        ? random.pick(['dstnat', '-100', 'dstnat + 1'])
        : hook === 'postrouting'
          ? random.pick(['srcnat', '100'])
          : '0'
      : random.pick(priorities);
  const policy = random.chance(0.4) ? ` policy ${random.pick(['accept', 'drop'])};` : '';
  const head = isBase ? [`type ${type} hook ${hook} priority ${priority};${policy}`] : [];
  const place = isBase ? { type, hook } : { type: 'filter', hook: 'none' };
  const rules = Array.from({ length: random.below(5) }, () => rule(random, place));
  const own = random.chance(0.1) ? ['define OWN = 0x6', 'meta mark $OWN counter'] : [];
  return [`chain ${name} {`, ...head, ...own, ...rules, '}'];
}

/** A text for `nft -f`, and the one that was loaded before it, if any. */
export interface NftCase {
  readonly before: string | undefined;
  readonly text: string;
}

export function nftCase(random: Random): NftCase {
  if (random.chance(0.7)) return { before: undefined, text: nftText(random) };
  const family = random.pick(['ip', 'ip', 'inet']);
  const commands = Array.from({ length: 1 + random.below(3) }, () => laterCommand(random, family));
  return { before: wholeText(random, family), text: `${commands.join('\n')}\n` };
}

function nftText(random: Random): string {
  const text = wholeText(random, random.pick(['ip', 'ip', 'inet']));
  return random.chance(0.35) ? damaged(random, text) : text;
}

function wholeText(random: Random, family: string): string {
  const lines: string[] = [];
  if (random.chance(0.2)) lines.push('flush ruleset');
  if (random.chance(0.3))
    lines.push('define WAN = "eno3"', 'define NETS = { 192.0.2.0/24, 10.0.0.0/8 }');
  const hasVariables = lines.includes('define WAN = "eno3"');
  lines.push(
    `table ${family} t {`,
    'set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/24, 198.51.100.7 }; }',
    'set s2 { type ipv4_addr; }',
    'chain one { counter; }',
    'chain two { meta mark 1 return; }',
    ...objects.slice(0, 7),
    ...(random.chance(0.2) ? ['define INNER = 0x7'] : []),
    ...chain(random, 'a'),
    ...objects.slice(7),
    ...(random.chance(0.6) ? chain(random, 'b') : []),
    ...(hasVariables ? ['chain v {', 'iifname $WAN ip saddr $NETS accept', '}'] : []),
    '}',
  );
  if (random.chance(0.4))
    lines.push(
      ...Array.from({ length: 1 + random.below(3) }, () =>
        random.pick([
          `add rule ${family} t one ${rule(random, { type: 'filter', hook: 'none' })}`,
          `insert rule ${family} t one ${rule(random, { type: 'filter', hook: 'none' })}`,
          `add rule ${family} t one index 0 counter`,
          `insert rule ${family} t one index 0 drop`,
          `flush chain ${family} t two`,
          `add chain ${family} t c { type filter hook forward priority 5; policy drop; }`,
          `add element ${family} t s2 { 203.0.113.1 }`,
          `add table ip6 u`,
          `table ip6 t { chain a { type filter hook input priority 0; ip6 saddr ::1 accept; }; }`,
          `rename chain ${family} t two three`,
          `delete table ${family} t`,
          objectCommand(random, family),
          objectCommand(random, family),
          objectCommand(random, family),
        ]),
      ),
    );
  return `${lines.join('\n')}\n`;
}

const wrong = [
  'ip sadr 192.0.2.1',
  'ct stat new',
  'meta mrk 1',
  'foo',
  'accept counter',
  'tcp dport 70000',
  'meta mark set',
  'jump',
  'ct state neww',
  'oifnam "eno3"',
  'iifname',
  'ip saddr',
  'meta mark set 0x1ffffffff',
  'ip saddr 192.0.2.256',
  'masquerade accept',
  'return drop',
];

function damaged(random: Random, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length - 1);
  const line = lines[at] ?? '';
  switch (random.below(8)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
    case 2: {
      const chains = lines.flatMap((one, i) => (/^(?:chain|add rule)/.test(one) ? [i] : []));
      const place = chains.length === 0 ? at : random.pick(chains);
      if ((lines[place] ?? '').endsWith('{')) lines.splice(place + 1, 0, random.pick(wrong));
      else lines[place] = `${lines[place] ?? ''} ${random.pick(wrong)}`;
      break;
    }
    case 3:
      lines[at] = line.replace(/hook \w+/, 'hook nowhere').replace(/priority [^;]*/, 'priority');
      break;
    case 4:
      lines[at] = line.replace(/\{|\}/, '');
      break;
    case 5:
      lines[at] = line.replace('"', '');
      break;
    case 6: {
      const words = line.split(' ');
      words.splice(random.below(words.length), 1);
      lines[at] = words.join(' ');
      break;
    }
    default: {
      const words = line.split(' ');
      const i = random.below(words.length);
      words[i] = `${(words[i] ?? '').slice(0, -1)}`;
      lines[at] = words.join(' ');
    }
  }
  return lines.join('\n');
}
