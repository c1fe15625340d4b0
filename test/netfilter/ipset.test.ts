/** What `ipset` commands say of the sets, and against the real tools which rules are refused for them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { readIpsetCommand } from '../../server/src/netfilter/ipset/read.ts';
import { refusedSets } from '../../server/src/host/ipsets.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { whyNoTool } from '../lab/namespaces.ts';

function read(script: string): readonly string[] {
  return parseShell(script).commands.flatMap((command) =>
    (readIpsetCommand(command, 'f') ?? []).map((step) => {
      if (step.kind === 'unknown') return 'unknown';
      const name = typeof step.name?.value === 'string' ? step.name.value : '?';
      return step.kind === 'create'
        ? `create ${name} ${step.family ?? '-'}`
        : `${step.kind} ${name}`;
    }),
  );
}

test.each([
  ['ipset create a hash:ip', ['create a 4']],
  ['ipset -exist c a hash:net family inet6', ['create a 6']],
  ['ipset -N a hash:ip -exist', ['create a 4']],
  ['ipset create a hash:mac', ['create a -']],
  ['ipset create a list:set', ['create a -']],
  ['ipset create a bitmap:port range 1-2', ['create a -']],
  ['ipset x a', ['destroy a']],
  ['ipset --destroy', ['destroy ?']],
  ['ipset d a 192.0.2.1', ['del a']],
  ['ipset e a b', ['rename a']],
  ['ipset W a b', ['unknown']],
  ['ipset list', []],
  [
    'ipset restore <<X\n# sets\ncreate a hash:ip\nadd a 192.0.2.1\n-N b hash:ip family inet6\nX',
    ['create a 4', 'add a', 'create b 6'],
  ],
  ['ipset restore < file', ['unknown']],
  ['ipset restore -file f', ['unknown']],
  ['ipset $ARGS', ['unknown']],
])('%s', (script, expected) => {
  expect(read(script)).toEqual(expected);
});

function refused(script: string): readonly string[] {
  const document = readDocument({ id: 'f', path: 'f.sh', text: script, version: 1 });
  return refusedSets(document).map(({ words }) => words);
}

const rule = 'iptables -A INPUT -m set --match-set a src -j ACCEPT';
const scripts = {
  'a set that is destroyed': `ipset create a hash:ip\nipset destroy a\n${rule}`,
  'all sets destroyed': `ipset -X\n${rule}`,
  'made again': `ipset create a hash:ip\nipset destroy a\nipset create a hash:ip\n${rule}`,
  'the other family': `ipset create a hash:ip family inet6\n${rule}`,
  'the same family': `ipset create a hash:ip family inet6\nip6tables -A INPUT -m set --match-set a src`,
  'IPv4 for ip6tables': `ipset create a hash:net\nip6tables -A INPUT -m set --match-set a src`,
  renamed: `ipset create a hash:ip\nipset rename a b\n${rule}`,
  'renamed to it': `ipset create b hash:ip\nipset rename b a\n${rule}`,
  swapped: `ipset create a hash:ip\nipset create b hash:ip\nipset swap a b\n${rule}\niptables -A INPUT -m set --match-set b src`,
  'swapped and destroyed': `ipset create a hash:ip\nipset create b hash:ip\nipset swap a b\nipset destroy a\n${rule}`,
  'flushed only': `ipset create a hash:ip\nipset flush a\nipset flush\n${rule}`,
  'a target': 'ipset create a hash:ip\nipset x a\niptables -A INPUT -j SET --add-set a src',
  'a rule that is removed': `ipset create a hash:ip\nipset x a\niptables -D INPUT -m set --match-set a src`,
  'a list of sets': `ipset create a list:set\n${rule}\nip6tables -A INPUT -m set --match-set a src`,
  'a bitmap of ports': `ipset create a bitmap:port range 1-9\nip6tables -A INPUT -p tcp -m set --match-set a dst`,
  restored: `ipset restore <<X\ncreate a hash:ip family inet6\nX\n${rule}`,
} as const;

const skipReason = whyNoTool('ipset', 'list') ?? whyNoTool('iptables', '-S');
if (skipReason !== undefined) console.log(`not compared with ipset: ${skipReason}`);

describe('iptables says the same', () => {
  test.skipIf(skipReason !== undefined).each(Object.entries(scripts))('%s', (_, script) => {
    const { stderr } = spawnSync('unshare', ['-n', 'sh', '-c', script], { encoding: 'utf8' });
    const said = stderr
      .split('\n')
      .filter((line) => /: (?:Set|The protocol family)/.test(line))
      .map((line) => line.replace(/^.*?\): /, ''));
    expect(refused(script)).toEqual(said);
  });
});

describe('silence where a set may be there', () => {
  test.each([
    rule,
    `ipset destroy a || true\n${rule}`,
    `ipset destroy a 2>/dev/null\n${rule}`,
    `if true; then ipset destroy a; fi\n${rule}`.replace('true', '[ -e x ]'),
    `ipset destroy a\nmake-sets\n${rule}`,
    `ipset destroy a\n[ -e x ] && ipset create a hash:ip\n${rule}`,
    `ipset destroy a\nipset create "$NAME" hash:ip\n${rule}`,
    `ipset destroy a\nipset restore < sets\n${rule}`,
    `ipset destroy a\nip netns exec x ${rule}`,
    `ipset destroy a\n. ./sets.sh\n${rule}`,
    `ipset destroy a\n${rule} || true`,
    `ipset destroy a\nif ${rule}; then :; fi`,
    `case $1 in stop) ipset destroy a ;; start) ${rule} ;; esac`,
    `stop() { ipset destroy a; }\nstop\n${rule}`,
    `ip netns exec x ipset destroy a\n${rule}`,
    `ipset destroy a\nfor s in a b; do ipset create $s hash:ip; done\n${rule}`,
  ])('%s', (script) => {
    expect(refused(script)).toEqual([]);
  });
});
