import { describe, expect, test } from 'vitest';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import { readNftFile } from '../../server/src/netfilter/read.ts';
import { problemsOfScript, readNftRules, readScript, rulesAfter } from './support.ts';

const rules: Record<string, string> = {
  // Links and addresses
  'iifname "eno3" oifname != "lo" accept': 'iif=eno3 oif!=lo -> accept',
  'meta oifname { "eno3", eno4 } masquerade random': 'oif=eno3,eno4 -> masquerade',
  'iif lo ip saddr 192.0.2.0/24 ip daddr != { 198.51.100.1, 203.0.113.0/24 } drop':
    'iif=lo from=192.0.2.0/24 to!=198.51.100.1/32,203.0.113.0/24 -> drop',
  'oifname "ppp*" snat to 198.51.100.2': 'oif=ppp* -> snat 198.51.100.2',
  // States
  'ct state new,related return': 'state=new,related -> return',
  'ct state != invalid accept': 'state=new,established,related,untracked -> accept',
  // Marks
  'meta mark set ct mark': '-> restore-mark 0xffffffff',
  'meta mark set ct mark and 0xff': '-> restore-mark 0xff',
  'ct mark & 0xff != 0 meta mark set ct mark & 0xff': 'ctmark!=0x0/0xff -> restore-mark 0xff',
  'ct mark set meta mark': '-> save-mark 0xffffffff',
  'ct mark set mark': '-> save-mark 0xffffffff',
  'ct mark set meta mark and 0xff': '-> save-mark 0xff',
  'meta mark set 0x1': '-> set-mark 0x1/0xffffffff',
  'mark set 7 accept': '-> set-mark 0x7/0xffffffff, accept',
  'meta mark set meta mark & 0xffffff00 | 0x1': '-> set-mark 0x1/0xff',
  'meta mark set mark and 0xffffff00 or 0x1': '-> set-mark 0x1/0xff',
  'meta mark set (meta mark & 0xffffff00) | 0x1': '-> set-mark 0x1/0xff',
  'meta mark set meta mark | 0x10': '-> set-mark 0x10/0x10',
  'meta mark set mark & 0xffffff00 | ct mark & 0xff': '-> restore-mark 0xff',
  'ct mark set ct mark & 0xffffff00 | 0x3': '-> set-ct-mark 0x3/0xff',
  'ct mark set 1 << 8': '-> set-ct-mark 0x100/0xffffffff',
  'ct mark set ct mark ^ 0x1': '-> set-ct-mark $?/0x1',
  'meta mark set numgen random mod 2 map { 0 : 0x1, 1 : 0x2 } ct mark set meta mark':
    '-> set-mark $?/0xffffffff by numgen random mod 2 + 0 {0:0x1, 1:0x2}, save-mark 0xffffffff',
  'meta mark set jhash ip saddr . ip daddr mod 2 seed 0x7 offset 3 counter':
    '-> set-mark $?/0xffffffff by jhash ip saddr . ip daddr mod 2 + 3 seed 7',
  'ct mark set symhash mod 4 offset 100': '-> set-ct-mark $?/0xffffffff by symhash mod 4 + 100',
  'meta mark set numgen inc mod 10 map { 0-6 : 1, 7-9 : 2 }':
    '-> set-mark $?/0xffffffff by numgen inc mod 10 + 0 {0-6:0x1, 7-9:0x2}',
  'numgen random mod 10 0-2 masquerade': 'numgen random mod 10 + 0=0-2 -> masquerade',
  'numgen inc mod 3 { 0, 1 } accept': 'numgen inc mod 3 + 0=0,1 -> accept',
  'numgen random mod 10 < 3 accept': 'numgen random mod 10 + 0=0-2 -> accept',
  'symhash mod 10 >= 3 accept': 'symhash mod 10 + 0=3-4294967295 -> accept',
  'numgen inc mod 2 vmap { 0 : jump a, 1 : drop }':
    '-> choose by numgen inc mod 2 + 0 {0:jump a, 1:drop}',
  'ct mark set oifname map { "eno3" : 0x3, "eno4" : 0x4 }':
    'oif=eno3 -> set-ct-mark 0x3/0xffffffff\noif=eno4 -> set-ct-mark 0x4/0xffffffff',
  'meta mark set ct mark map { 0x1 : 0x101 }': '-> restore-mark 0xffffffff',
  'ct mark 0x3 meta mark set 0x3':
    'ctmark=0x3/0xffffffff -> set-mark 0x3/0xffffffff, restore-mark 0xffffffff',
  'meta mark and 0xf eq 0x1 return': 'mark=0x1/0xf -> return',
  // Verdict maps
  'iifname vmap { "eno3" : jump pin3, "eno4" : accept }':
    'iif=eno3 -> jump pin3\niif=eno4 -> accept',
  'ct state vmap { established : accept, new : jump fresh }':
    'other[ct state vmap] -> accept, jump fresh, (vmap)',
  // NAT
  'dnat ip to tcp dport map { 80 : 192.0.2.10 }': '-> dnat -',
  'tcp dport 8080 dnat to 192.0.2.10:80': 'other[tcp dport 8080] -> dnat 192.0.2.10',
  'snat to jhash ip saddr mod 2 map { 0 : 198.51.100.2, 1 : 198.51.100.3 }':
    '-> snat - by jhash ip saddr mod 2 + 0 {0:198.51.100.2, 1:198.51.100.3}',
  // What is not modelled stays beside what is
  'counter packets 1 bytes 2 log prefix "masquerade " level info oifname "eno4" masquerade comment "accept"':
    'oif=eno4 -> masquerade',
  'ip protocol icmp limit rate 10/second burst 5 packets accept':
    'other[ip protocol | icmp | limit rate 10/second burst 5 packets] -> accept',
  'iifname . ip saddr { "eno1" . 192.0.2.1 } accept':
    'other[iifname . ip saddr { eno1 . 192.0.2.1 }] -> accept',
  'ct original ip saddr 192.0.2.1 accept': 'other[ct original ip saddr 192.0.2.1] -> accept',
  'ip daddr @blocked drop': 'to=$? -> drop',
  // Maps
  'meta l4proto udp iifname vmap { "eno3" : accept, "eno4" : jump a }':
    'iif=eno3 other[meta l4proto | udp] -> accept\niif=eno4 other[meta l4proto | udp] -> jump a',
  'tcp dport vmap { 22 : jump a, 80-90 : drop, * : return }':
    'other[tcp dport vmap] -> jump a, drop, return, (vmap)',
  'ip saddr vmap { 192.0.2.0/24 : accept, 10.0.0.0/8 : jump a }':
    'other[ip saddr vmap] -> accept, jump a, (vmap)',
  'meta mark set iifname . ip saddr map { "eno3" . 192.0.2.1 : 0x1 } meta l4proto vmap { tcp : jump a }':
    'other[meta l4proto vmap] -> set-mark $?/0xffffffff, jump a, (vmap)',
  'meta mark set ct mark map @pins accept': '-> restore-mark 0xffffffff, accept',
  'ct mark set 0x1 iifname vmap { "eno3" : jump a }':
    'iif=eno3 -> set-ct-mark 0x1/0xffffffff, jump a',
  'ip saddr 198.51.100.7/24 accept': 'from=198.51.100.0/24 -> accept',
};

describe('nft rules', () => {
  test.each(Object.entries(rules))('%s', (rule, expected) => {
    expect(readNftRules(rule).replaceAll(/^[46]+ t c prerouting -150 /gm, '')).toBe(expected);
  });

  test('a rule for one family of an inet table', () => {
    expect(readNftRules('meta nfproto ipv4 masquerade\nip6 saddr ::1 drop')).toBe(
      '4 t c prerouting -150 -> masquerade\n6 t c prerouting -150 from=::1/128 -> drop',
    );
  });
});

test('nft as a command, its words unquoted by the shell', () => {
  const script = `
nft add table ip nat
nft add chain ip nat postrouting '{ type nat hook postrouting priority srcnat ; policy accept ; }'
nft add rule ip nat postrouting oifname "eno4" counter masquerade
nft 'insert rule nat postrouting oifname "eno3" masquerade'
nft -f - <<'EOF'
add rule ip nat postrouting oifname $WAN masquerade
EOF
nft delete table ip nat
nft flush chain ip nat postrouting
nft flush ruleset
nft -c add rule ip nat postrouting drop
nft list ruleset
nft -f /etc/nftables.conf
`;
  expect(readScript(script)).toMatchInlineSnapshot(`
    "chain: 4 nat postrouting nat postrouting 100 accept
    append: 4 nat postrouting unknown - oif=eno4 -> masquerade
    insert: 4 nat postrouting unknown - oif=eno3 -> masquerade
    append: 4 nat postrouting unknown - oif=$WAN -> masquerade
    flush: 4 nat all
    flush: 4 nat postrouting
    flush: 46 all all
    unmodelled: the rules stand in \`/etc/nftables.conf\`"
  `);
});

test('named sets and maps, variables and includes', () => {
  const text = `nft -f - <<'EOF'
define UPLINKS = { "eno3", "eno4" }
include "/etc/nftables.d/*.nft"
table inet t {
  set wan { type ifname; elements = { "eno3", "eno4" }; }
  map pin { type ifname : mark; elements = { "eno3" : 0x3, "eno4" : 0x4 }; }
  chain c {
    type filter hook postrouting priority mangle; policy accept;
    oifname @wan accept
    oifname $UPLINKS masquerade
    ct state new ct mark set oifname map @pin
  }
}
EOF
`;
  expect(readScript(text)).toMatchInlineSnapshot(`
    "unmodelled: the rules stand in \`/etc/nftables.d/*.nft\`
    chain: 46 t c filter postrouting -150 accept
    append: 46 t c postrouting -150 oif=eno3,eno4 -> accept
    append: 46 t c postrouting -150 oif=eno3,eno4 -> masquerade
    append: 46 t c postrouting -150 oif=eno3 state=new -> set-ct-mark 0x3/0xffffffff
    append: 46 t c postrouting -150 oif=eno4 state=new -> set-ct-mark 0x4/0xffffffff"
  `);
});

/** The rules of a whole text, without what it declares. */
function rulesOf(text: string): readonly string[] {
  return readScript(`nft -f - <<'END'\n${text}END\n`)
    .split('\n')
    .filter((line) => /^(?:append|insert)/.test(line))
    .map((line) => line.replace(/^.*? prerouting -150 /, ''));
}

const head = 'chain c {\ntype filter hook prerouting priority mangle;\n';

test('a set holds what the whole text puts into it', () => {
  const sets = 'set wan { type ifname; elements = { "eno3", "eno4" }; }';
  const text = (commands: string): string =>
    `table inet t {\n${head}iifname @wan accept\n}\n${sets}\n}\n${commands}`;
  expect(rulesOf(text(''))).toEqual(['iif=eno3,eno4 -> accept']);
  expect(rulesOf(text('add element inet t wan { "ppp0" }\n'))).toEqual([
    'iif=eno3,eno4,ppp0 -> accept',
  ]);
  expect(rulesOf(text('define MORE = { "ppp0" }\nadd element inet t wan $MORE\n'))).toEqual([
    'iif=eno3,eno4,ppp0 -> accept',
  ]);
  expect(rulesOf(text('delete element inet t wan { eno3 }\n'))).toEqual(['iif=eno4 -> accept']);
  expect(rulesOf(text('flush set inet t wan\n'))).toEqual(['iif=$? -> accept']);
});

test('a set holds two elements with the same key that is not known', () => {
  const set = 'set wan { type ifname; elements = { $A, $A }; }';
  expect(rulesOf(`table inet t {\n${set}\n${head}iifname @wan accept\n}\n}\n`)).toEqual([
    'iif=$A,$A -> accept',
  ]);
});

test('rules and elements by the thousand are read in time that grows with their number', () => {
  const address = (i: number): string => `10.0.${i >> 8}.${i & 255}`;
  const all = Array.from({ length: 10_000 }, (_, i) => address(i));
  const rules = all.map((one) => `ip saddr ${one} accept\n`).join('');
  const set = `set s { type ipv4_addr; elements = { ${all.join(', ')} }; }\n`;
  const gone = all.slice(1).map((one) => `delete element ip t s { ${one} }\n`);
  const more = all.map((one) => `add element ip t n { ${one} }\n`);
  const text = `table ip t {\n${set}${head}ip saddr @s accept\n${rules}}\n}\n${gone.join('')}${more.join('')}`;
  const [chain] = assembleNetfilter(readNftFile(text, 'f').steps).chains;
  expect(chain?.rules).toHaveLength(10_001);
  expect(chain?.rules[0]?.match.source?.prefixes).toMatchObject([{ value: { length: 32 } }]);
}, 10_000);

test('a set that packets fill holds what nobody knows', () => {
  const set = 'set s { type ipv4_addr; flags dynamic; elements = { 192.0.2.1 }; }';
  expect(rulesOf(`table ip t {\n${set}\n${head}ip saddr @s accept\n}\n}\n`)).toEqual([
    'from=$? -> accept',
  ]);
});

test('variables and files inside a chain', () => {
  const text = `table ip t {\n${head}define MARK = 0x6\nmeta mark set $MARK\ninclude "/etc/more"\nmeta mark $OTHER accept\n}\n}\n`;
  expect(rulesOf(text)).toEqual(['-> set-mark 0x6/0xffffffff', 'mark=$OTHER/0xffffffff -> accept']);
  // The other file may give the variable, and the chains.
  expect(readNftFile(`flush ruleset\n${text}`, 'f').problems).toEqual([]);
  expect(problemsOfScript(`nft -f - <<'END'\n${text}END\n`)).toEqual([]);
});

test('a chain has its new name when the whole text is loaded', () => {
  const text =
    'table ip t {\nchain a {\naccept\n}\n}\nrename chain ip t a b\nadd rule ip t a drop\n';
  const [chain] = assembleNetfilter(readNftFile(text, 'f').steps).chains;
  expect([chain?.name, chain?.rules.length]).toEqual(['b', 2]);
});

test('a rule is deleted and replaced by its handle only', () => {
  const refused = ['delete rule ip t c accept', 'delete rule t c', 'replace rule ip t c accept'];
  for (const command of refused)
    expect(readNftFile(`${command}\n`, 'f').problems.map(({ why }) => why)).toEqual([
      expect.stringContaining('expecting handle'),
    ]);
  const taken = ['delete rule ip t c handle 4', 'replace rule ip t c handle 4 accept'];
  for (const command of taken) expect(readNftFile(`${command}\n`, 'f').problems).toEqual([]);
  expect(
    problemsOfScript('nft delete rule ip t c $WHICH\nnft delete rule ip t c handle $H'),
  ).toEqual([]);
  // The rule that it puts there is one of the chain.
  expect(rulesAfter('nft replace rule ip t c handle 4 meta mark set ct mark')).toContain(
    'restore-mark',
  );
});

test('a rule whose map stands as several rules counts once for index', () => {
  const text = `table ip t {\nchain c {\niifname vmap { "eno3" : accept, "eno4" : drop }\ncounter\n}\n}\nadd rule ip t c index 0 return\ninsert rule ip t c index 1 reject\n`;
  const [chain] = assembleNetfilter(readNftFile(text, 'f').steps).chains;
  expect(chain?.rules.map(({ actions }) => actions[0]?.kind)).toEqual([
    'accept',
    'drop',
    'drop',
    'return',
    undefined,
  ]);
});
