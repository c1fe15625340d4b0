/** What the rules say about the example gateways: the missing pinning in one, nothing in the two done right. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findingsInFolder } from './hostFolder.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

test('two-uplinks: the missing pinning, with both NAT lines as related places', () => {
  const findings = findingsInFolder(`${examples}two-uplinks`);
  expect(findings.map((finding) => finding.rule)).toEqual(['nat-multipath-unpinned']);
  const script = '/usr/local/sbin/uplinks.sh';
  const text = readFileSync(`${examples}two-uplinks${script}`, 'utf8');
  const related = findings[0]?.related ?? [];
  expect(related.map(({ origin: { file, span } }) => [file, text.slice(span.start, span.end)])).toEqual([
    [script, 'iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE'],
    [script, 'iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE'],
  ]);
  expect(findings[0]?.fixes).toHaveLength(1);
});

test.each(['two-uplinks-pinned-iptables', 'two-uplinks-pinned-nft'])('%s: nothing', (example) => {
  expect(findingsInFolder(`${examples}${example}`)).toEqual([]);
});
