/** Texts for iptables-restore, and how it is called. All of it was seen with iptables 1.8.9 (nf_tables). */
import { expect, test } from 'vitest';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import { refusedChains } from '../../server/src/host/chains/refusals.ts';
import {
  familyOfRuleFile,
  readIptablesRestoreFile,
  readUfwRules,
} from '../../server/src/netfilter/read.ts';
import { hostOf } from '../host/hostOf.ts';
import { problemsOfScript, readScript, stepsOfScript } from './support.ts';

/** Words of iptables-restore 1.8.9 for the only problem of a text. */
const refusedTexts: Record<string, string> = {
  '*filter\n :INPUT ACCEPT [0:0]\nCOMMIT\n': "Bad argument `:INPUT'",
  '*filter\n  # a remark\nCOMMIT\n': "Bad argument `#'",
  '*filter\n-A INPUT -j ACCEPT # a remark\nCOMMIT\n': "Bad argument `#'",
  '*filter\n-A INPUT -t nat -j ACCEPT\nCOMMIT\n':
    'The -t option cannot be used in iptables-restore.',
  '*filter\n[:] -A INPUT -s 2001:db8::1 -j ACCEPT\nCOMMIT\n': "host/network `2001' not found",
  '*filter\n[1:2 -A INPUT -j ACCEPT\nCOMMIT\n': 'Bad line 2: need ]',
  '*filter\n\n\n# c\n[1:2 -A INPUT -j ACCEPT\nCOMMIT\n': 'Bad line 5: need ]',
  '*filter\n:DROP - [0:0]\nCOMMIT\n': 'chain name may not clash with target name',
  '*filter\n:OWN\nCOMMIT\n': 'policy invalid',
  '*Filter\nCOMMIT\n': "table name 'Filter' invalid",
  '*filter\nCOMMIT\nCOMMIT\n': 'line failed',
  '*filter\nCOMMIT now\nCOMMIT\n': "Bad argument `COMMIT'",
  '*filter\n-A FORWARD -j INPUT\nCOMMIT\n':
    'RULE_APPEND failed (Operation not supported): rule in chain FORWARD',
};

test.each(Object.entries(refusedTexts))('iptables-restore: %j', (text, words) => {
  const whys = readIptablesRestoreFile(text, 'f').problems.map(({ why }) => why);
  expect(whys.map((why) => why.replace(/^.*?: /, ''))).toEqual([words]);
});

/** What the real one takes, strange as it looks. */
const takenTexts = [
  '* filter\n:INPUT ACCEPT\n:OWN REJECT [a:b]\n:SNAT - [0:0]\nCOMMIT',
  '*filter\n[a:b] -A INPUT -j ACC"EPT"\n[1:2]-A INPUT -j ACCEPT -m comment --comment "#"\nCOMMIT\n',
  '*filter\n\n-A INPUT -s 2001:db8::1 -j ACCEPT -6\n -A INPUT -j ACCEPT\nCOMMIT\n',
];

test.each(takenTexts)('iptables-restore takes %j', (text) => {
  expect(readIptablesRestoreFile(text, 'f', 4).problems).toEqual([]);
});

test('options of iptables-restore', () => {
  const text = '*nat\n:POSTROUTING ACCEPT\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n';
  const read = (options: string): string =>
    readScript(`iptables-restore ${options} <<'END'\n${text}END\n`);
  const rule = 'append: 4 nat POSTROUTING postrouting 100 -> masquerade';
  expect(read('-w 5 -nv').split('\n')).toEqual([
    'chain: 4 nat POSTROUTING postrouting 100 accept',
    rule,
  ]);
  expect(read('--nofl')).toContain(rule);
  expect(read('-T filter')).toBe('');
  expect(read('--table=nat')).toContain(rule);
  expect(read('--test')).toBe('');
  expect(read('/etc/iptables/rules.v4')).toBe(
    'unmodelled: the rules stand in `/etc/iptables/rules.v4`',
  );
  expect(read('-w /etc/iptables/rules.v4')).toContain(rule);
});

test('with --counters the chains of iptables need theirs, and only rules have them', () => {
  const problems = problemsOfScript(
    "iptables-restore -c <<'END'\n*nat\n:INPUT ACCEPT\n:OWN -\n[1:2] -F OWN\nCOMMIT\nEND\n",
  );
  expect(problems.map(({ why }) => why.replace(/^.*?: /, ''))).toEqual([
    "invalid policy counters for chain 'INPUT'",
    "Illegal option `-c' with this command",
  ]);
});

test('a table that is loaded anew has its first policies', () => {
  const steps = stepsOfScript(
    "iptables -P FORWARD DROP\niptables-restore <<'END'\n*filter\n:INPUT DROP\nCOMMIT\nEND\n",
  );
  const policies = assembleNetfilter(steps).chains.map(({ name, policy }) => [name, policy]);
  expect(policies).toEqual([
    ['FORWARD', undefined],
    ['INPUT', 'drop'],
  ]);
});

test('rules of ufw stand beside chains that it makes itself', () => {
  const text =
    '*filter\n:ufw-before-input - [0:0]\n-A ufw-before-input -j ufw-logging-deny\n-A INPUT -j DROP\nCOMMIT\n';
  const steps = readUfwRules(text, 'f', 6).steps.map(({ kind }) => kind);
  expect(steps).toEqual(['chain', 'flush', 'rule', 'rule']);
  expect(familyOfRuleFile('etc/ufw/before6.rules', text)).toBe(6);
  expect(familyOfRuleFile('etc/ufw/before.rules', text)).toBe(4);
  expect(familyOfRuleFile('etc/iptables/rules.v6', text)).toBe(6);
  const host = hostOf({ '/etc/ufw/before.rules': text });
  expect(refusedChains(host)).toEqual([]);
  expect(host.netfilter).toHaveLength(2);
});
