/**
 * The readers against the judges: rules are loaded in a namespace of their own, and what `iptables-save` and
 * `nft list ruleset` print must read like the text that was loaded.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import { readIptablesRestoreFile, readNftFile } from '../../server/src/netfilter/read.ts';
import { whyNoTool } from '../lab/namespaces.ts';
import { renderRules } from './render.ts';
import { rulesAfter } from './support.ts';

const skipReason = whyNoTool('iptables', '-S') ?? whyNoTool('nft', 'list', 'ruleset');
if (skipReason !== undefined) console.log(`not compared with iptables and nft: ${skipReason}`);

const iptablesScripts = {
  NAT: `
iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
iptables -t nat -A POSTROUTING ! -s 192.0.2.0/24 -o eno3 -j SNAT --to-source 198.51.100.2
iptables -t nat -I POSTROUTING -d 192.0.2.7 -j ACCEPT
iptables -t nat -I POSTROUTING 2 -o lo -j RETURN
iptables -t nat -A PREROUTING -i eno3 -j DNAT --to-destination 192.0.2.10`,
  marks: `
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j ACCEPT
iptables -t mangle -A PREROUTING -i eno3 -m conntrack --ctstate NEW -j CONNMARK --set-mark 3/0xff
iptables -t mangle -A PREROUTING -m connmark --mark 0x1/0xf -j MARK --set-mark 0x10
iptables -t mangle -A OUTPUT -j MARK --or-mark 0x20
iptables -t mangle -A OUTPUT -j MARK --and-mark 0xff
iptables -t mangle -A POSTROUTING -o eno4 -m state --state NEW -j CONNMARK --set-xmark 4/0xff
iptables -t mangle -A POSTROUTING -j CONNMARK --save-mark --mask 0xff`,
  'user chains and removals': `
iptables -t mangle -N PIN
iptables -t mangle -A PIN -j CONNMARK --save-mark
iptables -t mangle -A PIN -j RETURN
iptables -t mangle -A PREROUTING -i eno1 -j PIN
iptables -t mangle -A POSTROUTING -o eno1 -j DROP
iptables -t mangle -A POSTROUTING -o eno2 -j DROP
iptables -t mangle -D POSTROUTING -o eno1 -j DROP
iptables -A FORWARD -i eno1 -j DROP
iptables -F
iptables -C FORWARD -i eno3 -j ACCEPT 2>/dev/null || iptables -A FORWARD -i eno3 -j ACCEPT`,
  abbreviations: `
iptables --tab nat --app POSTROUTING --out eno4 --ju MASQUERADE
iptables -tmangle -APREROUTING -i eno1 -j MARK --set-xmark 0x1/0xff
iptables -A INPUT -s 192.0.2.1/255.255.255.255 -j REJECT --reject-with icmp-host-prohibited`,
} as const;

const nftTexts = {
  marks: `
table ip t {
  chain c {
    type filter hook prerouting priority mangle; policy accept;
    meta mark set ct mark
    meta mark set ct mark and 0xff
    ct mark & 0xff != 0 meta mark set ct mark & 0xff
    meta mark set meta mark & 0xffffff00 | 0x1
    meta mark set mark or 0x10
    ct mark set mark and 0xff
    iifname "eno3" ct state new ct mark set ct mark & 0xffffff00 | 0x3
    ct mark 0x3 meta mark set 0x3
    meta mark and 0xf == 0x1 return
    iifname vmap { "eno3" : accept, "eno4" : drop }
    ct mark set iifname map { "eno3" : 0x3, "eno4" : 0x4 }
  }
}`,
  NAT: `
define WAN = { "eno3", "eno4" }
table inet t {
  chain post {
    type nat hook postrouting priority srcnat + 1;
    oifname $WAN ip saddr 192.0.2.0/24 ip daddr != 192.0.2.0/24 masquerade random
    oifname != "lo" snat ip to 198.51.100.2
    meta nfproto ipv6 drop
  }
  chain pre {
    type nat hook prerouting priority -100;
    iifname "eno3" ip daddr { 198.51.100.2, 198.51.100.3 } dnat ip to 192.0.2.10
    jump more
  }
  chain more { ct state { new, related } counter return; }
}`,
} as const;

function inNamespace(command: string, input: string): string {
  return execFileSync('unshare', ['-n', 'bash', '-e', '-c', command], { input, encoding: 'utf8' });
}

function rulesOf(reading: ReturnType<typeof readNftFile>): string {
  return renderRules(assembleNetfilter(reading.steps).rules);
}

/** iptables-save groups by table: the order between chains is its own. */
function sorted(lines: string): readonly string[] {
  return lines.split('\n').toSorted();
}

describe.skipIf(skipReason !== undefined)('what was loaded reads like what was written', () => {
  test.each(Object.entries(iptablesScripts))('iptables: %s', (_, script) => {
    const saved = inNamespace('bash -e && iptables-save', script);
    const rules = rulesOf(readIptablesRestoreFile(saved, 'saved'));
    expect(sorted(rulesAfter(script))).toEqual(sorted(rules));
  });

  test.each(Object.entries(nftTexts))('nft: %s', (_, text) => {
    const listed = inNamespace('nft -f - && nft list ruleset', text);
    expect(rulesOf(readNftFile(listed, 'listed'))).toBe(rulesOf(readNftFile(text, 'text')));
  });
});
