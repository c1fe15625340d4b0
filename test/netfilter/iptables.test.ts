import { describe, expect, test } from 'vitest';
import { readScript } from './support.ts';

const cases: Record<string, string> = {
  // NAT
  'iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -tnat -APOSTROUTING -o eno4 -j MASQUERADE --to-ports 1024-2048':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables --table nat --append POSTROUTING --out-interface eno4 --jump MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables --tab=nat --app POSTROUTING --out eno4 --ju MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -t nat -I POSTROUTING 2 -s 192.0.2.0/24 ! -d 192.0.2.0/24 -j SNAT --to-source 198.51.100.2':
    'insert 2: 4 nat POSTROUTING postrouting 100 from=192.0.2.0/24 to!=192.0.2.0/24 -> snat 198.51.100.2',
  'iptables -t nat -A POSTROUTING -s 192.0.2.0/255.255.255.0,198.18.0.1 -o ! lo -j SNAT --to 198.51.100.2':
    'append: 4 nat POSTROUTING postrouting 100 oif!=lo from=192.0.2.0/24,198.18.0.1/32 -> snat 198.51.100.2',
  'iptables -t nat -A PREROUTING -i eno3 -p tcp -m tcp --dport 80 -j DNAT --to-destination 192.0.2.10:80':
    'append: 4 nat PREROUTING prerouting -100 iif=eno3 other[-p tcp | --dport 80] -> dnat 192.0.2.10:80',
  'ip6tables -t nat -A POSTROUTING -o eno4 -j MASQUERADE':
    'append: 6 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  // Marks
  'iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark':
    'append: 4 mangle PREROUTING prerouting -150 -> restore-mark 0xffffffff',
  'iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff':
    'append: 4 mangle PREROUTING prerouting -150 -> restore-mark 0xff',
  'iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 0xf0':
    'append: 4 mangle PREROUTING prerouting -150 -> save-mark 0xf0',
  'iptables -t mangle -A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-xmark 0x3/0xff':
    'append: 4 mangle POSTROUTING postrouting -150 oif=eno3 state=new -> set-ct-mark 0x3/0xff',
  'iptables -t mangle -A FORWARD -o ppp+ -m state --state NEW,RELATED -j CONNMARK --set-mark 1':
    'append: 4 mangle FORWARD forward -150 oif=ppp+ state=new,related -> set-ct-mark 0x1/0xffffffff',
  'iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j ACCEPT':
    'append: 4 mangle PREROUTING prerouting -150 mark!=0x0/0xffffffff -> accept',
  'iptables -t mangle -A PREROUTING -m mark --mark 0x1/0xf -m connmark --mark 2 -j RETURN':
    'append: 4 mangle PREROUTING prerouting -150 mark=0x1/0xf ctmark=0x2/0xffffffff -> return',
  'iptables -t mangle -A PREROUTING -j MARK --set-mark 0x10/0xf0':
    'append: 4 mangle PREROUTING prerouting -150 -> set-mark 0x10/0xf0',
  'iptables -t mangle -A PREROUTING -j MARK --or-mark 0x10':
    'append: 4 mangle PREROUTING prerouting -150 -> set-mark 0x10/0x10',
  'iptables -t mangle -A PREROUTING -j MARK --and-mark 0xff':
    'append: 4 mangle PREROUTING prerouting -150 -> set-mark 0x0/0xffffff00',
  'iptables -t mangle -A PREROUTING -m connmark --mark 1 -j MARK --set-mark 1':
    'append: 4 mangle PREROUTING prerouting -150 ctmark=0x1/0xffffffff -> set-mark 0x1/0xffffffff, restore-mark 0xffffffff',
  'iptables -t mangle -A PREROUTING -m conntrack ! --ctstate NEW,INVALID -j DROP':
    'append: 4 mangle PREROUTING prerouting -150 state=established,related,untracked -> drop',
  'iptables -t mangle -A PREROUTING -m statistic --mode random --probability 0.5 -j MARK --set-mark $M':
    'append: 4 mangle PREROUTING prerouting -150 other[-m statistic | --mode random | --probability 0.5] -> set-mark $M/0xffffffff?',
  // Other commands
  'iptables -F': 'flush: 4 filter all',
  'iptables -w 5 -t nat -F POSTROUTING': 'flush: 4 nat POSTROUTING',
  'iptables -w -t nat -P POSTROUTING ACCEPT': 'chain: 4 nat POSTROUTING postrouting 100 accept',
  'iptables -t mangle -N PIN': 'chain: 4 mangle PIN -',
  'iptables -t mangle -A PREROUTING -i eno1 -g PIN':
    'append: 4 mangle PREROUTING prerouting -150 iif=eno1 -> jump PIN',
  'iptables -t nat -D POSTROUTING -o eno4 -j MASQUERADE':
    'delete: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -A INPUT -m comment --comment "from the LAN" -i eno1 -j ACCEPT':
    'append: 4 filter INPUT input 0 iif=eno1 -> accept',
  'iptables -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu':
    'append: 4 filter FORWARD forward 0 other[-p tcp | --tcp-flags SYN,RST SYN] -> (TCPMSS)',
  'iptables -A INPUT -j REJECT --reject-with icmp-port-unreachable':
    'append: 4 filter INPUT input 0 -> drop',
  'iptables -nvL': '',
  'iptables -t nat -D POSTROUTING 1': '',
  'iptables-legacy -A INPUT -j DROP': 'append: 4 filter INPUT input 0 -> drop',
  'iptables -t nat -A POSTROUTING -o "$WAN" -j MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=$WAN -> masquerade',
};

describe('iptables commands', () => {
  test.each(Object.entries(cases))('%s', (command, expected) => {
    expect(readScript(command)).toBe(expected);
  });
});

test('iptables-restore takes a here-document, and its spans stand in the script', () => {
  const script = `WAN=eno4
iptables-restore --noflush <<EOF
*nat
:POSTROUTING ACCEPT [0:0]
:PIN - [0:0]
[1:60] -A POSTROUTING -o $WAN -m comment --comment "the \\"cable\\"" -j MASQUERADE
-A POSTROUTING -o $OTHER -j MASQUERADE
COMMIT
EOF
`;
  expect(readScript(script)).toMatchInlineSnapshot(`
    "chain: 4 nat POSTROUTING postrouting 100 accept
    chain: 4 nat PIN -
    flush: 4 nat PIN
    append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade
    append: 4 nat POSTROUTING postrouting 100 oif=$OTHER -> masquerade"
  `);
});

test('iptables-restore without --noflush empties its tables', () => {
  expect(readScript('iptables-restore <<EOF\n*nat\nCOMMIT\nEOF\n')).toBe('flush: 4 nat all');
});

test('rules in another file are named', () => {
  expect(readScript('iptables-restore < /etc/iptables/rules.v4')).toBe(
    'unmodelled: the rules stand in `/etc/iptables/rules.v4`',
  );
});
