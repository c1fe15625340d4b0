import { describe, expect, test } from 'vitest';
import { hover } from '../../server/src/ide/hover/hover.ts';
import { tablesAfter } from '../../server/src/ide/machine/document.ts';
import { hostOf, script } from '../host/hostOf.ts';

const text = `#!/bin/sh
ip rule add fwmark 0x1/0xff table 101 priority 500
ip route add default via 198.51.100.1 dev eno3 table 101
ip route replace default via 198.51.100.9 dev eno3 table 101
[ -e /etc/extra ] && ip route add 10.0.0.0/8 dev eno3
ip -6 route add 2001:db8::/32 nexthop via fe80::1 dev eno3 nexthop via fe80::2 dev eno4
ip route add default via 203.0.113.1 table 101
`;

function after(line: number): string {
  const host = hostOf({ [script]: text });
  const [document] = host.documents;
  if (document === undefined) throw new Error('no document');
  const offset =
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + 1;
  return tablesAfter(host, document, offset) ?? '';
}

describe('the tables after a line', () => {
  test('hold what the commands up to the line have made, each with its place', () => {
    const shown = after(3);
    expect(shown).toContain('After line 3 of /usr/local/sbin/uplinks.sh');
    expect(shown).toContain('500:\tfrom all fwmark 0x1/0xff lookup 101  # uplinks.sh:2');
    expect(shown).toContain('default via 198.51.100.1 dev eno3 table 101  # uplinks.sh:3');
    expect(shown).not.toContain('198.51.100.9');
  });

  test('replace takes the place of the first', () => {
    const shown = after(4);
    expect(shown).toContain('default via 198.51.100.9 dev eno3 table 101  # uplinks.sh:4');
    expect(shown).not.toContain('198.51.100.1 ');
  });

  test('what may not run is marked, and an IPv6 multipath route is one line', () => {
    const shown = after(6);
    expect(shown).toContain('10.0.0.0/8 dev eno3 scope link  # uplinks.sh:5, may be missing');
    expect(shown).toContain(
      '2001:db8::/32 metric 1024 nexthop via fe80::1 dev eno3 weight 1 nexthop via fe80::2 dev eno4 weight 1  # uplinks.sh:6',
    );
    expect(shown).toContain('what was there before, which the files do not tell');
  });

  test('begin with what netplan sets', () => {
    const host = hostOf({
      '/etc/netplan/50-a.yaml':
        'network:\n  ethernets:\n    eno3:\n      addresses: [198.51.100.2/24]\n      routes: [{to: default, via: 198.51.100.1}]\n',
      [script]: 'ip route add 10.0.0.0/8 via 198.51.100.7\n',
    });
    const document = host.documents.find(({ kind }) => kind === 'shell');
    const shown = document === undefined ? '' : tablesAfter(host, document, 0);
    expect(shown).toContain('default via 198.51.100.1 dev eno3 proto static  # 50-a.yaml:5');
    expect(shown).toContain('198.51.100.2/24 dev eno3  # 50-a.yaml:4');
  });

  test('a document without commands has none', () => {
    const host = hostOf({ '/etc/sysctl.conf': 'net.ipv4.ip_forward=1\n' });
    const [document] = host.documents;
    expect(document === undefined ? '' : tablesAfter(host, document, 0)).toBeUndefined();
  });
});

describe('the hover on ip, object and verb', () => {
  function said(line: string, word: string): string | undefined {
    const host = hostOf({ [script]: text });
    const [document] = host.documents;
    if (document === undefined) throw new Error('no document');
    const offset = text.indexOf(line) + line.indexOf(word);
    return hover({ host, document, offset })?.markdown;
  }

  test.each([
    [
      'ip route replace',
      'replace',
      'Replaces the route `default via 198.51.100.1 dev eno3 table 101`',
    ],
    ['ip route add default via 198.51.100.1', 'ip', 'Adds a route to `default` in table `101`'],
    ['ip rule add', 'rule', 'Adds the policy rule `500: from all fwmark 0x1/0xff lookup 101`'],
    [
      'ip route add default via 203.0.113.1',
      'add',
      'The kernel refuses this: `RTNETLINK answers: File exists`',
    ],
  ])('%s: %s', (line, word, expected) => {
    expect(said(line, word)).toContain(expected);
  });
});
