/** A seeded generator of sequences of `ip` commands: few names and few prefixes, so that commands meet each other. */

export interface Line {
  /** The family option of `ip`. */
  readonly family: '' | '6';
  /** The words behind it. */
  readonly text: string;
}

export type Random = () => number;

/** mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Maker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  number(below: number): number {
    return Math.floor(this.#random() * below);
  }

  pick<T>(...values: readonly [T, ...T[]]): T {
    return values[this.number(values.length)] ?? values[0];
  }

  /** The words with a probability, else nothing. */
  maybe(probability: number, words: () => string): string {
    return this.chance(probability) ? ` ${words()}` : '';
  }
}

const plain = (text: string): Line => ({ family: '', text });
const six = (text: string): Line => ({ family: '6', text });

function link(m: Maker): string {
  return m.pick('v0', 'v0', 'v1', 'v1', 'w0', 'w1', 'br0', 'lo');
}

function address4(m: Maker): string {
  return m.pick(
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.9',
    '10.0.1.1',
    '10.0.1.2',
    '192.0.2.1',
    '203.0.113.5',
  );
}

function gateway4(m: Maker): string {
  return m.pick('10.0.0.254', '10.0.1.254', '10.0.0.2', '192.0.2.254', '203.0.113.254');
}

function prefix4(m: Maker): string {
  return m.pick(
    'default',
    'default',
    '10.9.0.0/16',
    '10.9.1.0/24',
    '172.16.0.0/12',
    '10.0.0.0/24',
    '192.0.2.0/24',
    '198.51.100.7',
    '10.9.1.5/24',
  );
}

function prefix6(m: Maker): string {
  return m.pick(
    'default',
    '2001:db8:9::/48',
    '2001:db8:9:1::/64',
    '2001:db8:1::/64',
    '2001:db8:7::7',
    'fd00::/8',
  );
}

function gateway6(m: Maker): string {
  return m.pick('2001:db8:1::fe', '2001:db8:2::fe', 'fe80::1', '2001:db8:1::1', '2001:db8:5::1');
}

function table(m: Maker): string {
  return m.pick('100', '101', 'main', 'local', '300');
}

function routeHead(m: Maker): string {
  return m.pick(
    'add',
    'add',
    'add',
    'append',
    'prepend',
    'replace',
    'replace',
    'change',
    'del',
    'del',
  );
}

function hop4(m: Maker): string {
  const via = m.maybe(0.75, () => `via ${gateway4(m)}`);
  const dev = m.maybe(via === '' ? 1 : 0.6, () => `dev ${link(m)}`);
  return `${via}${dev}${via === '' ? '' : m.maybe(0.12, () => 'onlink')}`;
}

function hop6(m: Maker): string {
  const via = m.maybe(0.75, () => `via ${gateway6(m)}`);
  return `${via}${m.maybe(via === '' ? 1 : 0.7, () => `dev ${link(m)}`)}${via === '' ? '' : m.maybe(0.1, () => 'onlink')}`;
}

function multipath(m: Maker, hop: (m: Maker) => string): string {
  const count = 1 + m.number(3);
  return Array.from(
    { length: count },
    () => ` nexthop${hop(m)}${m.maybe(0.4, () => `weight ${1 + m.number(4)}`)}`,
  ).join('');
}

function route4(m: Maker): Line {
  const verb = routeHead(m);
  const type = m
    .maybe(0.12, () =>
      m.pick('blackhole', 'unreachable', 'prohibit', 'throw', 'local', 'broadcast', 'unicast'),
    )
    .trim();
  const isError = ['blackhole', 'unreachable', 'prohibit', 'throw'].includes(type);
  const target =
    isError && m.chance(0.9)
      ? ''
      : verb === 'del' && m.chance(0.4)
        ? ''
        : m.chance(0.12)
          ? ` nhid ${1 + m.number(5)}`
          : m.chance(0.18)
            ? multipath(m, hop4)
            : hop4(m);
  const words = [
    m.maybe(0.25, () => `table ${table(m)}`),
    m.maybe(0.25, () => `metric ${m.pick('0', '100', '200')}`),
    m.maybe(0.1, () => `src ${address4(m)}`),
    m.maybe(0.08, () => `scope ${m.pick('link', 'global', 'host')}`),
    m.maybe(0.1, () => `proto ${m.pick('static', 'boot', 'kernel', 'babel')}`),
    m.maybe(0.05, () => `tos ${m.pick('0x10', '0x08')}`),
    m.maybe(0.05, () => `mtu ${m.pick('1400', '1300')}`),
  ].join('');
  return plain(`route ${verb} ${type} ${prefix4(m)}${words}${target}`.replaceAll(/ +/g, ' '));
}

function route6(m: Maker): Line {
  const verb = routeHead(m);
  const type = m
    .maybe(0.1, () => m.pick('blackhole', 'unreachable', 'prohibit', 'throw', 'local'))
    .trim();
  const isError = type !== '' && type !== 'local';
  const target =
    isError && m.chance(0.8)
      ? ''
      : verb === 'del' && m.chance(0.4)
        ? ''
        : m.chance(0.1)
          ? ` nhid ${1 + m.number(5)}`
          : m.chance(0.18)
            ? multipath(m, hop6)
            : hop6(m);
  const words = [
    m.maybe(0.25, () => `table ${table(m)}`),
    m.maybe(0.25, () => `metric ${m.pick('0', '100', '1024')}`),
    m.maybe(0.06, () => `src ${m.pick('2001:db8:1::1', '2001:db8:2::1')}`),
    m.maybe(0.1, () => `proto ${m.pick('static', 'boot', 'babel')}`),
  ].join('');
  return six(`route ${verb} ${type} ${prefix6(m)}${words}${target}`.replaceAll(/ +/g, ' '));
}

function flush(m: Maker): Line {
  const make = m.chance(0.6) ? plain : six;
  return make(
    `route flush ${m.pick('table 100', 'table 101', 'table main', 'dev v0', 'proto static', 'table 300', 'table all')}`,
  );
}

function rule(m: Maker): Line {
  const isSix = m.chance(0.3);
  const verb = m.pick('add', 'add', 'add', 'del');
  const net = (): string =>
    isSix
      ? m.pick('2001:db8:1::/64', '2001:db8:2::1', 'all')
      : m.pick('10.0.0.0/24', '10.0.1.1', '10.0.0.5/24', 'all');
  const selectors = [
    m.maybe(0.1, () => 'not'),
    m.maybe(0.5, () => `from ${net()}`),
    m.maybe(0.2, () => `to ${net()}`),
    m.maybe(0.2, () => `fwmark ${m.pick('1', '0x2/0xff', '0', '0/0xf')}`),
    m.maybe(0.1, () => `iif ${m.pick('v0', 'v1', 'lo')}`),
    m.maybe(0.08, () => `oif ${m.pick('v0', 'v1')}`),
    m.maybe(0.08, () => `tos ${m.pick('0x10', '0x08')}`),
    m.maybe(0.1, () => `ipproto ${m.pick('tcp', 'udp', '6')}`),
    m.maybe(0.06, () => `dport ${m.pick('22', '80-90')}`),
    m.maybe(0.06, () => `uidrange ${m.pick('0-0', '5-9')}`),
    m.maybe(0.5, () => `pref ${m.pick('100', '200', '32766', '0')}`),
  ].join('');
  const action = m.chance(0.7)
    ? ` ${m.pick('lookup', 'table')} ${table(m)}${m.maybe(0.15, () => 'suppress_prefixlength 0')}`
    : m.pick('', ' blackhole', ' unreachable', ' prohibit', ' goto 300', ' nop');
  const words = `${selectors}${action}`.trim();
  if (words === '') return (isSix ? six : plain)('rule del pref 100');
  return (isSix ? six : plain)(`rule ${verb} ${words}`.replaceAll(/ +/g, ' '));
}

function ruleFlush(m: Maker): Line {
  return (m.chance(0.7) ? plain : six)('rule flush');
}

function address(m: Maker): Line {
  const verb = m.pick('add', 'add', 'add', 'del', 'replace');
  if (m.chance(0.6)) {
    const length = m.pick('/24', '/24', '/16', '/32', '', '/30', '/31');
    const peer = m.maybe(0.08, () => `peer ${m.pick('10.0.7.1', '10.0.0.2/32', '10.0.7.0/24')}`);
    return plain(
      `addr ${verb} ${address4(m)}${peer === '' ? length : ''}${peer} dev ${link(m)}${m.maybe(0.2, () => 'brd +')}${m.maybe(0.08, () => 'noprefixroute')}${m.maybe(0.06, () => 'metric 77')}${m.maybe(0.06, () => 'scope link')}`,
    );
  }
  return plain(
    `addr ${verb} ${m.pick('2001:db8:1::1', '2001:db8:1::2', '2001:db8:2::1', 'fd00::1')}${m.pick('/64', '/64', '/128', '/48')} dev ${link(m)}${m.maybe(0.08, () => 'noprefixroute')}${m.maybe(0.05, () => 'metric 77')}`,
  );
}

function addressFlush(m: Maker): Line {
  return (m.chance(0.7) ? plain : six)(`addr flush dev ${link(m)}`);
}

function linkCommand(m: Maker): Line {
  return plain(
    m.pick(
      `link set ${link(m)} up`,
      `link set ${link(m)} up`,
      `link set dev ${link(m)} down`,
      `link set ${m.pick('v0', 'v1')} down`,
      `link del ${m.pick('w0', 'v0', 'br0')}`,
      'link add w0 type veth peer name w1',
      'link add v0 type veth peer name v1',
      'link add br0 type bridge',
      `link set ${m.pick('v1', 'w1')} name ${m.pick('v1', 'w1', 'x1')}`,
    ),
  );
}

function nexthopObject(m: Maker): Line {
  const id = 1 + m.number(5);
  const verb = m.pick('add', 'add', 'add', 'replace', 'del');
  if (verb === 'del') return plain(`nexthop del id ${id}`);
  if (m.chance(0.3)) {
    const members = [...new Set([1 + m.number(5), 1 + m.number(5)])];
    return plain(
      `nexthop ${verb} id ${id} group ${members.map((each) => `${each}${m.chance(0.3) ? ',2' : ''}`).join('/')}`,
    );
  }
  if (m.chance(0.1)) return plain(`nexthop ${verb} id ${id} blackhole`);
  const isSix = m.chance(0.35);
  const via = m.maybe(0.8, () => `via ${isSix ? gateway6(m) : gateway4(m)}`);
  return (isSix ? six : plain)(
    `nexthop ${verb} id ${id}${via} dev ${link(m)}${via === '' ? '' : m.maybe(0.1, () => 'onlink')}`,
  );
}

function neighbour(m: Maker): Line {
  const verb = m.pick('add', 'add', 'replace', 'change', 'del');
  const to = m.pick('10.0.0.7', '10.0.1.7', '2001:db8:1::7');
  if (m.chance(0.15))
    return plain(
      `neigh ${m.pick('add', 'del')} proxy ${to} dev ${m.pick('v0', 'v1', 'w0', 'br0')}`,
    );
  const lladdr =
    verb === 'del' ? '' : ` lladdr ${m.pick('02:00:00:00:00:01', '02:00:00:00:00:02')}`;
  return plain(`neigh ${verb} ${to}${lladdr} dev ${m.pick('v0', 'v1', 'w0', 'br0')}`);
}

const makers: readonly (readonly [number, (m: Maker) => Line])[] = [
  [30, route4],
  [20, route6],
  [4, flush],
  [14, rule],
  [0.7, ruleFlush],
  [12, address],
  [1.5, addressFlush],
  [8, linkCommand],
  [9, nexthopObject],
  [4, neighbour],
];
const total = makers.reduce((sum, [weight]) => sum + weight, 0);

/** Most sequences begin with a machine that can carry routes. */
const start: readonly Line[] = [
  'link set lo up',
  'link add v0 type veth peer name v1',
  'link add br0 type bridge',
  'link set v0 up',
  'link set v1 up',
  'addr add 10.0.0.1/24 dev v0',
  'addr add 10.0.1.1/24 dev v1',
  'addr add 2001:db8:1::1/64 dev v0',
  'addr add 2001:db8:2::1/64 dev v1',
].map(plain);

/** One sequence. */
export function sequenceOf(seed: number): readonly Line[] {
  const m = new Maker(randomOf(seed));
  const lines = m.chance(0.9) ? start.filter(() => m.chance(0.95)) : [];
  const count = 6 + m.number(10);
  const more = Array.from({ length: count }, () => {
    let at = m.number(1000) * (total / 1000);
    for (const [weight, make] of makers) {
      at -= weight;
      if (at < 0) return make(m);
    }
    return route4(m);
  });
  return [...lines, ...more];
}
