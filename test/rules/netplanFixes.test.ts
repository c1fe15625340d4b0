/** The fixes of the netplan rules keep the style of the file, its comments and its line ends, and change nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { applyFixes, hostOfFixture } from '../support/analyze.ts';
import { checkFix } from '../support/checkRules.ts';
import type { FixtureFile } from '../support/fixture.ts';

const path = '/etc/netplan/50-cloud-init.yaml';

function fixed(text: string, rule: string, title?: string): string {
  const [file] = applyFixes({ ...fixtureOf(text) }, rule, title);
  return file?.text ?? '';
}

function fixtureOf(text: string): {
  readonly files: readonly FixtureFile[];
  readonly labels: [];
  readonly cursor: undefined;
  readonly options: ReadonlyMap<string, string>;
} {
  return { files: [{ path, text }], labels: [], cursor: undefined, options: new Map() };
}

describe('gateway4', () => {
  const rule = 'np-gateway4-deprecated';

  test('without a line break at the end, with carriage returns', () => {
    const text =
      'network:\r\n  ethernets:\r\n    eno3:\r\n      addresses: [198.51.100.2/24]\r\n      gateway4: 198.51.100.1';
    expect(fixed(text, rule)).toBe(
      'network:\r\n  ethernets:\r\n    eno3:\r\n      addresses: [198.51.100.2/24]\r\n      routes:\r\n        - to: default\r\n          via: 198.51.100.1',
    );
  });

  test('both families become one list', () => {
    checkFix(
      `
      #- ${path}
      network:
        ethernets:
          eno3:
            gateway4: 198.51.100.1
            gateway6: 2001:db8::1 # fibre
            addresses: [198.51.100.2/24, "2001:db8::2/64"]
      `,
      `
      #- ${path}
      network:
        ethernets:
          eno3:
            routes:
              - to: default
                via: 198.51.100.1
              - to: default
                via: 2001:db8::1
            addresses: [198.51.100.2/24, "2001:db8::2/64"]
      `,
      { rule },
    );
  });

  test('a list of routes in brackets, and one that is not indented', () => {
    checkFix(
      `
      #- ${path}
      network:
        ethernets:
          eno3:
            gateway4: 198.51.100.1
            routes: [{to: 192.0.2.0/24, via: 198.51.100.9}]
          eno4:
            routes:
            -   via: 203.0.113.9
                to: 192.0.2.128/25
            gateway4: 203.0.113.1
            mtu: 1400
      `,
      `
      #- ${path}
      network:
        ethernets:
          eno3:
            routes: [{to: 192.0.2.0/24, via: 198.51.100.9}, {to: default, via: 198.51.100.1}]
          eno4:
            routes:
            -   via: 203.0.113.9
                to: 192.0.2.128/25
            -   to: default
                via: 203.0.113.1
            mtu: 1400
      `,
      { rule },
    );
  });
});

test('a metric is written behind the gateway, and its comment stays', () => {
  checkFix(
    `
    #- ${path}
    network:
      ethernets:
        eno3:
          addresses: [198.51.100.2/24]
          routes:
          - {to: default, via: 198.51.100.1}
          - via: 198.51.100.3 # spare
            to: default
    `,
    `
    #- ${path}
    network:
      ethernets:
        eno3:
          addresses: [198.51.100.2/24]
          routes:
          - {to: default, via: 198.51.100.1}
          - via: 198.51.100.3 # spare
            metric: 100
            to: default
    `,
    { rule: 'np-conflicting-defaults' },
  );
});

test('the third of three uplinks by DHCP gets a metric of its own', () => {
  const text = `network:
  ethernets:
    eno3: {dhcp4: true}
    eno4:
      dhcp4: yes # cable
    eno5:
      dhcp4: true
      dhcp4-overrides:
        use-dns: no
`;
  expect(fixed(text, 'np-two-dhcp-same-metric')).toBe(`network:
  ethernets:
    eno3: {dhcp4: true}
    eno4:
      dhcp4: yes # cable
      dhcp4-overrides:
        route-metric: 200
    eno5:
      dhcp4: true
      dhcp4-overrides:
        use-dns: no
        route-metric: 300
`);
});

test('with DHCPv6 on, both protocols get the metric, because networkd has one for both', () => {
  const text = `network:
  ethernets:
    eno3: {dhcp4: true}
    eno4:
      dhcp4: true
      dhcp6: true
    eno5: {dhcp4: true, dhcp6: true, dhcp6-overrides: {route-metric: 100}, dhcp4-overrides: {route-metric: 100}}
`;
  expect(fixed(text, 'np-two-dhcp-same-metric')).toBe(`network:
  ethernets:
    eno3: {dhcp4: true}
    eno4:
      dhcp4: true
      dhcp4-overrides:
        route-metric: 200
      dhcp6: true
      dhcp6-overrides:
        route-metric: 200
    eno5: {dhcp4: true, dhcp6: true, dhcp6-overrides: {route-metric: 300}, dhcp4-overrides: {route-metric: 300}}
`);
});

test('what an alias brings in is not edited for one link', () => {
  const text = `network:
  ethernets:
    eno3: &uplink {dhcp4: true}
    eno4: *uplink
`;
  expect(fixed(text, 'np-two-dhcp-same-metric')).toBe(text);
});

test.each([
  ['layer3-4', 'layer3+4'],
  ['Layer34', 'layer3+4'],
  ['"L2+3"', 'layer2+3'],
  ['layer3+layer4', 'layer3+4'],
  ['layer4+3', 'layer3+4'],
  ['LAYER2', 'layer2'],
  ['encap34', 'encap3+4'],
])('the hash policy %s is taken for %s', (written, meant) => {
  const file = (policy: string): string => `network:
  ethernets: {eno1: {}, eno2: {}}
  bonds:
    bond0:
      interfaces: [eno1, eno2]
      parameters: {mode: 802.3ad, transmit-hash-policy: ${policy}}
`;
  expect(fixed(file(written), 'np-bond-hash-invalid')).toBe(file(meant));
});

interface Style {
  readonly isFlow: boolean;
  readonly gatewayFirst: boolean;
  readonly routes: readonly string[] | undefined;
  readonly isFlowList: boolean;
  readonly indent: string;
  readonly eol: string;
}

const style: fc.Arbitrary<Style> = fc.record({
  isFlow: fc.boolean(),
  gatewayFirst: fc.boolean(),
  routes: fc.option(
    fc.array(fc.constantFrom('192.0.2.0/24', '192.0.2.64/26', '192.0.2.128/25'), {
      minLength: 1,
      maxLength: 3,
    }),
    { nil: undefined },
  ),
  isFlowList: fc.boolean(),
  indent: fc.constantFrom('', '  ', '    '),
  eol: fc.constantFrom('\n', '\r\n'),
});

function write({ isFlow, gatewayFirst, routes, isFlowList, indent, eol }: Style): string {
  const items = (routes ?? []).map((to) => `{to: ${to}, via: 198.51.100.9}`);
  const list =
    isFlow || isFlowList
      ? [`routes: [${items.join(', ')}]`]
      : [
          'routes:',
          ...(routes ?? []).flatMap((to) => [
            `${indent}- to: ${to}`,
            `${indent}  via: 198.51.100.9`,
          ]),
        ];
  const gateway = ['gateway4: 198.51.100.1'];
  const rest = ['addresses: [198.51.100.2/24]', ...(routes === undefined ? [] : list)];
  const lines = gatewayFirst ? [...gateway, ...rest] : [...rest, ...gateway];
  const head = ['network:', '  ethernets:'];
  const body = isFlow
    ? [`    eno3: {${lines.join(', ')}}`]
    : ['    eno3:', ...lines.map((line) => `      ${line}`)];
  return [...head, ...body, '    eno4: {dhcp4: false}', ''].join(eol);
}

function routesOf(text: string): readonly string[] {
  const host = hostOfFixture(fixtureOf(text));
  expect(host.documents.flatMap(({ problems }) => problems)).toEqual([]);
  return host.routes
    .map(({ nexthops: [nexthop], destination }) => {
      const to = known(destination);
      const via = known(nexthop?.via);
      return `${JSON.stringify(to)} ${via === undefined ? '' : formatAddress(via)}`;
    })
    .toSorted();
}

test('whatever the style, the routes are the same after the fix of gateway4', () => {
  fc.assert(
    fc.property(style, (chosen) => {
      const before = write(chosen);
      const after = fixed(before, 'np-gateway4-deprecated');
      expect(after).not.toContain('gateway4');
      expect(routesOf(after)).toEqual(routesOf(before));
      expect(after.includes('\r\n')).toBe(chosen.eol === '\r\n');
      expect(after.replaceAll('\r\n', '').includes('\n')).toBe(chosen.eol === '\n');
    }),
    { numRuns: 300 },
  );
});
