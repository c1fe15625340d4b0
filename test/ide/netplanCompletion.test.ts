import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion.ts';
import { checkCompletion } from '../support/checkIde.ts';
import { placeOf } from './answers.ts';

const network = (...lines: readonly string[]): string =>
  ['#- /etc/netplan/50-cloud-init.yaml', 'network:', ...lines, ''].join('\n');

describe('keys', () => {
  test('of the device type', () => {
    checkCompletion(network('  bonds:', '    bond0:', '      <|>'), {
      has: ['interfaces', 'parameters', 'dhcp4', 'routes'],
      lacks: ['access-points', 'id', 'bonds'],
    });
    checkCompletion(network('  vlans:', '    vlan10:', '      <|>'), { has: ['id', 'link'] });
  });

  test('not those that are there, before or behind', () => {
    checkCompletion(
      network('  ethernets:', '    eno1:', '      dhcp4: true', '      <|>', '      mtu: 1500'),
      { has: ['dhcp6'], lacks: ['dhcp4', 'mtu'] },
    );
  });

  test('of a route, in each way to write the list', () => {
    const all = {
      has: ['to', 'via', 'metric', 'table', 'on-link'],
      lacks: ['dhcp4'],
    };
    checkCompletion(network('  ethernets:', '    e:', '      routes:', '        - <|>'), all);
    checkCompletion(network('  ethernets:', '    e:', '      routes:', '      - <|>'), all);
    checkCompletion(network('  ethernets:', '    e:', '      routes: [{<|>'), all);
    checkCompletion(
      network('  ethernets:', '    e:', '      routes:', '        - to: default', '          v<|>'),
      { has: ['via'], lacks: ['to'] },
    );
    checkCompletion(
      network('  ethernets:', '    e:', '      routes:', '      - to: default', '      <|>'),
      { has: ['dhcp4'], lacks: ['routes', 'via'] },
    );
  });

  test('of the file and of the network', () => {
    checkCompletion('#- /etc/netplan/a.yaml\n<|>\n', { all: ['network', 'network file'] });
    checkCompletion(network('  <|>'), {
      has: ['version', 'renderer', 'ethernets', 'bond with LACP'],
      lacks: ['dhcp4'],
    });
  });

  test('not those that the target refuses', () => {
    const text = '#- /etc/netplan/a.yaml netplan:0.106\nnetwork:\n  <|>\n';
    checkCompletion(text, { has: ['ethernets'], lacks: ['dummy-devices'] });
  });

  test('what the renderer ignores comes last and says so', () => {
    const place = placeOf(
      network('  renderer: NetworkManager', '  ethernets:', '    eno1:', '      <|>'),
    );
    const found = completions(place).find(({ label }) => label === 'emit-lldp');
    expect(found).toMatchObject({
      rank: 'last',
      detail: 'boolean (no effect with NetworkManager)',
    });
  });

  test('nothing in comments, behind values, in what is not netplan', () => {
    checkCompletion(network('  ethernets:', '    eno1:', '      # d<|>'), { all: [] });
    checkCompletion(network('  ethernets:', '    eno1:', '      dhcp4: true <|>'), { all: [] });
    checkCompletion(network('  ethernetz:', '    eno1:', '      <|>'), { all: [] });
    checkCompletion(network('  ethernets:', '    eno1:', '      dhcp4:<|>'), { all: [] });
  });

  test('what is written', () => {
    const written = (line: string): unknown =>
      completions(placeOf(network('  ethernets:', '    eno1:', `      ${line}`)))
        .filter(({ label }) => ['dhcp4', 'routes'].includes(label))
        .map(({ insert, snippet }) => snippet ?? insert);
    expect(written('<|>')).toEqual(['dhcp4: ', 'routes:\n        - $0']);
    expect(written('rou<|>tes: []')).toEqual([undefined, undefined]);
  });
});

describe('values', () => {
  const bond = (line: string): string =>
    network(
      '  ethernets: { eno1: {}, eno2: {}, eno3: {} }',
      '  bonds:',
      '    bond0:',
      '      interfaces: [eno1, eno2]',
      '      parameters:',
      `        ${line}`,
    );

  test('booleans and words', () => {
    checkCompletion(network('  ethernets:', '    eno1:', '      dhcp4: <|>'), {
      all: ['true', 'false'],
    });
    checkCompletion(bond('mode: <|>'), { has: ['802.3ad', 'active-backup'] });
    checkCompletion(bond('transmit-hash-policy: la<|>'), { has: ['layer3+4', 'layer2'] });
    checkCompletion(network('  renderer: <|>'), { all: ['networkd', 'NetworkManager'] });
    checkCompletion(network('  version: <|>'), { all: ['2'] });
  });

  test('members of a bond', () => {
    checkCompletion(bond('primary: <|>'), { all: ['eno1', 'eno2'] });
    checkCompletion(
      network(
        '  ethernets: { eno1: {}, eno2: {} }',
        '  bonds:',
        '    b0:',
        '      interfaces: [eno1, <|>]',
      ),
      { all: ['eno2'] },
    );
    checkCompletion(
      network(
        '  ethernets: { eno1: {}, eno2: {} }',
        '  bonds:',
        '    b0:',
        '      interfaces:',
        '        - eno1',
        '        - <|>',
      ),
      { all: ['eno2'] },
    );
  });

  test('links, of other files too', () => {
    checkCompletion(
      `
        #- /etc/netplan/10-links.yaml
        network: { ethernets: { eno1: {} } }
        #- /etc/netplan/20-vlans.yaml
        network:
          vlans:
            vlan10:
              id: 10
              link: <|>
      `,
      { all: ['eno1'] },
    );
  });

  test('numbers of tables', () => {
    checkCompletion(
      `
        #- /etc/iproute2/rt_tables
        101 isp1
        #- /etc/netplan/20-vlans.yaml
        network:
          vrfs: { blue: { table: 1001, interfaces: [] } }
          ethernets:
            eno1:
              routes:
                - to: default
                  via: 192.0.2.1
                  table: 102
              routing-policy:
                - from: 192.0.2.2
                  table: <|>
      `,
      { all: ['101', '102', '253', '254', '255', '1001'] },
    );
  });

  test('ports by their ids', () => {
    checkCompletion(
      network(
        '  ethernets: { eno1: {}, eno2: {} }',
        '  bridges:',
        '    br0:',
        '      parameters:',
        '        path-cost:',
        '          <|>',
      ),
      { all: ['eno1', 'eno2'] },
    );
  });

  test('ids that are named, defined elsewhere or in a script', () => {
    checkCompletion(
      `
        #- /etc/netplan/10-links.yaml
        network: { ethernets: { eno1: {} }, bonds: { b0: { interfaces: [eno9] } } }
        #- /etc/netplan/20-more.yaml
        network:
          ethernets:
            <|>
        #- /usr/local/sbin/up.sh
        ip route add default via 192.0.2.1 dev eno4
      `,
      { has: ['eno1', 'eno9', 'eno4', 'Ethernet link by DHCP'], lacks: ['b0'] },
    );
  });
});
