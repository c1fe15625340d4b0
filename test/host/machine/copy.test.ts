/** A copy of a machine has the same shape, and nothing that changes is in both. */
import { expect, test } from 'vitest';
import { copyMachine } from '../../../server/src/host/machine/copy.ts';
import { replayDocument } from '../../../server/src/host/machine/replay.ts';
import { startMachine } from '../../../server/src/host/machine/start.ts';
import { hostOf, script } from '../hostOf.ts';

const netplan = `network:
  version: 2
  ethernets:
    eth0:
      addresses: [192.0.2.2/24, 192.0.2.3/24, "2001:db8::2/64"]
      routes:
        - {to: default, via: 192.0.2.1}
        - {to: "2001:db8:1::/48", via: "2001:db8::1"}
    eth1: {addresses: [198.51.100.2/24]}
`;
const commands = `#!/bin/sh
ip link add v0 type veth peer name v1
ip link add br0 type bridge
ip link set v0 master br0 up
ip link set v1 up
ip address add 203.0.113.2/24 dev v1
ip nexthop add id 1 via 203.0.113.1 dev v1
ip nexthop add id 2 via 203.0.113.9 dev v1
ip nexthop add id 10 group 1/2
ip route add 10.0.0.0/8 nhid 10
ip route add 10.1.0.0/16 nexthop via 203.0.113.1 dev v1 nexthop via 198.51.100.1 dev eth1
ip address add 2001:db8:7::2/64 dev v1
ip -6 route add 2001:db8:8::/48 nexthop via 2001:db8:7::1 dev v1 nexthop via 2001:db8::1 dev eth0
ip rule add from 192.0.2.2 lookup 100 priority 100
ip neigh add 203.0.113.1 lladdr 02:00:00:00:00:01 dev v1
ip netns add inner
ip link add w0 type veth peer name w1 netns inner
`;

/** Objects of addresses, prefixes and places never change; all others are to be two. */
const isFixed = (value: object): boolean =>
  'words' in value ||
  'length' in value ||
  'span' in value ||
  ('family' in value && 'value' in value);

interface Walk {
  readonly at: string;
  readonly seen: Map<unknown, unknown>;
}

function compare(one: unknown, other: unknown, { at, seen }: Walk): void {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    expect(other, at).toBe(one);
    return;
  }
  if (seen.has(one)) {
    expect(seen.get(one) === other, `${at} is another one`).toBe(true);
    return;
  }
  seen.set(one, other);
  if (one === other) {
    expect(
      isFixed(one) || at.endsWith('.others') || at.endsWith('.metrics') || at.endsWith('.members'),
      `${at} is in both`,
    ).toBe(true);
    return;
  }
  const [own, copied] = [childrenOf(one), childrenOf(other)];
  expect(
    copied.map(([name]) => name),
    at,
  ).toEqual(own.map(([name]) => name));
  for (const [i, [name, child]] of own.entries())
    compare(child, copied[i]?.[1], { at: `${at}.${name}`, seen });
}

function childrenOf(value: object): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...value].map(([key, child]) => [String(key), child]);
  if (value instanceof Set) return [...value].map((child, i) => [String(i), child]);
  return Object.entries(value);
}

test('a copy is as the machine, link for link and route for route, and shares nothing that changes', () => {
  const host = hostOf({ '/etc/netplan/10-a.yaml': netplan, [script]: commands });
  const document = host.documents.find(({ kind }) => kind === 'shell');
  if (document === undefined) throw new Error('unreachable');
  const { host: machine, byName } = replayDocument(host, document, {});
  expect(machine.nexthops.size).toBe(3);
  expect(machine.links.get('v0')?.master?.ports.size).toBe(1);
  expect([...byName.keys()]).toEqual(['inner']);
  const entries = machine.tables[6].get(254)?.byPrefix.values() ?? [];
  expect([...entries].some(([route]) => route?.siblings?.length === 2)).toBe(true);
  machine.changes = undefined;
  const seen = new Map<unknown, unknown>();
  compare(machine, copyMachine(machine), { at: 'machine', seen });
  expect(seen.size).toBeGreaterThan(150);
});

test('each replay begins with what netplan leaves, whatever the one before did', () => {
  const host = hostOf({ '/etc/netplan/10-a.yaml': netplan, [script]: commands });
  const first = startMachine(host);
  for (const link of first.links.values()) link.up = true;
  first.links.delete('eth1');
  for (const table of first.tables[4].values()) table.byPrefix.clear();
  const second = startMachine(host);
  expect(second.links.get('eth1')?.addresses).toHaveLength(1);
  expect(second.links.get('eth0')?.up).toBeUndefined();
  expect(second.tables[4].get(254)?.byPrefix.size).toBeGreaterThan(0);
});

test('routes that tie 20,000 links to a chain are copied too', { timeout: 120_000 }, () => {
  const n = 20_000;
  const links = Array.from({ length: n }, (_, i) => `    e${i}: {}`);
  const host = hostOf({
    '/etc/netplan/10-a.yaml': `network:\n  ethernets:\n${links.join('\n')}\n`,
  });
  const machine = startMachine(host);
  const all = [...machine.links.values()];
  for (const [i, link] of all.entries()) link.lower = all[i + 1];
  expect(copyMachine(machine).links.size).toBe(n + 1);
});
