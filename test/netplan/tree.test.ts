/** What netplan refuses across keys, definitions and files, with the words of netplan 1.2.2 (each run through its `configure`). */
import { describe, expect, test } from 'vitest';
import { assembleHost } from '../../server/src/host/assemble.ts';
import { readDocument } from '../../server/src/host/document.ts';
import type { Host } from '../../server/src/host/model.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { NetplanVersion } from '../../server/src/netplan/version.ts';
import { one, problemsOf, treeOf, type Files } from './treeOf.ts';

function assembleFiles(files: Files): Host {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('the newest kernel is unknown');
  const documents = Object.entries(files).map(([path, text]) =>
    readDocument({ id: path, path, text, version: 1 }),
  );
  return assembleHost(documents, { kernel, isTree: true });
}

describe('references and ids', () => {
  test.each([
    [
      'an undefined member',
      one('bonds: {b0: {interfaces: [eno1]}}'),
      ["undefined-reference eno1 | b0: interface 'eno1' is not defined"],
    ],
    [
      'a definition further down is fine',
      one('bonds: {b0: {interfaces: [eno1]}}', 'ethernets: {eno1: {}}'),
      [],
    ],
    [
      'one id in two sections',
      one('ethernets: {lan: {}}', 'bridges: {lan: {}}'),
      ["duplicate-id lan | Updated definition 'lan' changes device type"],
    ],
    [
      'a member of two bridges',
      one('ethernets: {e: {}}', 'bridges: {a: {interfaces: [e]}, b: {interfaces: [e]}}'),
      ["conflict e | b: interface 'e' is already assigned to bridge a"],
    ],
    [
      'a member of a bond and a bridge',
      one('ethernets: {e: {}}', 'bonds: {a: {interfaces: [e]}}', 'bridges: {b: {interfaces: [e]}}'),
      ["conflict e | b: interface 'e' is already assigned to bond a"],
    ],
    [
      'NetworkManager does not need the link of a VLAN',
      one('renderer: NetworkManager', 'vlans: {v: {id: 1, link: nowhere}}'),
      [],
    ],
    [
      'but of two VLANs on it, only of one',
      one(
        'renderer: NetworkManager',
        'vlans: {v: {id: 1, link: nowhere}, w: {id: 2, link: nowhere}}',
      ),
      [
        'invalid-value nowhere | netplan stops with an assertion failure, so nothing at all is configured',
      ],
    ],
    [
      'nor that of a VLAN beside the pair that it is made up for',
      one(
        'renderer: NetworkManager',
        'virtual-ethernets: {p: {peer: nowhere}}',
        'vlans: {v: {id: 1, link: nowhere}}',
      ),
      [],
    ],
    [
      'which lets pass a VLAN that has none, and then falls over it',
      one('renderer: NetworkManager', 'vlans: {v: {id: 1, link: nowhere}, w: {id: 1}}'),
      [
        'invalid-value w | netplan stops with an assertion failure, so nothing at all is configured',
      ],
    ],
    [
      'its own peer',
      one('virtual-ethernets: {v: {peer: v}}'),
      ['conflict v | v: virtual-ethernet peer cannot be itself'],
    ],
  ])('%s', (_name, files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });
});

describe('keys that belong together', () => {
  test.each([
    [
      'set-name',
      one('ethernets: {e: {set-name: wan0}}'),
      ["missing-key wan0 | e: 'set-name:' requires 'match:' properties"],
    ],
    [
      'a VLAN without a number',
      one('ethernets: {e: {}}', 'vlans: {v: {link: e}}'),
      ["missing-key v | v: missing 'id' property"],
    ],
    [
      'a VLAN number',
      one('ethernets: {e: {}}', 'vlans: {v: {link: e, id: 4095}}'),
      ["invalid-value 4095 | v: invalid id '4095' (allowed values are 0 to 4094)"],
    ],
    [
      'a tunnel without mode',
      one('tunnels: {t: {}}'),
      ["missing-key t | t: missing or invalid 'mode' property for tunnel"],
    ],
    [
      'families of a tunnel',
      one('tunnels: {t: {mode: sit, remote: "2001:db8::1"}}'),
      [
        'invalid-address "2001:db8::1" | t: \'remote\' must be a valid IPv4 address for this tunnel type',
      ],
    ],
    [
      'the table of a VRF',
      one('vrfs: {v: {table: 7, routes: [{to: default, via: 192.0.2.1, table: 8}]}}'),
      ['conflict 8 | v: VRF routes table mismatch (7 != 8)'],
    ],
    [
      'a wifi without networks',
      one('wifis: {w: {}}'),
      ['missing-key w | w: No access points defined'],
    ],
  ])('%s', (_name, files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });
});

describe('renderers', () => {
  test('a route to default alone crashes netplan, for networkd only', () => {
    const route = '{to: default}';
    expect(problemsOf(one(`ethernets: {e: {routes: [${route}]}}`))).toEqual([
      expect.stringMatching(/^invalid-value \{to: default\} \| .*assertion failure/),
    ]);
    expect(
      problemsOf(one('renderer: NetworkManager', `ethernets: {e: {routes: [${route}]}}`)),
    ).toEqual([]);
    expect(
      problemsOf(one(`ethernets: {e: {routes: [${route}], renderer: NetworkManager}}`)),
    ).toEqual([]);
  });

  test.each([
    [
      'modems',
      one('modems: {m: {}}'),
      ['backend m | ERROR: m: networkd backend does not support GSM/CDMA modem configuration'],
    ],
    [
      'a short password',
      one('wifis: {w: {access-points: {n: {password: short}}}}'),
      [
        'backend short | ERROR: n: ASCII passphrase must be between 8 and 63 characters (inclusive)',
      ],
    ],
    [
      'a rule without priority',
      one(
        'renderer: NetworkManager',
        'ethernets: {e: {dhcp4: true, routing-policy: [{from: 192.0.2.0/24}]}}',
      ),
      [
        'backend {from: 192.0.2.0/24} | ERROR: e: The priority setting is mandatory for NetworkManager routing-policy',
      ],
    ],
    [
      'overrides that differ',
      one('ethernets: {e: {dhcp4: yes, dhcp6: yes, dhcp4-overrides: {use-dns: no}}}'),
      [
        'backend no | ERROR: e: networkd requires that use-dns has the same value in both dhcp4_overrides and dhcp6_overrides',
      ],
    ],
  ])('%s', (_name, files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });
});

describe('files', () => {
  const base = 'network: {ethernets: {eno1: {mtu: 1400, addresses: [192.0.2.1/24]}}}';

  test('are read by base name, and the later one wins', () => {
    const tree = treeOf({
      'etc/netplan/20-b.yaml':
        'network: {ethernets: {eno1: {mtu: 9000, addresses: [192.0.2.2/24]}}}',
      'lib/netplan/10-a.yaml': base,
    });
    const [definition] = tree.definitions;
    expect(tree.files).toEqual(['lib/netplan/10-a.yaml', 'etc/netplan/20-b.yaml']);
    expect(definition?.scalars.get('mtu')?.text).toBe('9000');
    expect(definition?.lists.get('addresses')).toHaveLength(2);
  });

  test('of one name in /run hide those in /etc and /lib', () => {
    const tree = treeOf({
      'lib/netplan/a.yaml': 'network: {bridges: {eno1: {}}}',
      'run/netplan/a.yaml': base,
      'etc/netplan/a.yaml': 'network: {bonds: {eno1: {}}}',
    });
    expect(tree.files).toEqual(['run/netplan/a.yaml']);
    expect(tree.shadowed.map(({ file }) => file)).toEqual([
      'lib/netplan/a.yaml',
      'etc/netplan/a.yaml',
    ]);
    expect(tree.problems).toEqual([]);
  });

  test('may refer to what an earlier file defines, not to a later one', () => {
    const bond = 'network: {bonds: {b0: {interfaces: [eno1]}}}';
    expect(problemsOf({ 'etc/netplan/1.yaml': base, 'etc/netplan/2.yaml': bond })).toEqual([]);
    expect(problemsOf({ 'etc/netplan/2.yaml': base, 'etc/netplan/1.yaml': bond })).toEqual([
      "undefined-reference eno1 | b0: interface 'eno1' is not defined",
    ]);
  });

  test('outside of the folders of netplan are on their own', () => {
    expect(problemsOf({ 'one.yaml': base, 'two.yaml': 'network: {bridges: {eno1: {}}}' })).toEqual(
      [],
    );
  });
});

describe('versions', () => {
  test('a key is unknown to netplan that is older', () => {
    const files = one('dummy-devices: {d: {}}');
    expect(problemsOf(files)).toEqual([]);
    expect(problemsOf(files, '0.106')).toEqual([
      "unknown-key dummy-devices | unknown key 'dummy-devices'",
    ]);
  });

  test('a word is', () => {
    const files = one('ethernets: {e: {auth: {key-management: sae}}}');
    expect(problemsOf(files)).toEqual([]);
    expect(problemsOf(files, '0.106')).toEqual([
      "invalid-value sae | unknown key management type 'sae'",
    ]);
  });
});

describe('versions differ in', () => {
  const vrfRoute = 'routes: [{to: default, via: 192.0.2.1}]';
  test.each<[string, Files, readonly string[], readonly string[]]>([
    [
      'common keys of a VRF',
      one('vrfs: {v: {table: 7, mtu: 1400}}'),
      [],
      ["unknown-key mtu | unknown key 'mtu'"],
    ],
    [
      'words for a hardware address',
      one('ethernets: {e: {macaddress: random}}'),
      [],
      [
        "invalid-address random | Invalid MAC address 'random', must be XX:XX:XX:XX:XX:XX or XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX:XX",
      ],
    ],
    [
      'stable-privacy of networkd',
      one('ethernets: {e: {ipv6-address-generation: stable-privacy}}'),
      [],
      [
        'backend stable-privacy | ERROR: e: ipv6-address-generation mode is not supported by networkd',
      ],
    ],
    [
      'devices of NetworkManager under networkd',
      one('nm-devices: {n: {networkmanager: {passthrough: {connection.type: vpn}}}}'),
      [
        'warning n | nm-device: n: the renderer for nm-devices must be NetworkManager, it will be used instead of the defined one.',
      ],
      [
        'invalid-value n | netplan stops with an assertion failure, so nothing at all is configured',
      ],
    ],
    [
      'routes of a VRF without rules',
      one(`vrfs: {v: {table: 7, ${vrfRoute}}}`),
      [],
      [
        'invalid-value v | netplan 0.106 stops with a segmentation fault then, so nothing at all is configured',
      ],
    ],
    [
      'rules of a VRF without routes',
      one('vrfs: {v: {table: 7, routing-policy: [{from: 192.0.2.1, table: 8, priority: 5}]}}'),
      ['conflict 8 | v: VRF routing-policy table mismatch (7 != 8)'],
      [],
    ],
    [
      'the mode of an embedded switch',
      one('ethernets: {e: {embedded-switch-mode: legacy}}'),
      [],
      ['conflict legacy | e: This is not a SR-IOV PF'],
    ],
  ])('%s', (_name, files, ...[newest, oldest]) => {
    expect(problemsOf(files)).toEqual(newest);
    expect(problemsOf(files, '1.1')).toEqual(newest);
    expect(problemsOf(files, '0.106')).toEqual(oldest);
  });

  test('rules without priority under NetworkManager', () => {
    const files = one(
      'renderer: NetworkManager',
      'ethernets: {e: {dhcp4: true, routing-policy: [{from: 192.0.2.1}]}}',
    );
    const rules = (target: NetplanVersion): readonly string[] =>
      treeOf(files, target).problems.map(({ problem }) => problem.rule);
    expect(rules('1.2')).toEqual(['netplan-backend']);
    expect(rules('1.1')).toEqual(['netplan-warning']);
    expect(rules('0.106')).toEqual([]);
  });
});

describe('warnings', () => {
  test.each<[string, Files, readonly string[]]>([
    [
      'an SR-IOV card that only a match knows',
      one('ethernets: {e: {match: {driver: x}, virtual-function-count: 2}}'),
      ['warning e | e: Cannot determine SR-IOV PF interface name.'],
    ],
    [
      'and none with a name',
      one('ethernets: {e: {match: {driver: x}, set-name: a, virtual-function-count: 2}}'),
      [],
    ],
    [
      'a range of ports that runs down',
      one(
        'tunnels: {t: {mode: vxlan, id: 1, local: 192.0.2.1, remote: 192.0.2.2, port-range: [9, 5]}}',
      ),
      ['warning 9 | t: swapped invalid port-range order [MIN, MAX]'],
    ],
    [
      'rules of a VRF without priority',
      one('vrfs: {v: {table: 7, routing-policy: [{from: 192.0.2.1}]}}'),
      ['warning {from: 192.0.2.1} | v: No priority specified for routing-policy 0'],
    ],
  ])('%s', (_name, files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });

  test('of single values belong to netplan 1.1 and later', () => {
    const files = one(
      'openvswitch: {protocols: [OpenFlow16]}',
      'nm-devices: {n: {renderer: NetworkManager, networkmanager: {passthrough: {connection.type: vpn, plain: x}}}}',
    );
    expect(problemsOf(files)).toContain(
      'warning OpenFlow16 | Open vSwitch: Ignoring deprecated protocol: OpenFlow16',
    );
    expect(problemsOf(files)).toContain(
      "warning plain | NetworkManager: passthrough key 'plain' format is invalid, should be 'group.key'.",
    );
    expect(problemsOf(files, '0.106')).toEqual([]);
  });
});

describe('the host', () => {
  test('has one link for each id, with the values of all files that count', () => {
    const host = assembleFiles({
      'etc/netplan/10-a.yaml':
        'network: {ethernets: {eno1: {dhcp4: true, addresses: [192.0.2.1/24]}}}',
      'etc/netplan/20-b.yaml':
        'network: {ethernets: {eno1: {dhcp4: false, addresses: [192.0.2.2/24]}}}',
      'run/netplan/10-a.yaml': 'network: {ethernets: {eno1: {addresses: [192.0.2.3/24]}}}',
    });
    expect(host.links.map(({ dhcp4 }) => dhcp4)).toEqual([false]);
    expect(host.addresses.map(({ prefix }) => prefix.origin.file)).toEqual([
      'run/netplan/10-a.yaml',
      'etc/netplan/20-b.yaml',
    ]);
  });
});
