/** Sets, maps and other objects of nft, rules that use them, and commands on a rule set that is loaded already. */
import type { Random } from './random.ts';

/** Objects of a table that the rules below name. Some stand behind the rules. */
export const objects: readonly string[] = [
  'map lm { type ifname : mark; elements = { "eno3" : 0x3, "eno4" : 0x4 }; }',
  'map lv { type ifname : verdict; elements = { "eno3" : jump one, "eno4" : goto two, "lo" : accept }; }',
  'map mv { typeof meta mark : verdict; elements = { 1 : accept, 2 : jump one }; }',
  'map cm { type ifname . ipv4_addr : mark; flags interval; elements = { "eno3" . 192.0.2.0/24 : 0x1, "eno4" . 10.0.0.0-10.0.0.9 : 0x2 }; }',
  'map im { type ipv4_addr : mark; flags interval; elements = { 192.0.2.0/24 : 0x1, 10.0.0.0/8 : 0x2 }; }',
  'map dm { type inet_service : ipv4_addr; elements = { 80 : 192.0.2.10 }; }',
  'map em { type ifname : mark; }',
  'set ls { type ifname; elements = { "eno3", "eno4" }; }',
  'set cs { typeof ip saddr . tcp dport; elements = { 192.0.2.1 . 80 }; }',
  'set ms { type mark; elements = { 0x1, 0x2 }; }',
  'set ds { type ipv4_addr; size 99; flags dynamic, timeout; timeout 1m; }',
  'counter k { packets 0 bytes 0 }',
  'quota q { over 1 mbytes }',
  'limit l { rate 5/second burst 5 packets }',
];

/** Parts of a rule that need these objects. */
export function objectUse(random: Random): string {
  const key = random.pick(['meta mark', 'ct mark', 'mark']);
  return random.pick([
    `${key} set iifname map @lm`,
    `${key} set iifname . ip saddr map @cm`,
    `${key} set ip saddr map @im`,
    `${key} set iifname map @em`,
    `${key} set iifname . ip daddr map { "eno3" . 192.0.2.0/24 : 0x1, "eno4" . 10.0.0.1 : 0x2 }`,
    `${key} set ip saddr map { 192.0.2.0/24 : 0x1, 10.0.0.0-10.0.0.9 : 0x2, * : 0x9 }`,
    `${key} set jhash ip saddr . ip daddr mod 3 seed 0xab map { 0 : 0x1, 1-2 : 0x2 }`,
    `${key} set jhash ip saddr mod 2 offset 1 map { 1 : 0x1, 2 : 0x2 }`,
    `${key} set symhash mod 2 map { 0 : 0x1, 1 : 0x2 }`,
    'ct mark != 0 meta mark set ct mark',
    'ct mark set meta mark',
    'meta mark set ct mark map { 0x1 : 0x101, 0x2 : 0x102 }',
    'iifname @ls', 'oifname != @ls', 'ip saddr . tcp dport @cs', 'meta mark @ms', 'ct mark @ms', 'ip saddr @ds',
    'add @ds { ip saddr }', 'update @ds { ip saddr timeout 9s }',
    'counter name "k"', 'counter name k', 'quota name q', 'limit name "l"',
  ]); // prettier-ignore
}

/** Verdicts by map; each ends its rule. */
export function verdictMap(random: Random): string {
  return random.pick([
    'iifname vmap @lv',
    'oifname vmap { "eno3" : jump one, "eno4" : return }',
    'iifname vmap { eno3 : accept, lo : drop }',
    'meta mark vmap @mv',
    'meta mark vmap { 0x1 : jump one, 0x2 : accept }',
    'ct mark vmap { 0x1 : goto two, 0x2 : return }',
    'iifname . meta mark vmap { "eno3" . 0x1 : jump one, "eno4" . 0x2 : accept }',
    'tcp dport vmap { 22 : accept, 80-90 : drop, * : return }',
    'meta l4proto vmap { tcp : jump one, udp : goto two }',
    'numgen inc mod 2 vmap { 0 : jump one, 1 : goto two }',
    'numgen random mod 10 vmap { 0-6 : jump one, 7-9 : return }',
    'jhash ip saddr mod 2 vmap { 0 : accept, 1 : drop }',
    'ct state vmap { new : jump one, established : accept }',
    'ip saddr vmap { 192.0.2.0/24 : accept, 10.0.0.0/8 : drop }',
  ]);
}

/** NAT by map. */
export function natMap(random: Random, hook: string): string {
  return hook === 'postrouting' || hook === 'input'
    ? random.pick([
        'snat ip to oifname map { "eno3" : 192.0.2.1, "eno4" : 198.51.100.1 }',
        'snat ip to numgen inc mod 2 map { 0 : 192.0.2.1, 1 : 198.51.100.1 }',
        'snat ip to jhash ip saddr mod 2 map { 0 : 192.0.2.1, 1 : 198.51.100.1 } persistent',
        'snat ip to ip saddr map { 10.0.0.1 : 192.0.2.1 }',
        'ip saddr 10.0.0.0/8 snat ip to 192.0.2.1',
      ])
    : random.pick([
        'dnat ip to tcp dport map @dm',
        'dnat ip to tcp dport map { 80 : 192.0.2.10, 443 : 192.0.2.11 }',
        'dnat ip to numgen random mod 2 map { 0 : 192.0.2.1, 1 : 192.0.2.2 }',
        'dnat ip to symhash mod 2 map { 0 : 192.0.2.1, 1 : 192.0.2.2 }',
        'dnat ip addr . port to tcp dport map { 80 : 192.0.2.10 . 8080 }',
      ]);
}

/** Elements and objects, in the text that made them or in a later one. */
export function objectCommand(random: Random, family: string): string {
  const t = `${family} t`;
  return random.pick([
    `flush set ${t} s2`, `flush set ${t} ls`, `flush map ${t} lm`, `flush table ${t}`, `flush chain ${t} one`,
    `add element ${t} ls { "ppp0" }`, `add element ${t} ls { ppp0, ppp1 }`, `add element ${t} lm { "ppp0" : 0x5 }`,
    `add element ${t} em { "eno3" : 0x3 }`, `create element ${t} em { "eno4" : 0x4 }`, `delete element ${t} ls { "eno3" }`,
    `delete element ${t} lm { "eno3" }`, `delete element ${t} lm { "eno3" : 0x3 }`, `delete element ${t} ls { "nope" }`,
    `add element ${t} cm { "lo" . 192.0.2.1 : 0x7 }`, `add element ${t} lv { "ppp0" : drop }`,
    `add map ${t} n { type mark : verdict; }`, `create set ${t} n { type ipv4_addr; }`, `create table ${t}`, `create chain ${t} n`,
    `delete set ${t} s2`, `delete map ${t} em`, `delete chain ${t} two`, `delete counter ${t} k`, `reset counters`,
    `reset counter ${t} k`, `reset quotas table ${t}`, `destroy set ${t} s2`, `reset rules`,
    `list table ${t}`, `add counter ${t} k2`, `add rule ${t} one meta mark set iifname map @lm`,
    `define MORE = { "ppp0", "ppp1" }\nadd element ${t} ls $MORE`,
    `define MARK = 0x9\nadd rule ${t} one iifname { "ppp0", "ppp1" } meta mark set $MARK`,
    `redefine MARK = 0x9\nadd rule ${t} one ct mark set $MARK`,
    `add flowtable ${t} f { hook ingress priority 0; devices = { lo }; }`,
  ]); // prettier-ignore
}

/** What only works on rules that are there before the text. */
export function laterCommand(random: Random, family: string): string {
  const t = `${family} t`;
  const handle = 1 + random.below(30);
  const chain = random.pick(['one', 'two', 'a']);
  return random.pick([
    `delete rule ${t} ${chain} handle ${handle}`,
    `replace rule ${t} ${chain} handle ${handle} meta mark set 0x9`,
    `insert rule ${t} ${chain} handle ${handle} counter drop`,
    `add rule ${t} ${chain} handle ${handle} ct mark set 0x9`,
    `insert rule ${t} ${chain} position ${handle} accept`,
    `delete rule ${t} ${chain} counter`,
    `replace rule ${t} ${chain} accept`,
    `delete chain ${t} handle ${handle}`,
    `rename chain ${t} ${chain} three`,
    `rename chain ${t} ${chain} two`,
    `insert rule ${t} ${chain} index 0 counter`,
    `add rule ${t} ${chain} index 1 counter`,
    `flush chain ${t} ${chain}`,
    `delete chain ${t} ${chain}`,
    `delete table ${t}`,
    `flush ruleset`,
    `flush ruleset ${family}`,
    `table ${t} { chain one { ct mark set 0x5; }; }`,
    objectCommand(random, family),
  ]);
}
