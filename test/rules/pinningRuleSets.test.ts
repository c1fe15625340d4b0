/**
 * Rule sets as people and firewalls write them, each with two uplinks behind one multipath route and NAT on both:
 * is a connection kept on its uplink? `nat-multipath-unpinned` is silent where it is, and where that cannot be told.
 */
import { expect, test } from 'vitest';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';

const id = 'nat-multipath-unpinned';

function reports(files: Readonly<Record<string, string>>): readonly string[] {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('the newest kernel is not known');
  const sources = Object.entries(files).map(([path, text]) => ({
    id: path,
    path: path.replace(/^\//, ''),
    text,
    version: 1,
  }));
  return createAnalyzer()
    .analyze(sources, { kernel, isTree: true })
    .findings.filter(({ rule, severity }) => rule === id || severity === 'error')
    .map(({ rule, what, why }) => (rule === id ? rule : `${rule}: ${what}, ${why}`));
}

const routes = `#!/bin/sh
sysctl -qw net.ipv4.ip_forward=1
ip route replace default nexthop via 198.51.100.1 dev eno3 nexthop via 203.0.113.1 dev eno4
ip route replace default via 198.51.100.1 dev eno3 table 101
ip route replace default via 203.0.113.1 dev eno4 table 102
`;
const markRules = `ip rule add pref 900 lookup main suppress_prefixlength 0
ip rule add pref 1001 fwmark 0x1/0xff lookup 101
ip rule add pref 1002 fwmark 0x2/0xff lookup 102
`;
const nat = `iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
`;
const nftNat = `table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { "eno3", "eno4" } masquerade
  }
}
`;

/** A script with routes, rules by mark, NAT and these commands. */
const script = (commands: string): Readonly<Record<string, string>> => ({
  '/usr/local/sbin/uplinks': `${routes}${markRules}${nat}${commands}\n`,
});

/** The same with the rules of nft in a file of their own. */
const nft = (rules: string, more = ''): Readonly<Record<string, string>> => ({
  '/etc/nftables.conf': `#!/usr/sbin/nft -f\nflush ruleset\n${nftNat}${rules}\n`,
  '/usr/local/sbin/uplinks': `${routes}${markRules}${more}`,
});

const mangle = (rules: string): string => `table inet mangle {
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    ${rules}
  }
  chain postrouting {
    type filter hook postrouting priority mangle; policy accept;
    ct state new ct mark set oifname map { "eno3" : 0x1, "eno4" : 0x2 }
  }
}`;

const marksByLink = `iptables -t mangle -A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x1
iptables -t mangle -A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-mark 0x2
`;

const pinned: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'restore, mark by link, save': script(`M="iptables -t mangle"
$M -A PREROUTING -j CONNMARK --restore-mark
$M -A PREROUTING -m mark ! --mark 0 -j ACCEPT
$M -A PREROUTING -i eno3 -j MARK --set-mark 1
$M -A PREROUTING -i eno4 -j MARK --set-mark 2
$M -A PREROUTING -j CONNMARK --save-mark
$M -A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j MARK --set-mark 1
$M -A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j MARK --set-mark 2
$M -A POSTROUTING -m conntrack --ctstate NEW -j CONNMARK --save-mark`),
  'under masks': script(`iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --mask 0xff
iptables -t mangle -A FORWARD -o eno3 -m state --state NEW -j CONNMARK --set-xmark 0x1/0xff
iptables -t mangle -A FORWARD -o eno4 -m state --state NEW -j CONNMARK --set-xmark 0x2/0xff`),
  'in a chain of its own': script(`iptables -t mangle -N PIN
iptables -t mangle -A PIN -m connmark ! --mark 0 -j CONNMARK --restore-mark
iptables -t mangle -A PREROUTING -i br0 -j PIN
${marksByLink}`),
  'copied by matches': script(`for M in 1 2; do
  iptables -t mangle -A PREROUTING -m connmark --mark $M/0xff -j MARK --set-xmark $M/0xff
done
${marksByLink}`),
  'drawn by nth, saved': script(`M="iptables -t mangle"
$M -A PREROUTING -j CONNMARK --restore-mark
$M -A PREROUTING -m mark --mark 0 -m statistic --mode nth --every 2 --packet 0 -j MARK --set-mark 1
$M -A PREROUTING -m mark --mark 0 -j MARK --set-mark 2
$M -A PREROUTING -j CONNMARK --save-mark`),
  'drawn by HMARK': script(`M="iptables -t mangle"
$M -A PREROUTING -j CONNMARK --restore-mark
$M -A PREROUTING -m mark --mark 0 -j HMARK --hmark-tuple src,dst --hmark-mod 2 --hmark-offset 1 --hmark-rnd 0xcafe
$M -A PREROUTING -j CONNMARK --save-mark`),
  'as Shorewall writes it': {
    '/etc/iptables/rules.v4': `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:SHOREWALL - [0:0]
-A POSTROUTING -j SHOREWALL
-A SHOREWALL -o eno3 -s 10.0.0.0/8 -j SNAT --to-source 198.51.100.2
-A SHOREWALL -o eno4 -s 10.0.0.0/8 -j SNAT --to-source 203.0.113.2
COMMIT
*mangle
:PREROUTING ACCEPT [0:0]
:routemark - [0:0]
:tcpre - [0:0]
-A PREROUTING -j CONNMARK --restore-mark --mask 0xff
-A PREROUTING -i eno3 -m mark --mark 0/0xff -j routemark
-A PREROUTING -i eno4 -m mark --mark 0/0xff -j routemark
-A PREROUTING -m mark --mark 0/0xff -j tcpre
-A routemark -i eno3 -j MARK --set-mark 0x1/0xff
-A routemark -i eno4 -j MARK --set-mark 0x2/0xff
-A routemark -m mark ! --mark 0/0xff -j CONNMARK --save-mark --mask 0xff
COMMIT
`,
    '/var/lib/shorewall/providers': `${routes.replace('replace default nexthop', 'replace default scope global table 250 nexthop')}ip rule add fwmark 0x1/0xff pref 10000 table 101
ip rule add fwmark 0x2/0xff pref 10001 table 102
ip rule add from 198.51.100.2 pref 20000 table 101
ip rule add from all table 250 pref 32765
`,
  },
  'as mwan3 writes it': script(`IPT="iptables -t mangle -w"
$IPT -N mwan3_hook
$IPT -N mwan3_ifaces_in
$IPT -A mwan3_hook -m mark --mark 0x0/0xff -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
$IPT -A mwan3_hook -m mark --mark 0x0/0xff -j mwan3_ifaces_in
$IPT -A mwan3_ifaces_in -i eno3 -m mark --mark 0x0/0xff -m comment --comment wan -j MARK --set-xmark 0x1/0xff
$IPT -A mwan3_ifaces_in -i eno4 -m mark --mark 0x0/0xff -m comment --comment wan2 -j MARK --set-xmark 0x2/0xff
$IPT -A mwan3_hook -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
$IPT -A PREROUTING -j mwan3_hook
$IPT -A OUTPUT -j mwan3_hook`),
  'beside ufw': {
    '/etc/ufw/before.rules': `*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 10.0.0.0/24 -o eno3 -j MASQUERADE
-A POSTROUTING -s 10.0.0.0/24 -o eno4 -j MASQUERADE
COMMIT
*mangle
:PREROUTING ACCEPT [0:0]
-A PREROUTING -j CONNMARK --restore-mark
-A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-mark 1
-A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-mark 2
COMMIT
`,
    '/usr/local/sbin/uplinks': `${routes}${markRules}`,
  },
  'nft, ct mark': nft(mangle('meta mark set ct mark')),
  'nft, only where there is a mark': nft(
    mangle('ct mark & 0xff != 0 meta mark set ct mark & 0xff'),
  ),
  'nft, other bits kept': nft(mangle('meta mark set meta mark & 0xffffff00 | ct mark & 0xff')),
  'nft, a map from mark to mark': nft(mangle('meta mark set ct mark map { 0x1 : 0x1, 0x2 : 0x2 }')),
  'nft, a verdict map to chains': nft(`table inet pin {
  chain fibre { meta mark set 0x1; }
  chain cable { meta mark set 0x2; }
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    ct mark vmap { 0x1 : jump fibre, 0x2 : jump cable }
    iifname "eno3" ct state new ct mark set 0x1
    iifname "eno4" ct state new ct mark set 0x2
  }
}`),
  'marks of packets that are not those of connections': {
    '/usr/local/sbin/uplinks': `${routes}${nat}ip rule add fwmark 0x65 lookup 101
ip rule add fwmark 0x66 lookup 102
iptables -t mangle -A PREROUTING -m connmark --mark 0x1 -j MARK --set-mark 0x65
iptables -t mangle -A PREROUTING -m connmark --mark 0x2 -j MARK --set-mark 0x66
${marksByLink}`,
  },
  'a chain for each mark': script(`iptables -t mangle -N FIBRE
iptables -t mangle -N CABLE
iptables -t mangle -A FIBRE -j MARK --set-mark 0x1
iptables -t mangle -A CABLE -j MARK --set-mark 0x2
iptables -t mangle -A PREROUTING -m connmark --mark 0x1 -j FIBRE
iptables -t mangle -A PREROUTING -m connmark --mark 0x2 -j CABLE
${marksByLink}`),
  'nft, numgen': nft(`table inet pin {
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    ct state new meta mark set numgen random mod 2 map { 0 : 0x1, 1 : 0x2 } ct mark set meta mark
    ct mark != 0x0 meta mark set ct mark
  }
}`),
  'nft, jhash into the connection': nft(`table inet pin {
  map uplinks { type mark : mark; elements = { 0x0 : 0x1, 0x1 : 0x2 }; }
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    iifname "br0" ct state new ct mark set jhash ip saddr . ip daddr mod 2 offset 1
    meta mark set ct mark
  }
}`),
  'nft, a named map on links': nft(`define WAN = { "eno3", "eno4" }
table inet pin {
  map uplinks { type ifname : mark; }
  chain prerouting {
    type filter hook prerouting priority -150; policy accept;
    ct state established,related meta mark set ct mark accept
    iifname $WAN ct mark set iifname map @uplinks
  }
  chain postrouting {
    type filter hook postrouting priority -150; policy accept;
    oifname $WAN ct state new ct mark set oifname map @uplinks
  }
}
add element inet pin uplinks { "eno3" : 0x1, "eno4" : 0x2 }`),
  'nft, in a file that another one includes': {
    '/etc/nftables.conf': `flush ruleset\n${nftNat}include "/etc/nftables.d/*.nft"\n`,
    '/etc/nftables.d/pin.nft': mangle('meta mark set ct mark'),
    '/usr/local/sbin/uplinks': `${routes}${markRules}`,
  },
  'nft, commands one by one': script(`nft add table ip pin
nft 'add chain ip pin pre { type filter hook prerouting priority -150 ; }'
nft 'add chain ip pin post { type filter hook postrouting priority -150 ; }'
nft add rule ip pin pre meta mark set ct mark
nft add rule ip pin post oifname eno3 ct state new ct mark set 1
nft add rule ip pin post oifname eno4 ct state new ct mark set 2`),
  'perhaps, by direct rules of firewalld': script(
    `firewall-cmd --direct --add-rule ipv4 mangle PREROUTING 0 -j CONNMARK --restore-mark\n${marksByLink}`,
  ),
  'perhaps, by Shorewall': script(`shorewall start\n${marksByLink}`),
  'perhaps, by ferm': script(`ferm /etc/ferm/ferm.conf\n${marksByLink}`),
  'by a file of nft that the script loads': {
    '/usr/local/sbin/uplinks': `${routes}${markRules}${nat}nft -f /etc/pin.nft\n`,
    '/etc/pin.nft': mangle('meta mark set ct mark'),
  },
  'perhaps, by a file that is not there': script(`nft -f /etc/pin.nft\n${marksByLink}`),
  'perhaps, by rules that iptables-restore loads from elsewhere': script(
    `iptables-restore -n /run/pin.rules\n${marksByLink}`,
  ),
  'one public address': {
    '/usr/local/sbin/uplinks': `${routes}iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0.2.1\n`,
  },
};

const unpinned: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'nothing at all': { '/usr/local/sbin/uplinks': `${routes}${nat}` },
  'a program that only tells what is there': script(
    `firewall-cmd --state\nshorewall status\n${marksByLink}`,
  ),
  'nothing is stored': script('iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark'),
  'nothing is restored': script(marksByLink),
  'restored when the route is chosen already': script(
    `iptables -t mangle -A FORWARD -j CONNMARK --restore-mark\n${marksByLink}`,
  ),
  'restored for packets of this host only': script(
    `iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark\n${marksByLink}`,
  ),
  'taken away again': script(
    `iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark\n${marksByLink}iptables -t mangle -F`,
  ),
  'no rule asks for the mark': {
    '/usr/local/sbin/uplinks': `${routes}${nat}iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark\n${marksByLink}`,
  },
  'by the own address only': {
    '/usr/local/sbin/uplinks': `${routes}${nat}ip rule add from 198.51.100.2 lookup 101\nip rule add from 203.0.113.2 lookup 102\n`,
  },
  'marked by what the connection is not': script(
    `iptables -t mangle -A PREROUTING -m connmark ! --mark 0x7 -j MARK --set-mark 0x1
iptables -t mangle -A PREROUTING -m connmark --mark 0 -j MARK --set-mark 0x1
${marksByLink}`,
  ),
  'as mwan3 writes it, without the hook': script(`IPT="iptables -t mangle -w"
$IPT -N mwan3_hook
$IPT -A mwan3_hook -m mark --mark 0x0/0xff -j MARK --set-xmark 0x1/0xff
$IPT -A mwan3_hook -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff
$IPT -A PREROUTING -j mwan3_hook`),
  'beside ufw': {
    '/etc/ufw/before.rules': `*nat
:POSTROUTING ACCEPT [0:0]
-A POSTROUTING -s 10.0.0.0/24 -o eno3 -j MASQUERADE
-A POSTROUTING -s 10.0.0.0/24 -o eno4 -j MASQUERADE
COMMIT
`,
    '/usr/local/sbin/uplinks': `${routes}${markRules}`,
  },
  'loaded from files of the host, which pin nothing': {
    '/usr/local/sbin/uplinks': `${routes}${markRules}nft -f /etc/nat.nft\niptables-restore -w 5 /etc/iptables/rules.v4\n`,
    '/etc/nat.nft': nftNat,
    '/etc/iptables/rules.v4': '*mangle\n-A PREROUTING -j CONNMARK --restore-mark\nCOMMIT\n',
  },
  'as Docker writes it': {
    '/usr/local/sbin/uplinks': `${routes}iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A DOCKER -i docker0 -j RETURN
`,
  },
  'as firewalld loads it': {
    '/etc/nftables.conf': `table inet firewalld {
  chain nat_POSTROUTING {
    type nat hook postrouting priority srcnat + 10; policy accept;
    jump nat_POSTROUTING_POLICIES
  }
  chain nat_POSTROUTING_POLICIES {
    iifname "br0" oifname "eno3" jump nat_POST_external
    iifname "br0" oifname "eno4" jump nat_POST_external
  }
  chain nat_POST_external { jump nat_POST_external_allow; }
  chain nat_POST_external_allow { meta nfproto ipv4 oifname != "lo" masquerade; }
}
`,
    '/usr/local/sbin/uplinks': routes,
  },
  'nft, restored behind the route': nft(`table inet pin {
  chain forward {
    type filter hook forward priority mangle; policy accept;
    meta mark set ct mark
    ct state new ct mark set oifname map { "eno3" : 0x1, "eno4" : 0x2 }
  }
}`),
  'nft, in a table that sees no IP hook': nft(
    mangle('meta mark set ct mark').replace('table inet', 'table bridge'),
  ),
  'nft, drawn for each packet': nft(`table inet pin {
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    ct state new ct mark set oifname map { "eno3" : 0x1, "eno4" : 0x2 }
    iifname "br0" meta mark set 0x1
  }
}`),
  'nft, flushed before NAT': {
    '/etc/nftables.conf': `${mangle('meta mark set ct mark')}\nflush ruleset\n${nftNat}`,
    '/usr/local/sbin/uplinks': `${routes}${markRules}`,
  },
};

test.each(Object.entries(pinned))('pinned: %s', (_, files) => {
  expect(reports(files)).toEqual([]);
});

test.each(Object.entries(unpinned))('not pinned: %s', (_, files) => {
  expect(reports(files)).toEqual([id]);
});
