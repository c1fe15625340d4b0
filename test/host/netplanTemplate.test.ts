/** netplan files that another program fills in: holes are unknown, and nothing that they may change is an error. */
import { expect, test } from 'vitest';
import { identityOf } from '../../server/src/base/fact.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { checkRules } from '../support/checkRules.ts';
import { hostOf } from './hostOf.ts';

const path = '/etc/netplan/50-wan.yaml';

test('holes are no errors, and what is written is checked', () => {
  checkRules(`
    #- ${path}
    network:
      version: 2
      ethernets:
        {{ wan }}:
          addresses: [{{ address }}/{{ length }}, "{{ second }}"]
          dhcp4: {{ dhcp }}
          mtu: {{ mtu }}
          routes:
            - to: default
              via: {{ gateway }}
              metric: {{ metric | default(100) }}
              table: @TABLE@
          gatway4: 192.0.2.1
    #     ^^^^^^^ error netplan-unknown-key
      vlans:
        wan100:
          id: {{ vlan }}
          link: {{ wan }}
  `);
});

test('the same hole is the same link', () => {
  const text = `network:
  ethernets:
    {{ wan }}:
      addresses: [192.0.2.2/24]
      routes: [{to: default, via: "{{ gw }}"}]
    {{ lan }}: {}
`;
  const { addresses, routes, links } = hostOf({ [path]: text });
  const [address] = addresses;
  expect(identityOf(routes[0]?.nexthops[0]?.dev)).toBe(identityOf(address?.link));
  expect(new Set(links.map(({ name }) => identityOf(name))).size).toBe(2);
});

test('blocks make it a text that only the filled file explains', () => {
  const text = `network:
  ethernets:
    eno3:
{% if dhcp %}
      dhcp4: true
{% else %}
      dhcp4: false
      addresses: [x]
{% endif %}
`;
  expect(readDocument({ id: path, path, text, version: 1 }).kind).toBe('other');
});

test('a template may give an address to any link', () => {
  checkRules(`
    #- ${path}
    network:
      ethernets:
        {{ wan }}: {addresses: ["{{ address }}"]}
    #- /usr/local/sbin/uplinks.sh
    ip address add 192.0.2.2/24 dev eno3
    ip route add default via 203.0.113.1 dev eno3
  `);
});

test('what envsubst puts in is a hole, but not where netplan itself reads the file', () => {
  const text = (path: string, labels: string): string => `
    #- ${path}
    # ports of \${SITE}
    network:
      version: 2
      ethernets:
        eno1:
          addresses: ["\${ADDRESS}/24"]
    ${labels}
          gatway4: 192.0.2.1
    #     ^^^^^^^ error netplan-unknown-key
  `;
  checkRules(text('/templates/netplan.yaml', ''));
  checkRules(
    text(
      '/etc/netplan/50.yaml',
      '#                 ^^^^^^^^^^^^^^^ error netplan-invalid-address',
    ).replace(/\n[^\n]*gatway4[^\n]*\n[^\n]*/, ''),
  );
});
