/** Balancing rules of nft and iptables as groups of the preview: shares, single flows, and the running kernel. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { distribute } from '../../server/src/simulate/distribute.ts';
import { findGroups } from '../../server/src/simulate/groups.ts';
import type { Distribution, Group } from '../../server/src/simulate/types.ts';
import { createDraw } from '../kernel/draw.ts';
import { marksOf, reasonAgainstMarks, removeMarks } from '../kernel/marks.ts';
import { address } from '../kernel/readVectors.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';

const reason = reasonAgainstMarks();
if (reason !== undefined) console.log(`the running kernel is not asked: ${reason}`);
afterAll(removeMarks);

const tables = `
  #- /usr/local/sbin/up.sh
  ip route add default via 192.0.2.1 dev eno3 table 101
  ip route add default via 198.51.100.1 dev eno4 table 102
  ip rule add fwmark 0x1/0xff lookup 101
  ip rule add fwmark 2 lookup 102
`;

describe('nft', () => {
  test('a map of marks, with the uplinks that they lead to', () => {
    expect(shares(nft('meta mark set numgen inc mod 4 map { 0-2 : 0x1, 3 : 0x2 }'))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.75',
      'mark 0x2 198.51.100.1 eno4 0.25',
    ]);
    const [group] = groups(nft('ct mark set numgen random mod 2 offset 1'));
    expect(group?.members.map(({ label, device }) => [label, device])).toEqual([
      ['connection mark 0x1', 'eno3'],
      ['connection mark 0x2', 'eno4'],
    ]);
  });

  test('what no entry of the map takes is the rest', () => {
    expect(shares(nft('meta mark set symhash mod 4 map { 0 : 0x1 }'))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.25',
      'the rest - - 0.75',
    ]);
  });

  test('verdicts and addresses', () => {
    expect(shares(nft('numgen inc mod 2 vmap { 0 : jump a, 1 : jump b }'))).toEqual([
      'jump a - - 0.5',
      'jump b - - 0.5',
    ]);
    const rule = 'dnat to numgen inc mod 2 map { 0 : 192.0.2.7, 1 : 192.0.2.8 }';
    expect(shares(nft(rule))).toEqual(['dnat to 192.0.2.7 - - 0.5', 'dnat to 192.0.2.8 - - 0.5']);
  });

  test('rules that each take a part', () => {
    const rules = [
      'numgen random mod 4 0 meta mark set 1',
      'numgen random mod 2 0 meta mark set 2',
    ];
    // The second rule overwrites what the first one marked.
    expect(shares(nft(...rules))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.125',
      'mark 0x2 198.51.100.1 eno4 0.5',
      'the rest - - 0.375',
    ]);
    // What the first rule takes does not reach the second.
    expect(shares(nft(...rules.map((rule) => `${rule} accept`)))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.25',
      'mark 0x2 198.51.100.1 eno4 0.375',
      'the rest - - 0.375',
    ]);
    // The same hash in two rules: what the second takes is not what the first took.
    const hashed = ['symhash mod 2 0 meta mark set 1', 'symhash mod 2 1 meta mark set 2'];
    expect(shares(nft(...hashed))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.5',
      'mark 0x2 198.51.100.1 eno4 0.5',
    ]);
  });

  test.each([
    ['numgen inc mod 2', /numgen inc counts packets/],
    ['numgen random mod 2', /drawn for each packet anew/],
    ['symhash mod 2', /random value of each boot/],
    ['jhash ip saddr mod 2', /without `seed`/],
    ['jhash ether saddr mod 2 seed 1', /`ether saddr` is hashed/],
  ])('%s leaves single flows open, and says why', (words, why) => {
    const answer = preview(nft(`meta mark set ${words} map { 0 : 1, 1 : 2 }`), [udp('192.0.2.9')]);
    expect(answer.flows[0]?.member).toBeNull();
    expect(answer.flows[0]?.why).toMatch(why);
    expect(answer.members.map(({ predicted }) => predicted)).toEqual([0.5, 0.5]);
  });

  test('a jhash of what the packet has not does not run', () => {
    const rule = 'meta mark set jhash tcp sport mod 2 seed 1 map { 0 : 1, 1 : 2 }';
    const { exact, members, flows } = preview(nft(rule), [udp('192.0.2.9')]);
    expect([exact, flows]).toEqual([false, [{ member: null, why: 'no rule takes this flow' }]]);
    // Shares are over packets that the rule sees.
    expect(members.map(({ predicted }) => predicted)).toEqual([0.5, 0.5]);
  });

  test.each([
    ['meta mark set numgen inc mod 0 map { 0 : 1 }', /takes a number from 1 to 4294967295, not 0/],
    ['meta mark set jhash ip saddr mod 70000 seed 1', /more than 1024 numbers/],
    ['meta mark set numgen inc mod $N map { 0 : 1 }', /not known/],
    ['meta mark set numgen inc mod 4 map { 0-2 : 1, 2-3 : 2 }', /one number two values/],
  ])('refused: %s', (rule, why) => {
    const [group] = groups(nft(rule));
    expect(group?.refusal).toMatch(why);
  });
});

describe('iptables', () => {
  test('statistic, and what is left over', () => {
    const nth = [
      '-m statistic --mode nth --every 3 --packet 0 -j MARK --set-mark 1',
      '-m mark --mark 0 -j MARK --set-mark 2',
    ];
    expect(shares(iptables(...nth))).toEqual([
      'mark 0x1 192.0.2.1 eno3 0.333333',
      'mark 0x2 198.51.100.1 eno4 0.666667',
    ]);
    expect(
      shares(iptables('-m statistic --mode random ! --probability 0.25 -j MARK --set-mark 1')),
    ).toEqual(['mark 0x1 192.0.2.1 eno3 0.75', 'the rest - - 0.25']);
    const accepting = [
      '-m statistic --mode random --probability 0.5 -j CONNMARK --set-mark 1',
      '-m connmark ! --mark 0 -j ACCEPT',
      '-m statistic --mode random --probability 0.5 -j CONNMARK --set-mark 2',
      '-m connmark --mark 0 -j CONNMARK --set-mark 3',
    ];
    expect(shares(iptables(...accepting))).toEqual([
      'connection mark 0x1 192.0.2.1 eno3 0.5',
      'connection mark 0x2 198.51.100.1 eno4 0.25',
      'connection mark 0x3 - - 0.25',
    ]);
  });

  test('rules under other conditions are groups of their own', () => {
    const rules = ['eno1', 'eno2'].map(
      (link) => `-i ${link} -m statistic --mode random --probability 0.5 -j MARK --set-mark 1`,
    );
    expect(groups(iptables(...rules))).toHaveLength(2);
  });

  test.each([
    ['HMARK --hmark-tuple src,dst,ct --hmark-mod 2 --hmark-rnd 1 --hmark-offset 1', /tuple/],
    ['HMARK --hmark-tuple src --hmark-src-prefix 24 --hmark-mod 2 --hmark-rnd 1', /src-prefix/],
  ])('%s: what is not modelled leaves flows open', (target, why) => {
    const { exact, flows } = preview(iptables(`-j ${target}`), [udp('192.0.2.9')]);
    expect(exact).toBe(false);
    expect(flows[0]?.why).toMatch(why);
  });
});

test('shares sum to 1, and every flow has a member or a reason, whatever the rules are', () => {
  const draws = fc.constantFrom(
    'numgen inc',
    'numgen random',
    'symhash',
    'jhash ip saddr',
    'jhash udp dport',
  );
  const rule = fc
    .tuple(
      draws,
      fc.nat(9),
      fc.option(fc.nat(9)),
      fc.nat(12),
      fc.constantFrom('', ' accept', ' continue'),
    )
    .map(([words, modulus, seed, number, end]) => {
      const hasSeed = words.startsWith('jhash') && seed !== null;
      const balancer = `${words} mod ${modulus}${hasSeed ? ` seed ${seed}` : ''}`;
      return `${balancer} ${number % 2 === 0 ? number : `{ ${number}, 0-2 }`} meta mark set ${number}${end}`;
    });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), (rules) => {
      for (const group of groups(nft(...rules))) {
        if (group.refusal !== undefined) continue;
        const sum = group.members.reduce((total, { configured }) => total + configured, 0);
        expect(sum).toBeCloseTo(1, 9);
        for (const { member, why } of preview(nft(...rules), [udp('192.0.2.9')]).flows) {
          if (member === null) expect(why).toMatch(/./);
          else expect(group.members[member]?.index).toBe(member);
        }
      }
    }),
    { numRuns: 200 },
  );
});

describe.skipIf(reason !== undefined)('marks of the running kernel', () => {
  test.each([
    ['ip saddr . ip daddr mod 3 seed 0xdeadbeef', '0-1 : 0x1, 2 : 0x2'],
    ['udp dport mod 5 seed 7 offset 10', '10 : 0x1, 11-13 : 0x2, 14 : 0x3'],
    ['udp sport mod 4 seed 0', '0 : 0x1, 1 : 0x2, 2 : 0x3, 3 : 0x4'],
    ['meta l4proto . th sport . ip daddr mod 4 seed 99', '0 : 0x1, 1 : 0x2, 2 : 0x3, 3 : 0x4'],
    ['ip saddr mod 16 seed 5', '0-7 : 0x1, 8-15 : 0x2'],
  ])('jhash %s', (words, map) => {
    const rule = `meta mark set jhash ${words} map { ${map} }`;
    const draw = createDraw(words.length);
    const flows = Array.from({ length: 200 }, () => udp(`127.${draw(256)}.${draw(256)}.7`, draw));
    const { exact, members, flows: decisions } = preview(nft(rule), flows);
    expect(exact).toBe(true);
    const predicted = decisions.map(({ member }) => members[member ?? -1]?.label);
    const text = `table ip t {\nchain c {\ntype filter hook output priority 0;\n${rule}\n}\n}\n`;
    expect(predicted).toEqual(marksOf(text, flows).map((mark) => `mark 0x${mark.toString(16)}`));
    expect(new Set(predicted).size).toBe(members.length);
  });

  test.each([
    ['--hmark-tuple src,dst,sport,dport --hmark-mod 3 --hmark-offset 1 --hmark-rnd 0xfeedcafe'],
    [
      '--hmark-tuple src,dport --hmark-mod 2 --hmark-offset 5 --hmark-rnd 7 --hmark-proto-mask 0xff',
    ],
  ])('HMARK %s', (options) => {
    const draw = createDraw(9);
    const flows = Array.from({ length: 200 }, () => udp(`127.${draw(256)}.${draw(256)}.7`, draw));
    const rule = `-p udp -j HMARK ${options}`;
    const { exact, members, flows: decisions } = preview(iptables(rule), flows);
    expect(exact).toBe(true);
    const predicted = decisions.map(({ member }) => members[member ?? -1]?.label);
    const marks = marksOf(`iptables -t mangle -A OUTPUT ${rule}`, flows);
    expect(predicted).toEqual(marks.map((mark) => `mark 0x${mark.toString(16)}`));
    expect(new Set(predicted).size).toBe(members.length);
  });

  test('shares of statistic nth', () => {
    const rule = '-m statistic --mode nth --every 5 --packet 2 -j MARK --set-mark 1';
    const draw = createDraw(3);
    const flows = Array.from({ length: 100 }, () => udp('127.0.0.5', draw));
    const marks = marksOf(`iptables -t mangle -A OUTPUT ${rule}`, flows);
    expect(marks.filter((mark) => mark === 1)).toHaveLength(20);
    expect(shares(iptables(rule))).toEqual(['mark 0x1 192.0.2.1 eno3 0.2', 'the rest - - 0.8']);
  });

  test.each([
    ['numgen inc mod 3 map { 0 : 1, 1-2 : 2 }'],
    ['numgen inc mod 3 0 meta mark set 1', 'meta mark 0 numgen inc mod 2 0 meta mark set 2'],
    ['numgen inc mod 2 0 meta mark set 1', 'numgen inc mod 4 1 meta mark set 2'],
    ['numgen inc mod 3 0 meta mark set 1 accept', 'numgen inc mod 2 0 meta mark set 2 accept'],
    ['numgen inc mod 4 offset 2 { 2, 4 } meta mark set 1', 'meta mark 0 meta mark set 2'],
  ])('shares of counters: %s', (...rules) => {
    const lines = rules.map((rule) => (rule.includes('set') ? rule : `meta mark set ${rule}`));
    const text = `table ip t {\nchain c {\ntype filter hook output priority 0;\n${lines.join('\n')}\n}\n}\n`;
    const draw = createDraw(3);
    const marks = marksOf(
      text,
      Array.from({ length: 120 }, () => udp('127.0.0.5', draw)),
    );
    const [group] = groups(nft(...lines));
    const markOf = (label: string): number => (label === 'the rest' ? 0 : Number(label.slice(5)));
    const sharesOfKernel = [1, 2, 0].map(
      (mark) => marks.filter((one) => one === mark).length / 120,
    );
    const predicted = [1, 2, 0].map(
      (mark) => group?.members.find(({ label = '' }) => markOf(label) === mark)?.configured ?? 0,
    );
    const rounded = (list: readonly number[]): string[] => list.map((share) => share.toFixed(9));
    expect(rounded(sharesOfKernel)).toEqual(rounded(predicted));
  });
});

function nft(...rules: readonly string[]): string {
  const lines = [
    'table inet lb {',
    'chain c {',
    'type filter hook prerouting priority mangle',
    ...rules,
  ];
  return `${tables}  #- /etc/nftables.conf\n${[...lines, '}', '}'].map((line) => `  ${line}\n`).join('')}`;
}

function iptables(...rules: readonly string[]): string {
  const lines = rules.map((rule) => `  iptables -t mangle -A PREROUTING ${rule}\n`);
  return `${tables}${lines.join('')}`;
}

function groups(source: string): readonly Group[] {
  return findGroups(hostOfFixture(readFixture(dedent(source)))).filter(
    ({ kind }) => kind === 'balance',
  );
}

/** Label, gateway, link and share of each member of the only group. */
function shares(source: string): readonly string[] {
  const found = groups(source);
  expect(found).toHaveLength(1);
  return (found[0]?.members ?? []).map(
    ({ label, gateway, device, configured }) =>
      `${label} ${gateway ?? '-'} ${device ?? '-'} ${Number(configured.toFixed(6))}`,
  );
}

function preview(source: string, flows: readonly Flow[]): Distribution {
  const host = hostOfFixture(readFixture(dedent(source)));
  const [group] = findGroups(host).filter(({ kind }) => kind === 'balance');
  const kernel = kernelProfile('6.18');
  if (group === undefined || kernel === undefined) throw new Error('no group');
  const answer = distribute(group, host, { flows, kernel });
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}

function udp(src: string, draw = createDraw(1)): Flow {
  return {
    origin: 'forwarded',
    src: address(src),
    dst: address(`127.0.${draw(256)}.9`),
    proto: 17,
    sport: 1024 + draw(60_000),
    dport: 53 + draw(5),
  };
}
