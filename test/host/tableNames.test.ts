/** Numbers of tables that a file of the host names and a script names again. */
import { expect, test } from 'vitest';
import { checkHost } from '../../server/src/rules/index.ts';
import { hostOfFixture } from '../support/analyze.ts';

/** The number that a host with `100 isp1` knows for `isp1`, and what is found where 100 and 200 are filled. */
function outcomeOf(lines: string): { readonly number: number | undefined; readonly found: string } {
  const text = [
    '#!/bin/bash',
    'T=/etc/iproute2/rt_tables',
    lines,
    'ip route add default via 10.0.0.1 dev eth0 table isp1',
    'ip route add default via 10.0.0.1 dev eth0 table 200',
    '',
  ].join('\n');
  const files = [
    { path: '/etc/iproute2/rt_tables', text: '100 isp1\n' },
    { path: '/usr/local/sbin/up.sh', text },
  ];
  const host = hostOfFixture({ files, options: new Map() });
  const found = checkHost(host).map(({ rule }) => rule);
  return { number: host.tableNames.get('isp1'), found: found.join() };
}

test.each([
  'grep -q isp1 $T || echo "200 isp1" >> $T',
  'if ! grep -qw isp1 $T; then echo 200 isp1 | tee -a $T; fi',
  'add() { grep -q "$2" $T && return; echo "$1 $2" >> $T; }\nadd 200 isp1',
  'for n in isp1; do grep -q $n $T && continue; echo "200 $n" >> $T; done',
])('a name that is there is left alone: %s', (lines) => {
  expect(outcomeOf(lines)).toEqual({ number: 100, found: '' });
});

test('a file that is written anew counts', () => {
  expect(outcomeOf('echo "200 isp1" > $T').number).toBe(200);
});

test('two names for one table are told', () => {
  expect(outcomeOf('echo "200 isp2" >> $T').found).toBe('');
  expect(
    outcomeOf('echo "200 isp2" >> $T\nip route add default via 10.0.0.1 dev eth0 table isp2').found,
  ).toBe('route-exists');
});
