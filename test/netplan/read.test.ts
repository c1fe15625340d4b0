/** What a netplan file says: names, values and places. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../server/src/base/fact.ts';
import { isUnknown } from '../../server/src/base/fact.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { formatPrefix } from '../../server/src/net/prefix.ts';
import { readNetplan } from '../../server/src/netplan/read.ts';
import type { NetplanDocument, NetplanLink } from '../../server/src/netplan/types.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { yamlText } from '../support/yamlText.ts';

function read(text: string): NetplanDocument {
  return readNetplan(parseYaml(text), 'file');
}

function showFact<T>(fact: Fact<T> | undefined, show: (value: T) => string = String): string {
  if (fact === undefined) return '-';
  return isUnknown(fact.value) ? `? ${fact.value.reason}` : show(fact.value);
}

function onlyLink(document: NetplanDocument): NetplanLink {
  const [link] = document.links;
  if (link === undefined) throw new Error('no link');
  return link;
}

describe('the real name of a link', () => {
  test.each([
    ['the id', 'ethernets: {eno3: {}}', 'eno3'],
    [
      'set-name',
      'ethernets: {wan: {match: {macaddress: "02:00:00:00:00:01"}, set-name: wan0}}',
      'wan0',
    ],
    ['the matched name', 'ethernets: {wan: {match: {name: enp1s0}}}', 'enp1s0'],
    [
      'unknown behind a hardware address',
      'ethernets: {wan: {match: {macaddress: "02:00:00:00:00:01"}}}',
      '? `wan` is matched by its properties, not by its name',
    ],
    [
      'unknown behind a pattern',
      'ethernets: {wan: {match: {name: "enp*"}}}',
      '? `wan` is matched by its properties, not by its name',
    ],
    ['the id of a virtual link', 'vlans: {vlan5: {id: 5, link: eno3}}', 'vlan5'],
  ])('%s', (_name, network, name) => {
    expect(showFact(onlyLink(read(`network: {${network}}`)).name)).toBe(name);
  });

  test('one hidden name equals itself', () => {
    const { value } = onlyLink(read('network: {ethernets: {wan: {match: {driver: e1000}}}}')).name;
    expect(isUnknown(value) && value.symbol).toBe('netplan:wan');
  });
});

describe('values', () => {
  const text = `network:
  renderer: networkd
  ethernets:
    eno3:
      dhcp4: "No"
      addresses: [198.51.100.2/24, "2001:db8::2/64", 192.0.2.1/40]
      gateway4: 198.51.100.1
      dhcp4-overrides: {use-routes: false, route-metric: 0200}
      routes:
        - {to: default, via: 198.51.100.1, metric: 100, on-link: yes}
        - {to: 203.0.113.7, via: 198.51.100.1/24, table: 101, type: Unicast}
      routing-policy:
        - {from: 198.51.100.0/24, table: 101, priority: 1000, mark: 3}
`;
  const link = onlyLink(read(text));

  test('of the link', () => {
    expect(link.addresses.map((address) => showFact(address, formatPrefix))).toEqual([
      '198.51.100.2/24',
      '2001:db8::2/64',
      '? netplan refuses `192.0.2.1/40`',
    ]);
    expect(
      [link.dhcp4, link.dhcp6, link.dhcp4UseRoutes, link.dhcp4RouteMetric].map((fact) =>
        showFact<boolean | number>(fact),
      ),
    ).toEqual(['false', '-', 'false', '200']);
    expect(showFact(link.gateway4, formatAddress)).toBe('198.51.100.1');
  });

  test('of routes', () => {
    const shown = link.routes.map(({ to, via, metric, table, type, onLink }) => [
      showFact(to, (value) => (value === 'default' ? value : formatPrefix(value))),
      showFact(via, formatAddress),
      ...[metric, table, type, onLink].map((fact) => showFact<number | string | boolean>(fact)),
    ]);
    expect(shown).toEqual([
      ['default', '198.51.100.1', '100', '-', '-', 'true'],
      ['203.0.113.7/32', '? `198.51.100.1/24` is not an address alone', '-', '101', 'unicast', '-'],
    ]);
  });

  test('of rules', () => {
    const [rule] = link.routingPolicy;
    expect([
      showFact(rule?.from, formatPrefix),
      ...[rule?.table, rule?.priority, rule?.mark].map((fact) => showFact(fact)),
    ]).toEqual(['198.51.100.0/24', '101', '1000', '3']);
  });

  test('have the span of the characters in the file', () => {
    const { origin } = link.addresses[1] ?? { origin: undefined };
    expect(origin && [origin.file, text.slice(origin.span.start, origin.span.end)]).toEqual([
      'file',
      '"2001:db8::2/64"',
    ]);
  });
});

test('of repeated keys the later value counts, and lists grow', () => {
  const link = onlyLink(
    read(
      'network:\n  ethernets:\n    eno3:\n      dhcp4: no\n      addresses: [192.0.2.1/24]\n      dhcp4: yes\n      addresses: [192.0.2.2/24]\n',
    ),
  );
  expect(showFact(link.dhcp4)).toBe('true');
  expect(link.addresses.map((address) => showFact(address, formatPrefix))).toEqual([
    '192.0.2.1/24',
    '192.0.2.2/24',
  ]);
});

test('a section renderer counts for the definitions below it', () => {
  const { links } = read(
    'network:\n  ethernets:\n    a: {}\n    renderer: NetworkManager\n    b: {}\n    c: {renderer: networkd}\n',
  );
  expect(links.map((link) => showFact(link.renderer))).toEqual(['-', 'NetworkManager', 'networkd']);
});

test('no text makes the reader throw or point outside of the text', () => {
  fc.assert(
    fc.property(yamlText, (text) => {
      const { problems, links } = read(text);
      for (const { span } of [...problems, ...links]) {
        expect(0 <= span.start && span.start <= span.end && span.start <= text.length).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
}, 60_000);
