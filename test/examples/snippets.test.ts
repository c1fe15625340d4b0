/** Each shell snippet with its defaults, run by the real tools in a network namespace of its own, and read by us without a finding. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../support/analyze.ts';

const snippets: Readonly<Record<string, { readonly body: readonly string[] }>> = JSON.parse(
  readFileSync(new URL('../../snippets/shell.json', import.meta.url), 'utf8'),
) as Record<string, { body: string[] }>;

const links = `
for port in eno3 eno4; do
  ip link add $port type veth peer name peer-$port
  ip link set $port up; ip link set peer-$port up
done
ip addr add 198.51.100.2/24 dev eno3
ip addr add 203.0.113.2/24 dev eno4
`;

/** The text that a reader gets who takes every default. */
function expand(body: readonly string[]): string {
  return body
    .join('\n')
    .replaceAll('\\\\', '\\')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll('$0', '');
}

function canRun(): boolean {
  return (
    process.getuid?.() === 0 &&
    ['ip', 'nft', 'iptables'].every((tool) => spawnSync(tool, ['-V']).status === 0) &&
    spawnSync('unshare', ['-n', 'true']).status === 0
  );
}

describe.skipIf(!canRun())('shell snippets', () => {
  test.each(Object.entries(snippets))('%s works as it stands', (_, { body }) => {
    const script = `set -e\n${links}\n${expand(body)}\n`;
    const { status, stderr } = spawnSync('unshare', ['-n', 'bash', '-c', script], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test.each(Object.entries(snippets))('%s gives no error', (_, { body }) => {
  const files = [{ path: '/usr/local/sbin/snippet.sh', text: `${expand(body)}\n` }];
  const errors = findingsOf({ files, options: new Map() }).filter(
    ({ severity }) => severity === 'error',
  );
  expect(errors).toEqual([]);
});

if (!canRun())
  console.info('skipped: running the snippets needs root, ip, nft, iptables and unshare');
