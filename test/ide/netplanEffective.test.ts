import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { effectiveNetplan } from '../../server/src/ide/netplan/effective/document.ts';
import { placeOf } from './answers.ts';

function effective(source: string): string {
  const { host, document } = placeOf(source);
  if (document.kind !== 'netplan') throw new Error('no netplan file');
  return effectiveNetplan(host, document);
}

/** The tree without header and origins. */
function tree(...files: readonly string[]): readonly string[] {
  const source = files.map((text, n) => `#- /etc/netplan/${n + 1}0.yaml\n${text}\n`).join('');
  return effective(source)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\s+# etc.*$/, ''));
}

const eno1 = (keys: string): string => `network: { ethernets: { eno1: { ${keys} } } }`;

test('each line says where it came from', () => {
  const text = effective(`
    #- /etc/netplan/10-base.yaml
    network:
      version: 2
      ethernets:
        eno1:
          dhcp4: true
          addresses: [192.0.2.2/24]
    #- /etc/netplan/60-site.yaml
    network:
      ethernets:
        eno1:
          dhcp4: no
          addresses: [198.51.100.2/24]
          routes:
            - to: default
              via: 192.0.2.1
  `);
  expect(text).toBe(`# What netplan makes of these files, in its order:
#   etc/netplan/10-base.yaml
#   etc/netplan/60-site.yaml

network:                   # etc/netplan/10-base.yaml:1, etc/netplan/60-site.yaml:1
  version: 2               # etc/netplan/10-base.yaml:2
  ethernets:               # etc/netplan/10-base.yaml:3, etc/netplan/60-site.yaml:2
    eno1:                  # etc/netplan/10-base.yaml:4, etc/netplan/60-site.yaml:3
      dhcp4: no            # etc/netplan/60-site.yaml:4, over etc/netplan/10-base.yaml:5
      addresses:           # etc/netplan/10-base.yaml:6, etc/netplan/60-site.yaml:5
        - 192.0.2.2/24     # etc/netplan/10-base.yaml:6
        - 198.51.100.2/24  # etc/netplan/60-site.yaml:5
      routes:              # etc/netplan/60-site.yaml:6
        - to: default      # etc/netplan/60-site.yaml:7
          via: 192.0.2.1   # etc/netplan/60-site.yaml:8
`);
});

test('hidden and broken files are named', () => {
  const text = effective(`
    #- /lib/netplan/10-base.yaml
    network: { version: 2 }
    #- /etc/netplan/10-base.yaml
    network: { ethernets: { eno1: {} } }
    #- /etc/netplan/20-broken.yaml
    network: { ethernets: [
  `);
  expect(text).toContain(
    '# Not read: lib/netplan/10-base.yaml, because etc/netplan/10-base.yaml hides it.\n',
  );
  expect(text).toContain('# etc/netplan/20-broken.yaml cannot be read as YAML');
  expect(text).not.toContain('version');
  expect(text).toContain('    eno1: {}');
});

/** Each as `netplan get all` of 1.2.2 shows it. */
describe('merging', () => {
  test('equal entries of lists are there once, whatever the order of their keys', () => {
    expect(
      tree(
        eno1('addresses: [192.0.2.2/24], routes: [{ to: default, via: 192.0.2.1 }]'),
        eno1('addresses: [192.0.2.2/24, 192.0.2.3/24], routes: [{ via: 192.0.2.1, to: default }]'),
      ),
    ).toEqual([
      'network:',
      '  ethernets:',
      '    eno1:',
      '      addresses:',
      '        - 192.0.2.2/24',
      '        - 192.0.2.3/24',
      '      routes:',
      '        - to: default',
      '          via: 192.0.2.1',
    ]);
  });

  test('targets of ARP checks stay twice', () => {
    const targets = 'network: { bonds: { b: { parameters: { arp-ip-targets: [192.0.2.1] } } } }';
    expect(tree(targets, targets).filter((line) => line.includes('192.0.2.1'))).toHaveLength(2);
  });

  test('`link-local` and `driver` are replaced', () => {
    const lines = tree(
      eno1('link-local: [ipv4], match: { driver: [a, b], macaddress: "00:11:22:33:44:55" }'),
      eno1('link-local: [ipv6], match: { driver: [c] }'),
    );
    expect(lines.slice(3)).toEqual([
      '      link-local:',
      '        - ipv6',
      '      match:',
      '        driver:',
      '          - c',
      '        macaddress: "00:11:22:33:44:55"',
    ]);
  });

  test('a wireless network is written anew', () => {
    const wifi = (ap: string): string =>
      `network: { wifis: { w: { access-points: { x: ${ap} } } } }`;
    expect(tree(wifi('{ password: secret123 }'), wifi('{ mode: adhoc }')).slice(4)).toEqual([
      '        x:',
      '          mode: adhoc',
    ]);
  });

  test('the VXLAN settings of a tunnel are written anew', () => {
    const tunnel = (keys: string): string => `network: { tunnels: { v: { ${keys} } } }`;
    expect(
      tree(tunnel('mode: vxlan, id: 5, limit: 9, port-range: [7, 7]'), tunnel('id: 6')).slice(3),
    ).toEqual(['      mode: vxlan', '      id: 6']);
  });
});

test('the text is YAML again, with the same values', () => {
  const text = effective(`
    #- /etc/netplan/a.yaml
    network:
      wifis:
        "w 0":
          access-points:
            "net: #1": { password: 'a"b' }
            '*': {}
      ethernets: { e: { addresses: [], match: { name: "en*" }, mtu: } }
      openvswitch: { ports: [[p0, p1]] }
  `);
  const { errors } = parseYaml(text);
  expect(errors).toEqual([]);
  expect(text).toContain('"net: #1":');
  expect(text).toContain('"a\\"b"');
  expect(text).toContain('addresses: []');
  expect(text).toContain('mtu: ""');
  expect(text).toContain('    - - p0');
});
