import { describe, expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { findObject } from '../../server/src/iproute/objects/index.ts';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import { readRtTables, readRtTablesAppend } from '../../server/src/iproute/rtTables.ts';
import type { IpCommand } from '../../server/src/iproute/types.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

function read(text: string): IpCommand {
  const ip = parseShell(text).commands.flatMap(
    (command) => readIpCommand(command, 'script') ?? [],
  )[0];
  if (ip === undefined) throw new Error('not an ip command');
  return ip;
}

function hops(text: string): string[] {
  const ip = read(text);
  if (ip.object !== 'route') return [];
  const show = <T>(fact: { value: T } | undefined, format: (value: T) => string): string =>
    fact === undefined
      ? '-'
      : isUnknown(fact.value)
        ? `?${fact.value.symbol ?? ''}`
        : format(fact.value);
  return ip.nexthops.map((hop) =>
    [
      show(hop.via, (via) => (isUnknown(via) ? '?' : formatAddress(via))),
      show(hop.dev, String),
      show(hop.weight, String),
    ].join(' '),
  );
}

function marks(text: string): string[] {
  const ip = read(text);
  return [
    ...ip.problems.map((each) => `${each.rule} ${text.slice(each.span.start, each.span.end)}`),
    ...ip.unexpected.map((each) => `unexpected ${each.text}`),
  ];
}

describe('ip route', () => {
  test('a line that lost its addresses has one problem on each `dev` after `via`, and is read on', () => {
    const text = 'ip route add default nexthop via dev eno4 weight 1 nexthop via dev eno3 weight 1';
    expect(
      read(text).problems.map(({ rule, span }) => [
        rule,
        text.slice(span.start, span.end),
        span.start,
      ]),
    ).toEqual([
      ['iproute-invalid-address', 'dev', 33],
      ['iproute-invalid-address', 'dev', 63],
    ]);
    expect(hops(text)).toEqual(['- eno4 1', '- eno3 1']);
    expect(read(text).problems[0]?.why).toContain(
      'Error: any valid address is expected rather than "dev".',
    );
  });

  test('words of the route stand before the first nexthop, in any order', () => {
    const ip = read(
      'ip route add table 101 default metric 5 nexthop via 192.0.2.1 dev eno4 weight 0 nexthop dev ppp0',
    );
    expect(ip).toMatchObject({
      object: 'route',
      multipath: true,
      destination: { value: 'default' },
      table: { value: 101 },
      metric: { value: 5 },
      problems: [],
      unexpected: [],
    });
    expect(
      hops('ip route add default nexthop via $GW1 dev $IF1 weight $W nexthop via 192.0.2.1'),
    ).toEqual(['?GW1 ?IF1 ?W', '192.0.2.1 - 1']);
  });

  test.each([
    ['ip route add default equalize via 192.0.2.1', ['unexpected equalize']],
    ['ip route add equalize default via 192.0.2.1', ['unexpected equalize']],
    ['ip route add default gw 192.0.2.1', ['unexpected gw', 'unexpected 192.0.2.1']],
    ['ip route add default nexthop via 192.0.2.1 table 5', ['iproute-after-nexthop table']],
    ['ip route add default via', ['iproute-incomplete via']],
    ['ip route add 192.0.2.0/33 dev eth0', ['iproute-invalid-prefix 192.0.2.0/33']],
    ['ip route add default metric high dev eth0', ['iproute-invalid-number high']],
    ['ip rout foo', ['iproute-unknown-verb foo']],
    ['ip roude show', ['iproute-unknown-object roude']],
    ['ip route add 192.0.2.0/24 via 2001:db8::1', ['iproute-invalid-address 2001:db8::1']],
    ['ip route add default via inet6 2001:db8::1 dev eth0', []],
    ['ip -M route add 100 via inet 192.0.2.1', []],
  ])('%s', (text, expected) => {
    expect(marks(text)).toEqual(expected);
  });

  test('a variable where a keyword could stand ends the reading without a problem', () => {
    expect(read('ip route add default $OPTIONS')).toMatchObject({
      incomplete: true,
      problems: [],
      nexthops: [],
    });
    expect(read('ip route add "$NET" via 192.0.2.1')).toMatchObject({
      problems: [],
      destination: { value: { kind: 'unknown', symbol: 'NET' } },
    });
    expect(read('ip route add "$@"')).toMatchObject({ incomplete: true, problems: [] });
  });

  test('flush cache', () => {
    expect(read('ip ro fl ca')).toMatchObject({ verb: 'flush', flushCache: true });
    expect(read('ip route flush table 101')).toMatchObject({
      verb: 'flush',
      flushCache: false,
      table: { value: 101 },
    });
  });
});

test('ip rule', () => {
  expect(
    read('ip -6 ru a not from all fwmark 0x1/0xff lookup isp1 prio 100 dport 80'),
  ).toMatchObject({
    object: 'rule',
    verb: 'add',
    family: 6,
    not: true,
    from: { value: 'all' },
    fwmark: { value: { value: 1 }, mask: { value: 255 } },
    table: { value: 'isp1' },
    priority: { value: 100 },
    action: 'lookup',
    otherSelectors: ['dport'],
    problems: [],
  });
  expect(read('ip rule add fwmark 1 suppress_prefixlength 0 table main')).toMatchObject({
    fwmark: { mask: { value: 0xffffffff } },
    suppressPrefixLength: { value: 0 },
  });
});

test('ip address and ip link', () => {
  expect(read('ip addr add 192.0.2.2/24 brd + dev eth0')).toMatchObject({
    object: 'address',
    verb: 'add',
    dev: { value: 'eth0' },
    address: { value: { length: 24 } },
    problems: [],
  });
  expect(read('ip link set $IF up')).toMatchObject({
    object: 'link',
    verb: 'set',
    state: 'up',
    dev: { value: { kind: 'unknown', symbol: 'IF' } },
  });
  expect(read('ip link add link eth0 name eth0.5 type vlan id 5')).toMatchObject({
    verb: 'add',
    dev: { value: 'eth0.5' },
    kind: { value: 'vlan' },
    lower: { value: 'eth0' },
    settings: [{ keyword: 'id', values: [{ value: '5' }] }],
  });
});

test('the family of a tool in a variable is unknown, a namespace is kept', () => {
  expect(read('$IP6 route add default via $GW').family).toMatchObject({ kind: 'unknown' });
  expect(read('ip -n blue route show').context.netns).toBe('blue');
});

test('abbreviated objects follow the order of iproute2', () => {
  expect(
    ['r', 'ru', 'a', 'ad', 'l', 'n', 'ne', 'nex', 'net', 'm', 't', 'v', 'x', 'zz'].map(
      (word) => findObject(word)?.name,
    ),
  ).toEqual([
    'route',
    'rule',
    'address',
    'address',
    'link',
    'neigh',
    'neigh',
    'nexthop',
    'netns',
    'maddress',
    'tunnel',
    'vrf',
    'xfrm',
    undefined,
  ]);
});

test('names of routing tables', () => {
  expect([...readRtTables('# c\n255\tlocal\n101 isp1 # one\n0x66 isp2\nbad line\n')]).toEqual([
    ['local', 255],
    ['isp1', 101],
    ['isp2', 102],
  ]);
  const appended = (text: string): unknown =>
    parseShell(text)
      .commands.map((command) => readRtTablesAppend(command))
      .filter((each) => each !== undefined)
      .map((each) => [...each]);
  expect(appended('echo "101 isp1" >> /etc/iproute2/rt_tables')).toEqual([[['isp1', 101]]]);
  expect(appended('printf "101 isp1\\n102 isp2\\n" | sudo tee -a /etc/iproute2/rt_tables')).toEqual(
    [
      [
        ['isp1', 101],
        ['isp2', 102],
      ],
    ],
  );
  expect(appended('echo "$N isp1" >> /etc/iproute2/rt_tables')).toEqual([[]]);
});
