/** Tables that texts name which are not read as commands. */
import { expect, test } from 'vitest';
import { isNamedElsewhere } from '../../server/src/host/tableMentions.ts';
import { hostOfFixture } from '../support/analyze.ts';

function isNamed(lines: string): boolean {
  const files = [
    { path: '/etc/iproute2/rt_tables', text: '100 isp1\n' },
    {
      path: '/usr/local/sbin/up.sh',
      text: `#!/bin/sh\nip rule add from all lookup 100\n${lines}\n`,
    },
  ];
  return isNamedElsewhere(hostOfFixture({ files, options: new Map() }), '100');
}

test.each([
  'echo "ip route add default dev eth0 table 100" > /run/later.sh',
  'echo "route add default table isp1" > /run/later.sh',
  'add_route default \\\n  100',
  "cat > /run/x <<'E'\niproute: default, 'isp1'\nE",
])('named: %s', (lines) => {
  expect(isNamed(lines)).toBe(true);
});

test.each([
  'ip route add default dev eth0 table 100',
  '# add_route default 100',
  'add_route default 1000 isp1-b 10.100',
  'echo 100; add_route default',
  'add_route default\necho 100',
])('not named: %s', (lines) => {
  expect(isNamed(lines)).toBe(false);
});
