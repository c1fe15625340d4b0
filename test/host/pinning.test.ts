/** Whether connections are kept on their uplink: the parts that it takes, and the order of the policy rules. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { pinningOf } from '../../server/src/host/pinning.ts';
import { prioritiesOf } from '../../server/src/host/ruleOrder.ts';
import { whyNoNamespaces } from '../lab/namespaces.ts';
import { scriptHost } from './hostOf.ts';

const uplinks = 'nexthop via 203.0.113.1 dev eno4 nexthop via 198.51.100.1 dev eno3';
const marks = `iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
iptables -t mangle -A POSTROUTING -o eno3 -m conntrack --ctstate NEW -j CONNMARK --set-mark 1
iptables -t mangle -A POSTROUTING -o eno4 -m conntrack --ctstate NEW -j CONNMARK --set-mark 2
`;

function verdictOf(route: string, rules: string): string {
  return pinningOf(scriptHost(`ip route add ${route} ${uplinks}\n${rules}\n${marks}`)).verdict;
}

test.each([
  ['', 'unpinned'],
  ['ip rule add fwmark 1 table 101', 'pinned'],
  ['ip rule add fwmark 1 table 101 prio 40000', 'unpinned'],
  ['ip rule add fwmark 1 table 101 prio "$P"', 'pinned'],
  ['ip rule add not fwmark 51820 table 51820', 'unpinned'],
  ['ip rule add not fwmark 51820 table 51820; ip rule add fwmark 1 table 101', 'pinned'],
  ['ip rule add prio 100 lookup main; ip rule add fwmark 1 table 101 prio 200', 'unpinned'],
  ['ip rule add prio 100 lookup main; ip rule add fwmark 1 table 101 prio 50', 'pinned'],
  [
    'ip rule add prio 100 lookup main suppress_prefixlength 0; ip rule add fwmark 1 table 101 prio 200',
    'pinned',
  ],
])('multipath in main: %s', (rules, verdict) => {
  expect(verdictOf('default', rules)).toBe(verdict);
});

test.each([
  ['ip rule add table 222 prio 222; ip rule add fwmark 1 table 101 prio 1000', 'unpinned'],
  ['ip rule add table 222 prio 222; ip rule add fwmark 1 table 101 prio 222', 'unpinned'],
  ['ip rule add fwmark 1 table 101 prio 222; ip rule add table 222 prio 222', 'pinned'],
  ['ip rule add table 222 prio 222; ip rule add fwmark 1 table 101', 'pinned'],
  ['ip rule add fwmark 1 table 101; ip rule add table 222 prio 222', 'unpinned'],
  [
    'ip rule add from all to 0.0.0.0/0 table 222 prio 222; ip rule add fwmark 1 table 101 prio 1000',
    'unpinned',
  ],
  [
    'ip rule add from 192.0.2.0/24 table 222 prio 222; ip rule add fwmark 1 table 101 prio 1000',
    'pinned',
  ],
  ['ip -6 rule add table 222 prio 222; ip rule add fwmark 1 table 101 prio 1000', 'pinned'],
  ['ip rule add table 222 prio "$P"; ip rule add fwmark 1 table 101 prio 1000', 'unknown'],
  ['ip rule add table 222 prio 222; ip rule add fwmark 1 table 101 prio "$P"', 'unknown'],
  ['ip rule add table "$T" prio 222; ip rule add fwmark 1 table 101 prio 1000', 'unknown'],
  [
    '[ -e /run/x ] && ip rule add table 222 prio 222; ip rule add fwmark 1 table 101 prio 1000',
    'unknown',
  ],
])('multipath in table 222: %s', (rules, verdict) => {
  expect(verdictOf('default table 222', rules)).toBe(verdict);
});

test('halves of a default route: suppress_prefixlength 0 lets them through', () => {
  const rules = (length: number): string =>
    `ip rule add pref 1000 lookup main suppress_prefixlength ${length}; ip rule add pref 1001 fwmark 1 table 101`;
  expect(verdictOf('0.0.0.0/1', rules(0))).toBe('unpinned');
  expect(verdictOf('0.0.0.0/1', rules(1))).toBe('pinned');
});

const skipReason = whyNoNamespaces();
if (skipReason !== undefined) console.log(`skipped: priorities are not compared, ${skipReason}`);

describe.skipIf(skipReason !== undefined)('the priorities that the kernel gives', () => {
  test.each([
    ['ip rule add table 100\nip rule add table 101\nip rule add table 102'],
    [
      'ip rule add table 100 pref 222\nip rule add table 101\nip rule add table 102 pref 222\nip rule add table 103',
    ],
    ['ip rule add table 100 pref 1\nip rule add table 101\nip rule add table 102'],
    ['ip rule add table 100 pref 0\nip rule add table 101 pref 40000\nip rule add table 102'],
  ])('%s', (script) => {
    const ours = [...prioritiesOf(scriptHost(script))].map(([rule, priority], index) => ({
      text: `${priority}: ${known(rule.table) ?? '?'}`,
      priority: priority ?? Number.NaN,
      index,
    }));
    const inOrder = ours.toSorted((a, b) => a.priority - b.priority || a.index - b.index);
    const shown = execFileSync('unshare', ['-n', 'sh', '-c', `${script}\nip rule show`], {
      encoding: 'utf8',
    });
    const theirs = [...shown.matchAll(/^(\d+):.*lookup (1\d\d)/gm)].map(
      ([, at, table]) => `${at}: ${table}`,
    );
    expect(inOrder.map(({ text }) => text)).toEqual(theirs);
  });
});
