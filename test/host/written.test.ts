/** Files that a script writes before it reads them: the copy of the host does not tell what stands in them by then. */
import { expect, test } from 'vitest';
import { identityOf, isUnknown } from '../../server/src/base/fact.ts';
import { executedSteps } from '../../server/src/host/commands.ts';
import { writtenFiles } from '../../server/src/host/written.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';
import type { Host } from '../../server/src/host/model.ts';

const hostOf = (text: string): Host => hostOfFixture(readFixture(dedent(text)));

test.each([
  ['envsubst < /a > /b', ['/b']],
  ['echo 1 >> "/b" 2>/dev/null', ['/b']],
  ['echo 1 >|/b', ['/b']],
  ['x | tee -a /b >/dev/null', ['/b']],
  ['sed -i "s/a/b/" /b', ['/b']],
  ['sed -e "s/a/b/" /b', []],
  ['cp -f /a /b; x', ['/b']],
  ['install -m 600 /a "/b"', ['/b']],
  ['# echo > /b', []],
  ['cat < /b', []],
  ['x 2>&1', []],
  ['echo 1 > $X/b', []],
])('%s', (line, expected) => {
  expect([...writtenFiles(line)]).toEqual(expected);
});

test('a rule set that the script makes is not that of the host', () => {
  const rules = `
    #- /etc/nftables.conf
    table ip nat { chain post { type nat hook postrouting priority 100; oifname "eth9" masquerade; } }
  `;
  const load = (first: string): boolean =>
    hostOf(`
      #- /usr/local/sbin/up.sh
      ${first}
      nft -f /etc/nftables.conf
${rules}`).netfilterIncomplete;
  expect(load('envsubst < /etc/nft.tmpl > /etc/nftables.conf')).toBe(true);
  expect(load('envsubst < /etc/nft.tmpl > /etc/other.conf')).toBe(false);
});

test('nor is a file of variables or of settings', () => {
  const device = (first: string): string | undefined => {
    const { documents } = hostOf(`
      #- /usr/local/sbin/up.sh
      ${first}
      . /etc/default/wan
      ip link set "$DEV" up
      #- /etc/default/wan
      DEV=eth0
    `);
    const [script] = documents.filter(({ kind }) => kind === 'shell');
    const [step] = script === undefined ? [] : executedSteps(script);
    return step?.ip?.object === 'link' ? identityOf(step.ip.dev) : undefined;
  };
  expect(device('true')).toBe('eth0');
  expect(device('envsubst < /x > /etc/default/wan')).toMatch(/^\$/);
  const forwards = (first: string): boolean =>
    hostOf(`
      #- /usr/local/sbin/up.sh
      ${first}
      sysctl -p /etc/sysctl.d/60-router.conf
      #- /etc/sysctl.d/60-router.conf
      net.ipv4.ip_forward = 1
    `).sysctls.every(({ value }) => !isUnknown(value.value));
  expect(forwards('true')).toBe(true);
  expect(forwards('envsubst < /x > /etc/sysctl.d/60-router.conf')).toBe(false);
});

test('a line without an end takes no time', () => {
  const long = 200_000;
  for (const word of ['cp ', 'sed -i ', 'sed -a ', 'tee -', '>/', 'cp /a', '> ', 'mv x '])
    expect(writtenFiles(word.repeat(long / word.length)).size).toBeLessThan(long);
});
