import { describe, expect, test } from 'vitest';
import { isRoutingDocument } from '../../client/src/firstLook.ts';
import { fileKindOf } from '../../server/src/host/fileKind.ts';

const scripts = [
  'ip route add default via 192.0.2.1',
  '/sbin/ip rule show',
  'sudo -n ip link set eth0 up',
  'x=$(ip -4 addr show)',
  '"$IP" route flush cache',
  '$IPT -t nat -A POSTROUTING -j MASQUERADE',
  'iptables-restore < /etc/rules',
  'nft -f /etc/nftables.conf',
  'if sysctl -q net.ipv4.ip_forward; then :; fi',
  'netplan apply\r\n',
  'conntrack -F',
  'tc qdisc show',
  'bridge vlan show',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'echo ready',
  'zip -r backup.zip .',
  'shipping=1; tip top',
  'ipcalc 192.0.2.0/24',
  '',
];

const yaml = [
  'network:\n  version: 2\n',
  'network: # uplinks\n',
  'network: {version: 2}\n',
  '# a comment\nnetwork:\n',
  'network:\r\n  version: 2\r\n',
  'services:\n  network:\n',
  'networks:\n',
  'network: host\n',
  '',
];

const look = (languageId: string, text: string): boolean =>
  isRoutingDocument({ languageId, getText: () => text });

describe('the first look says yes wherever the server reads the file', () => {
  test.each(scripts)('script %j', (text) => {
    expect(look('shellscript', text)).toBe(
      fileKindOf('script.sh', text, 'shellscript') === 'shell',
    );
  });

  test.each(yaml)('YAML %j', (text) => {
    expect(look('yaml', text)).toBe(fileKindOf('file.yaml', text, 'yaml') === 'netplan');
  });
});

test.each([
  ['/h/etc/network/interfaces', true],
  ['/h/etc/systemd/network/10-wan.network', true],
  ['/h/etc/wireguard/wg0.conf', true],
  ['/h/etc/sysctl.d/60-router.conf', true],
  ['/h/notes.txt', false],
  ['/h/etc/nginx/nginx.conf', false],
])('by its name: %s %s', (path, expected) => {
  const document = { languageId: 'plaintext', uri: { path }, getText: (): string => '' };
  expect(isRoutingDocument(document)).toBe(expected);
});

test('the text of other languages is not even asked for', () => {
  const document = {
    languageId: 'markdown',
    getText: (): string => {
      throw new Error('read');
    },
  };
  expect(isRoutingDocument(document)).toBe(false);
});
