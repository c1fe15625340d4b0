/**
 * Which rule sets are reported as broken, against the judge: `nft -c -f` in a namespace of its own.
 * What nft takes must never be reported; what is reported nft must refuse.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { readNetfilterCommand, readNftFile } from '../../server/src/netfilter/read.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { whyNoTool } from '../lab/namespaces.ts';

const skipReason = whyNoTool('nft', 'list', 'ruleset');
if (skipReason !== undefined) console.log(`not compared with nft: ${skipReason}`);

const chain = (rules: string): string =>
  `table ip t {\n chain c {\n  type filter hook prerouting priority -150;\n  ${rules}\n }\n chain other { }\n}\n`;
const postrouting = (rules: string): string =>
  `table inet t {\n chain c {\n  type nat hook postrouting priority srcnat; policy accept;\n  ${rules}\n }\n}\n`;

const valid = {
  'an empty file': '',
  'comments only': '# nothing\n',
  'a table on one line':
    'table ip t { chain c { type filter hook input priority 0; policy drop; ip saddr 192.0.2.1 accept; }; }',
  'a table without braces': 'table inet t\ndelete table inet t\n',
  'commands in a file':
    'add table ip t\nadd chain ip t c { type nat hook postrouting priority 100 ; }\nadd rule ip t c oifname "eno4" masquerade\n',
  'a rule without the word rule': 'add table ip t\nadd chain ip t c\nadd ip t c accept\n',
  'a family left out': 'add table t\nadd chain t c\nadd rule t c counter\ninsert rule t c drop\n',
  'flush ruleset': 'flush ruleset\ntable ip t { }\n',
  'symbolic priority with offset':
    'table ip t { chain c { type filter hook prerouting priority mangle + 10; }; chain d { type filter hook prerouting priority mangle - 10; }; }',
  'negative priority': 'table ip t { chain c { type filter hook prerouting priority -150; }; }',
  'a priority from a variable':
    'define P = -150\ntable ip t { chain c { type filter hook prerouting priority $P; }; }',
  'quoted variable in a set':
    'define A = "eno3"\ndefine B = { $A, "eno4" }\n' + postrouting('oifname $B masquerade'),
  marks: chain(
    'meta mark set ct mark\n ct mark set meta mark & 0xff\n meta mark set meta mark & 0xffffff00 | 0x1\n mark 0x1 ct mark set mark\n meta mark and 0xff eq 0x1 accept',
  ),
  'marks by map': chain(
    'ct mark set iifname map { "eno3" : 0x3, "eno4" : 0x4 }\n meta mark set numgen random mod 2 map { 0 : 0x3, 1 : 0x4 }\n meta mark set jhash ip saddr . ip daddr mod 2 offset 3',
  ),
  'verdict maps': chain(
    'iifname vmap { "eno3" : jump other, "eno4" : accept }\n ct state vmap { established : accept, invalid : drop }\n meta mark vmap { 0x1 : return, 0x2 : goto other }',
  ),
  'named map':
    'table ip t {\n map m { type ifname : mark; elements = { "eno3" : 0x3,\n "eno4" : 0x4 } }\n set s { type ipv4_addr; flags interval; elements = { 192.0.2.0/24 } }\n chain c { meta mark set iifname map @m\n ip saddr @s accept\n }\n}\n',
  states: chain(
    'ct state new,established accept\n ct state { new, related } counter packets 0 bytes 0 accept\n ct state != invalid accept',
  ),
  nat: postrouting(
    'oifname "eno4" masquerade random,persistent\n oifname "eno3" snat ip to 198.51.100.2\n meta nfproto ipv4 meta l4proto tcp oif "lo" snat ip to 198.51.100.2:1024-2048',
  ),
  'nat to map':
    'table ip t { chain c { type nat hook prerouting priority dstnat\n dnat to tcp dport map { 80 : 192.0.2.10, 443 : 192.0.2.11 }\n tcp dport 8080 redirect to :80\n iifname "eno3" tcp dport { 22, 80-90 } dnat to 192.0.2.10:22 comment "ssh"\n }\n }',
  'other matches': chain(
    'tcp flags syn / syn,ack tcp option maxseg size set rt mtu\n ip protocol icmp limit rate 10/second burst 5 packets accept\n meta l4proto { tcp, udp } th dport 53 accept\n fib daddr type local accept\n ip dscp set cs1\n ct original ip saddr 192.0.2.1 accept\n udp length 8-16 log prefix "short: " level info drop\n iifname . ip saddr { "eno1" . 192.0.2.1 } accept\n socket transparent 1 mark 1 accept\n icmp type echo-request accept\n @nh,0,4 4 accept\n reject with icmp type host-unreachable',
  ),
  IPv6: 'table ip6 t { chain c { ip6 saddr 2001:db8::/32 ip6 daddr { 2001:db8::1, ::1 } accept\n icmpv6 type nd-neighbor-solicit accept\n }\n }',
  'line continuation': chain('ip saddr 192.0.2.1 \\\n   accept'),
  'set over lines': chain('ip saddr {\n   192.0.2.1, # one\n   192.0.2.2,\n  } accept'),
  'counter and quota':
    'table inet t {\n counter k { packets 0 bytes 0 }\n quota q { over 1 mbytes }\n chain c { counter name "k" quota name "q" drop\n }\n}\n',
  'anonymous chain': chain('ip saddr 192.0.2.1 jump {\n accept\n }'),
  'bridge and arp':
    'table bridge t { chain c { type filter hook forward priority 0; ether type ip accept; }; }\ntable arp a { chain c { type filter hook input priority 0; arp operation request accept; }; }\n',
  ingress:
    'table netdev t { chain c { type filter hook ingress device "lo" priority 0; ip saddr 192.0.2.0/24 drop; }; }',
  'dynamic set':
    'table ip t {\n set s {\n type ipv4_addr; size 1024; flags dynamic; timeout 1m;\n }\n chain c {\n  update @s { ip saddr timeout 10s } accept\n }\n}\n',
  'a chain with a comment': 'table ip t { comment "mine"; chain c { comment "its"; accept; }; }',
  'Windows line ends in comments': '# one\r\n# two\r\n',
  'a chain further down':
    'flush ruleset\ntable ip t {\n chain c {\n  jump d\n }\n chain d {\n }\n}\n',
  redefine: 'define A = 1\nredefine A = 2\n' + chain('meta mark $A accept'),
} as const;

const refused = {
  'a chain without a name': 'table ip t {\n chain {\n  accept\n }\n}\n',
  'a set without a name': 'table ip t {\n set {\n  type ipv4_addr\n }\n}\n',
  'a brace too few': 'table ip t {\n chain c {\n  accept\n }\n',
  'a brace too few inside': 'table ip t {\n chain c {\n  accept\n chain d {\n  accept\n }\n}\n',
  'two braces too few': 'table ip t {\n chain c {\n  accept\n',
  'three braces too few': 'table ip t {\n chain c {\n  ip saddr { 192.0.2.1\n  accept\n',
  'two braces too few before a table':
    'table ip t {\n chain c {\n  accept\ntable ip u {\n chain c { accept; }\n}\n',
  'a brace too many': 'table ip t { chain c { accept; }; }; }\n',
  'an open set': 'table ip t { chain c \n ip saddr { 192.0.2.1 accept\n }\n }\n',
  'an open quote': chain('oifname "eno4 accept'),
  'a misspelt match': chain('oifnam "eno4" accept'),
  'a misspelt statement': chain('masqerade'),
  'a misspelt table': 'tabel ip t { chain c { accept; }; }\n',
  'a misspelt chain': 'table ip t { chian c { accept; }; }\n',
  'a word behind a block': 'table ip t {\n chain c {\n  accept\n } chain d {\n }\n}\n',
  'two blocks closed on one line': 'table ip t { chain c { accept; } }\n',
  'a command behind a table': 'table ip t { } add table ip u\n',
  'a rule in a table': 'table ip t { accept; }\n',
  'no priority': 'table ip t { chain c { type filter hook input; }; }\n',
  'no hook': 'table ip t { chain c { type filter priority 0; }; }\n',
  'an unknown hook': 'table ip t { chain c { type filter hook preroutin priority 0; }; }\n',
  'an unknown type': 'table ip t { chain c { type nats hook postrouting priority 0; }; }\n',
  'Windows line ends': 'table ip t {\r\n chain c {\r\n  accept\r\n }\r\n}\r\n',
} as const;

const missing = {
  'a chain': 'flush ruleset\ntable ip t {\n chain c {\n  jump nope\n }\n}\n',
  'a set': 'flush ruleset\ntable ip t {\n chain c {\n  ip saddr @nope accept\n }\n}\n',
  'a set of another table':
    'flush ruleset\ntable ip u {\n set s { type ipv4_addr; }\n}\ntable ip t {\n chain c {\n  ip saddr @s accept\n }\n}\n',
} as const;

function nftTakes(text: string): boolean {
  try {
    execFileSync('unshare', ['-n', 'nft', '-c', '-f', '-'], { input: text, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

describe('what nft takes is not reported', () => {
  test.each(Object.entries(valid))('%s', (_, text) => {
    expect(readNftFile(text, 'f').problems).toEqual([]);
    if (skipReason === undefined) expect(nftTakes(text)).toBe(true);
  });
});

describe('what is reported nft refuses', () => {
  test.each(Object.entries(refused))('%s', (_, text) => {
    const { problems } = readNftFile(text, 'f');
    expect(problems.map((problem) => problem.rule)).toEqual(['nft-syntax']);
    if (skipReason === undefined) expect(nftTakes(text)).toBe(false);
  });
});

describe('what is not declared after flush ruleset nft refuses', () => {
  test.each(Object.entries(missing))('%s', (_, text) => {
    const { problems } = readNftFile(text, 'f');
    expect(problems.map((problem) => problem.rule)).toEqual(['nft-missing']);
    if (skipReason === undefined) expect(nftTakes(text)).toBe(false);
  });
});

test('the problem stands at the cause, and the rest is read', () => {
  const text = 'table ip t {\n chain c {\n  oifnam "eno4" accept\n  oifname "eno3" drop\n }\n';
  const { problems, steps } = readNftFile(text, 'f');
  expect(problems.map(({ what, span }) => `${text.slice(span.start, span.end)}: ${what}`)).toEqual([
    '{: this `{` is never closed',
    'oifnam: `oifnam` is no match and no statement of nft',
  ]);
  expect(steps.filter((step) => step.kind === 'rule')).toHaveLength(2);
});

test('a file can be a part of another one: variables and places may come from there', () => {
  for (const part of [
    'oifname $WAN masquerade',
    'iifname { "eno3", "eno4" } accept',
    'elements = { 192.0.2.1 }',
    'chain c { accept; }',
  ]) {
    expect(readNftFile(`${part}\n`, 'f').problems).toEqual([]);
  }
});

test('a here-document that names an undefined variable is refused', () => {
  const script = "nft -f - <<'EOF'\ntable ip t {\n chain c {\n  oifname $WAN accept\n }\n}\nEOF\n";
  const [command] = parseShell(script).commands;
  const problems =
    command === undefined ? [] : (readNetfilterCommand(command, 'f')?.problems ?? []);
  expect(
    problems.map(({ what, span }) => `${script.slice(span.start, span.end)}: ${what}`),
  ).toEqual(['$WAN: `$WAN` is not defined']);
  if (skipReason === undefined)
    expect(nftTakes(script.split('\n').slice(1, -2).join('\n'))).toBe(false);
});
