/** What netplan does not read or does not check because of what stands elsewhere (netplan 1.2.2, each run through its `configure`). */
import { expect, test } from 'vitest';
import { readNetplan } from '../../server/src/netplan/read.ts';
import { isIgnored } from '../../server/src/netplan/tree.ts';
import type { NetplanVersion } from '../../server/src/netplan/version.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { one, problemsOf, treeOf, type Files } from './treeOf.ts';

test('as many peers as an earlier file has are not read, so what is wrong in them does not count', () => {
  const peers = (list: string): string => `network: {tunnels: {wg0: {peers: [${list}]}}}\n`;
  const first = `network: {tunnels: {wg0: {mode: gre, remote: 192.0.2.1, peers: [{}]}}}\n`;
  const wrong = { 'etc/netplan/a.yaml': first, 'etc/netplan/b.yaml': peers('{allowed-ips: 7}') };
  const tree = treeOf(wrong);
  const place = wrong['etc/netplan/b.yaml'].indexOf('7');
  const at = { file: 'etc/netplan/b.yaml', span: { start: place, end: place + 1 } };
  expect(tree.ignored.map(({ id, place: { file } }) => `${id} ${file}`)).toEqual([
    'wg0 etc/netplan/b.yaml',
  ]);
  expect(isIgnored(tree, at)).toBe(true);
  expect(isIgnored(tree, { ...at, file: 'etc/netplan/a.yaml' })).toBe(false);
  const more = treeOf({ ...wrong, 'etc/netplan/b.yaml': peers('{}, {allowed-ips: 7}') });
  expect(more.ignored).toEqual([]);
  const wireguard =
    'tunnels: {wg0: {mode: wireguard, key: /a, peers: [{allowed-ips: [10.0.0.0/8]}]}}';
  // The VLAN's link comes later, so netplan reads the file twice.
  const twice = one(wireguard, 'vlans: {v: {id: 1, link: eno1}}', 'ethernets: {eno1: {}}');
  expect(treeOf(twice).ignored).toEqual([]);
});

test('in a file of which one has an open reference: what stands alone in the others is checked too', () => {
  const open = 'bonds: {b0: {interfaces: [eno9]}}';
  expect(problemsOf(one(open, 'vlans: {v: {link: eno1}}', 'ethernets: {eno1: {}}'))).toContain(
    "undefined-reference eno9 | b0: interface 'eno9' is not defined",
  );
  expect(problemsOf(one(open, 'tunnels: {t: {}}'))).toEqual([
    "undefined-reference eno9 | b0: interface 'eno9' is not defined",
    "missing-key t | t: missing or invalid 'mode' property for tunnel",
  ]);
});

test('definitions beside a link that only NetworkManager takes are not checked, and the renderer falls over what is missing', () => {
  const open = 'virtual-ethernets: {v: {peer: elsewhere, renderer: NetworkManager}}';
  const crash = 'netplan stops with an assertion failure, so nothing at all is configured';
  expect(problemsOf(one(open, 'tunnels: {t: {}}'))).toEqual([`invalid-value t | ${crash}`]);
  const peer = '{allowed-ips: [10.0.0.0/8]}';
  const tunnel = `tunnels: {t: {mode: wireguard, key: /a, peers: [${peer}]}}`;
  expect(problemsOf(one(open, tunnel))).toEqual([`invalid-value ${peer} | ${crash}`]);
});

test('a key that is a list is refused beside definitions, too', () => {
  const text = 'network:\n  ethernets:\n    eno1:\n      mtu: 1500\n    ? [a]\n    : {}\n';
  const { problems } = readNetplan(parseYaml(text), 'a');
  expect(problems.map(({ span, why }) => `${text.slice(span.start, span.end)} | ${why}`)).toEqual([
    '[a] | netplan refuses the whole file: "expected scalar"',
  ]);
});

test.each<[string, boolean, boolean]>([
  ['seven\\"7', false, false],
  ['back\\\\7', false, false],
  ['a\\\\b\\\\c\\\\', false, false],
  ['\\t\\t\\t\\t', true, false],
  ['\\x01\\x02abcde', true, false],
  ['üüüü', true, true],
  ['ü2345', false, false],
  ['sevenx7', false, false],
  ['eightx88', true, true],
])('the password "%s" is long enough for netplan 1.2: %s, 0.106: %s', (written, now, before) => {
  const files = one(`wifis: {w: {access-points: {home: {password: "${written}"}}}}`);
  const isTaken = (target: NetplanVersion): boolean => treeOf(files, target).problems.length === 0;
  expect([isTaken('1.2'), isTaken('0.106')]).toEqual([now, before]);
});

test('flags of WLANs that exclude each other do so across files', () => {
  const flags = (word: string): string =>
    `network: {wifis: {w: {wakeonwlan: [${word}], access-points: {home: {}}}}}\n`;
  const both = (a: string, b: string): Files => ({
    'etc/netplan/a.yaml': flags(a),
    'etc/netplan/b.yaml': flags(b),
  });
  const refusal = "conflict [magic_pkt] | 'default' is an exclusive flag for wakeonwlan";
  expect(problemsOf(both('default', 'magic_pkt'))).toEqual([refusal]);
  expect(problemsOf(both('magic_pkt', 'Default'))).toEqual([
    refusal.replace('magic_pkt', 'Default'),
  ]);
  expect(problemsOf(both('default', 'default'))).toEqual([]);
  expect(problemsOf(both('magic_pkt', 'disconnect'))).toEqual([]);
});

test('a path cost that ends newer versions is taken by netplan 0.106', () => {
  const cost = 'bridges: {b: {interfaces: [e], parameters: {path-cost: {e: 4294967295}}}}';
  const files = one(cost, 'ethernets: {e: {}}');
  expect(treeOf(files, '0.106').problems).toEqual([]);
  expect(problemsOf(files)).toEqual([
    'invalid-value 4294967295 | netplan stops with an assertion failure, so no configuration is written at all',
  ]);
});

test('a number of virtual functions that netplan keeps for none makes no physical function', () => {
  const files = (count: number, key: string): Files =>
    one(`ethernets: {e: {virtual-function-count: ${count}, ${key}}}`);
  const delayed = 'delay-virtual-functions-rebind: true';
  const refusal = 'e: This is not a SR-IOV PF';
  expect(problemsOf(files(4_294_967_295, delayed)).join()).toContain(refusal);
  expect(problemsOf(files(4_294_967_294, delayed))).toEqual([]);
  const isTaken = (count: number): boolean =>
    treeOf(files(count, 'embedded-switch-mode: switchdev'), '0.106').problems.length === 0;
  expect([isTaken(4_294_967_295), isTaken(4_294_967_294)]).toEqual([false, true]);
});
