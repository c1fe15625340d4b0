import { describe, test } from 'vitest';
import { checkHover } from '../support/checkIde.ts';

describe('a key', () => {
  test('type, default, renderers', () => {
    checkHover(
      `
        #- /etc/netplan/50-cloud-init.yaml
        network:
          ethernets:
            eno4:
              emit-ll<|>dp: true
      `,
      '**emit-lldp**: boolean',
      'Default: `false`.',
      'Renderers: `networkd` only.',
      'Since netplan 0.99.',
    );
  });

  test('says what the target refuses', () => {
    checkHover(
      `
        #- /etc/netplan/50-cloud-init.yaml netplan:0.106
        network:
          dummy-<|>devices: {}
      `,
      'Since netplan 0.107; **your target 0.106 refuses it**.',
    );
  });

  test('words of the kernel with what they do', () => {
    checkHover(
      `
        #- /etc/netplan/50-cloud-init.yaml
        network:
          bonds:
            bond0:
              parameters: { transmit-hash-<|>policy: layer2 }
      `,
      '- `layer3+4`: IP addresses and ports',
      '**Kernel.** The bonding driver',
    );
  });

  test('a key that no table knows', () => {
    checkHover(`
      #- /etc/netplan/50-cloud-init.yaml
      network:
        ether<|>netz: {}
    `);
  });

  test('the renderer of a section', () => {
    checkHover(
      '#- /etc/netplan/a.yaml\nnetwork: { ethernets: { rend<|>erer: networkd, a: {} } }\n',
      '**renderer**',
    );
  });
});

describe('what it comes to', () => {
  test('a later file overrides', () => {
    checkHover(
      `
        #- /etc/netplan/10-base.yaml
        network:
          ethernets:
            eno4:
              m<|>tu: 1500
        #- /etc/netplan/60-site.yaml
        network:
          ethernets:
            eno4:
              mtu: 9000
      `,
      '**In the end: `9000`**, from `etc/netplan/60-site.yaml` line 4.',
    );
  });

  test('lists of several files append', () => {
    checkHover(
      `
        #- /etc/netplan/10-base.yaml
        network:
          ethernets:
            eno4:
              addr<|>esses: [192.0.2.2/24]
        #- /etc/netplan/60-site.yaml
        network:
          ethernets:
            eno4:
              addresses: [198.51.100.2/24]
      `,
      '**In the end 2 entries**',
      '- `198.51.100.2/24`, `etc/netplan/60-site.yaml` line 4',
    );
  });

  test('what DHCP adds', () => {
    const link = (more: string): string => `
      #- /etc/netplan/50-cloud-init.yaml
      network:
        ethernets:
          eno4:
            dh<|>cp4: true
            ${more}
    `;
    checkHover(
      link('optional: true'),
      '**Adds:** an address, the routes of the server with metric 100',
    );
    checkHover(link('dhcp4-overrides: { route-metric: 300 }'), 'with metric `300`');
    checkHover(link('dhcp4-overrides: { use-routes: false }'), 'but no routes');
    checkHover(link('renderer: NetworkManager'), 'a metric that NetworkManager chooses');
  });

  test('what router advertisements add', () => {
    checkHover(
      `
        #- /etc/netplan/50-cloud-init.yaml
        network:
          ethernets:
            eno4:
              accept<|>-ra: true
              ra-overrides: { table: 101 }
      `,
      'a default route by the router in table `101`',
    );
  });

  test('a secret of another file is not shown', () => {
    checkHover(
      `
        #- /etc/netplan/10-base.yaml
        network:
          modems:
            wwan0:
              pass<|>word: one
        #- /etc/netplan/60-site.yaml
        network:
          modems:
            wwan0:
              password: two
      `,
      '**In the end: another value**, from `etc/netplan/60-site.yaml` line 4.',
    );
  });
});

describe('an id', () => {
  const file = (member: string, id: string): string => `
    #- /etc/netplan/50-cloud-init.yaml
    network:
      ethernets:
        ${id}: {}
      bonds:
        bond0:
          interfaces: [${member}]
          addresses: [192.0.2.2/24]
          routes:
            - to: default
              via: 192.0.2.1
          parameters: { mode: 802.3ad }
      vlans:
        vlan10: { id: 10, link: bo<|>nd0 }
  `;

  test('its definition', () => {
    checkHover(
      file('eno1', 'eno1'),
      '**bond0**: bonds, mode `802.3ad`',
      '- Members: `eno1`',
      '- Addresses: `192.0.2.2/24`',
      '- Routes: `to default via 192.0.2.1`',
    );
  });
});

test('a word with what it does', () => {
  checkHover(
    '#- /etc/netplan/a.yaml\nnetwork: { bonds: { b0: { parameters: { mode: active-<|>backup } } } }\n',
    '**mode: `active-backup`**',
    'One member at a time',
  );
});
