import { describe, expect, test } from 'vitest';
import { problemsOfScript, readScript, rulesAfter } from './support.ts';

const cases: Record<string, string> = {
  // NAT
  'iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -tnat -APOSTROUTING -o eno4 -p6 -j MASQUERADE --to-ports 1024-2048':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 other[-p 6] -> masquerade',
  'iptables --table nat --append POSTROUTING --out-interface eno4 --jump MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables --tab=nat --app POSTROUTING --out eno4 --ju MASQUERADE':
    'append: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -t nat -I POSTROUTING 2 -s 192.0.2.0/24 ! -d 192.0.2.0/24 -j SNAT --to-source 198.51.100.2':
    'insert 2: 4 nat POSTROUTING postrouting 100 from=192.0.2.0/24 to!=192.0.2.0/24 -> snat 198.51.100.2',
  'iptables -t nat -A POSTROUTING -s 192.0.2.0/255.255.255.0,198.18.0.1 -o ! lo -j SNAT --to 198.51.100.2':
    'append: 4 nat POSTROUTING postrouting 100 oif!=lo from=192.0.2.0/24 -> snat 198.51.100.2\nappend: 4 nat POSTROUTING postrouting 100 oif!=lo from=198.18.0.1/32 -> snat 198.51.100.2',
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
    'append: 4 mangle PREROUTING prerouting -150 probability 0.5 -> set-mark $M/0xffffffff?',
  'iptables -t mangle -A PREROUTING -m statistic --mode nth --every 3 --packet 1 -j CONNMARK --set-mark 2':
    'append: 4 mangle PREROUTING prerouting -150 nth 3 1 -> set-ct-mark 0x2/0xffffffff',
  'iptables -t mangle -A PREROUTING -j HMARK --hmark-tuple src,dst --hmark-mod 2 --hmark-offset 100 --hmark-rnd 0xcafe':
    'append: 4 mangle PREROUTING prerouting -150 -> set-mark $?/0xffffffff by hmark mod 2 + 100 tuple=src,dst mod=2 offset=100 rnd=0xcafe',
  'iptables -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 3128 --tproxy-mark 0x1/0xff':
    'append: 4 mangle PREROUTING prerouting -150 other[-p tcp] -> tproxy 0x1/0xff',
  'iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 3128':
    'append: 4 nat PREROUTING prerouting -100 other[-p tcp | --dport 80] -> redirect 3128',
  'iptables -t raw -A PREROUTING -j CT --notrack':
    'append: 4 raw PREROUTING prerouting -300 -> notrack',
  'iptables -R FORWARD 2 -j DROP': 'replace 2: 4 filter FORWARD forward 0 -> drop',
  'iptables -X': 'delete chain: 4 filter all',
  'iptables -E OLD NEW': 'rename: 4 filter OLD NEW',
  'iptables -I FORWARD "$N" -j DROP': 'insert $N: 4 filter FORWARD forward 0 -> drop',
  // Other commands
  'iptables -F': 'flush: 4 filter all',
  'iptables -w 5 -t nat -F POSTROUTING': 'flush: 4 nat POSTROUTING',
  'iptables -w -t nat -P POSTROUTING ACCEPT': 'chain: 4 nat POSTROUTING postrouting 100 accept',
  'iptables -t mangle -N PIN': 'chain: 4 mangle PIN -',
  'iptables -t mangle -A PREROUTING -i eno1 -g PIN':
    'append: 4 mangle PREROUTING prerouting -150 iif=eno1 -> goto PIN',
  'iptables -t nat -D POSTROUTING -o eno4 -j MASQUERADE':
    'delete: 4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade',
  'iptables -A INPUT -m comment --comment "from the LAN" -i eno1 -j ACCEPT':
    'append: 4 filter INPUT input 0 iif=eno1 -> accept',
  'iptables -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu':
    'append: 4 filter FORWARD forward 0 other[-p tcp | --tcp-flags SYN,RST SYN] -> (TCPMSS)',
  'iptables -A INPUT -j REJECT --reject-with icmp-port-unreachable':
    'append: 4 filter INPUT input 0 -> drop',
  'iptables -nvL': '',
  'iptables -t nat -D POSTROUTING 1': 'delete 1: 4 nat POSTROUTING',
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
  expect(readScript('iptables-restore <<EOF\n*nat\nCOMMIT\nEOF\n')).toBe(
    'flush: 4 nat all\ndelete chain: 4 nat all',
  );
});

test('rules in another file are named', () => {
  expect(readScript('iptables-restore < /etc/iptables/rules.v4')).toBe(
    'unmodelled: the rules stand in `/etc/iptables/rules.v4`',
  );
});

test('a list of addresses is one rule for each, and -I turns their order around', () => {
  expect(rulesAfter('iptables -I INPUT -s 192.0.2.1,192.0.2.2 -j DROP')).toBe(
    [2, 1].map((n) => `4 filter INPUT input 0 from=192.0.2.${n}/32 -> drop`).join('\n'),
  );
});

/** Words of iptables 1.8.9 for the only problem of a line. */
const refused: Record<string, string> = {
  'iptables -A INPUT -p tcp --dprot 22 -j ACCEPT': 'unknown option "--dprot"',
  'iptables -A INPUT -m conntrak --ctstate NEW -j ACCEPT':
    "Couldn't load match `conntrak':No such file or directory",
  'iptables -A INPUT -p tcp --dport 22 -j ACCEPT extra': "Bad argument `extra'",
  'iptables -A INPUT -j MARK':
    'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
  'iptables -A INPUT -s 10.0.0.256 -j DROP': "host/network `10.0.0.256' not found",
  'iptables -A INPUT -s 10.0.0.0/33 -j DROP': "invalid mask `33' specified",
  'iptables -A OUTPUT -i eno1 -j DROP': "Can't use -i with OUTPUT",
  'iptables -t nat -P POSTROUTING DROP':
    'The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.',
  'iptables -A INPUT -D INPUT 1': 'Cannot use -D with -A',
  'iptables -F INPUT -s 10.0.0.1': "Illegal option `-s' with this command",
  'iptables -A INPUT -j': 'option "-j" requires an argument',
  'iptables -I INPUT 0 -j DROP': "Invalid rule number `0'",
  'iptables -N SNAT': 'chain name may not clash with target name',
  'ip6tables -A INPUT -m icmp --icmp-type 8':
    "Couldn't load match `icmp':No such file or directory",
};

test.each(Object.entries(refused))('refused: %s', (command, words) => {
  const [problem, ...more] = problemsOfScript(command);
  expect(problem?.why).toBe(`${command.split(' ')[0]} refuses the whole command: ${words}`);
  expect(more).toEqual([]);
});

/** Nothing may be said where a word is unknown that could be anything. */
test.each([
  'iptables $OPTS --dport 99999 -j NOPE --foo',
  'iptables -A INPUT -m "$MATCH" --whatever 1',
  'iptables -A INPUT -j $TARGET --to-source 1.2.3.4',
  'iptables -A INPUT -p $PROTO --dport 22 -j ACCEPT',
  'iptables -t $T -A PREROUTING -j MASQUERADE',
  'iptables -A INPUT -m statistic $HOW -j DROP',
  'iptables "$@"',
  'iptables -A INPUT -s "$NET"/99 -j DROP',
])('nothing is known of: %s', (command) => {
  expect(problemsOfScript(command)).toEqual([]);
});

test('iptables-restore: what stands outside a table, and what has no end', () => {
  const script = `iptables-restore <<'END'
-A INPUT -j DROP
*filter
:INPUT KEEP [0:0]
-A INPUT -p tcp --dport 22 -j ACEPT --x
*nat
END
`;
  expect(problemsOfScript(script).map(({ why }) => why.replace(/^.*?: /, ''))).toEqual([
    'line failed',
    'Bad policy name.',
    'unknown option "--x"',
    "Bad argument `*nat'",
    'COMMIT expected at line 6',
  ]);
});
