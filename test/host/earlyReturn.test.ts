/** What stands in a function behind `[ … ] && return` may not run. */
import { expect, test } from 'vitest';
import { checkHost } from '../../server/src/rules/index.ts';
import { hostOfFixture } from '../support/analyze.ts';

function found(body: string): string {
  const text = [
    '#!/bin/bash',
    'ip link add br0 type bridge',
    `renew() { ${body}; }`,
    'renew',
    'ip addr add 10.0.0.1/24 dev br0',
    '',
  ].join('\n');
  const files = [{ path: '/usr/local/sbin/up.sh', text }];
  const host = hostOfFixture({ files, options: new Map() });
  return checkHost(host)
    .map(({ rule }) => rule)
    .join();
}

test.each([
  '[ -e /run/keep ] && return; ip link del br0',
  '[ -e /run/drop ] || return 0; ip link del br0',
  'if [ -e /run/keep ]; then return 0; fi; ip link del br0',
  'if true; then [ -e /run/keep ] && return; fi; ip link del br0',
])('may not run: %s', (body) => {
  expect(found(body)).toBe('');
});

test.each([
  'ip link del br0',
  'ip link del br0; [ -e /run/keep ] && return; true',
  // An error: the script is judged as it is meant to run.
  '[ -x /sbin/ip ] || return 1; ip link del br0',
  '( [ -e /run/keep ] && return ); ip link del br0',
])('runs: %s', (body) => {
  expect(found(body)).toBe('link-missing');
});
