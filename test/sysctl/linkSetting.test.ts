/** What a setting is for one link on a host, with its files in their order. */
import { describe, expect, test } from 'vitest';
import { linkSetting } from '../../server/src/host/linkSetting.ts';
import { sysctlNumber } from '../../server/src/host/sysctl.ts';
import { hostOf, scriptHost } from '../host/hostOf.ts';

function inForce(text: string, name: string, family: 4 | 6 = 4): number | undefined {
  return linkSetting(scriptHost(text), { family, link: 'eno3', name }).effective;
}

describe('order of writes', () => {
  test.each([
    ['sysctl -w net.ipv4.conf.eno3.forwarding=0 net.ipv4.ip_forward=1', 1],
    ['sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.eno3.forwarding=0', 0],
    // The second write changes nothing, so it goes nowhere.
    ['sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.eno3.forwarding=0 net.ipv4.ip_forward=1', 0],
    ['echo 1 > /proc/sys/net/ipv4/conf/all/forwarding', 1],
    ['sysctl -w net.ipv4.conf.default.forwarding=1', 0],
  ])('%s', (text, expected) => {
    expect(inForce(text, 'forwarding')).toBe(expected);
  });

  test('a new value of ip_forward decides on redirects', () => {
    const before =
      'sysctl -w net.ipv4.conf.all.accept_redirects=1 net.ipv4.conf.eno3.accept_redirects=1\n';
    expect(inForce(before, 'accept_redirects')).toBe(1);
    expect(inForce(`${before}sysctl -w net.ipv4.ip_forward=1\n`, 'accept_redirects')).toBe(0);
  });

  test('IPv6 goes by the setting of the link, except where all is written through', () => {
    expect(inForce('sysctl -w net.ipv6.conf.all.accept_ra=2', 'accept_ra', 6)).toBe(undefined);
    expect(inForce('sysctl -w net.ipv6.conf.all.disable_ipv6=1', 'disable_ipv6', 6)).toBe(1);
    expect(inForce('sysctl -w net.ipv6.conf.all.forwarding=1', 'forwarding', 6)).toBe(1);
  });
});

test.each([
  ['rp_filter', [2, 1], 2],
  ['src_valid_mark', [0, 1], 1],
  ['accept_source_route', [1, 0], 0],
  ['arp_ignore', [1, 2], 2],
  ['medium_id', [7, 3], 3],
] as const)('%s with all and the link %j is %d', (name, [all, link], expected) => {
  const text = `sysctl -w net.ipv4.conf.all.${name}=${all} net.ipv4.conf.eno3.${name}=${link}`;
  expect(inForce(text, name)).toBe(expected);
});

test('ip_forward and conf.all.forwarding are one', () => {
  const host = scriptHost('sysctl -w net.ipv4.ip_forward=1 net.ipv4.conf.all.forwarding=0');
  expect(sysctlNumber(host, ['net', 'ipv4', 'ip_forward'])).toBe(0);
});

test('a value that the kernel refuses changes nothing', () => {
  const host = scriptHost(
    'sysctl -w net.ipv4.fib_multipath_hash_policy=1\nsysctl -w net.ipv4.fib_multipath_hash_policy=9\n',
  );
  expect(sysctlNumber(host, ['net', 'ipv4', 'fib_multipath_hash_policy'])).toBe(1);
});

test('a pattern leaves out what another file names', () => {
  const host = hostOf({
    '/etc/sysctl.d/10-a.conf': 'net.ipv4.conf.eno3.rp_filter = 1\n-net.ipv4.conf.all.rp_filter\n',
    '/usr/lib/sysctl.d/50-default.conf': 'net.ipv4.conf.*.rp_filter = 2\n',
  });
  const setting = linkSetting(host, { family: 4, link: 'eno3', name: 'rp_filter' });
  expect([setting.all, setting.link]).toEqual([undefined, 1]);
});

describe('sysctl -p', () => {
  const files = {
    '/etc/sysctl.d/60-router.conf': 'net.ipv4.conf.eno3.rp_filter = 1\n',
    '/opt/router/sysctl.conf': 'net.ipv4.conf.eno3.rp_filter = 2\n',
  };
  const key = ['net', 'ipv4', 'conf', 'eno3', 'rp_filter'];

  test('reads a file of the host again', () => {
    const text =
      'sysctl -w net.ipv4.conf.eno3.rp_filter=0\nsysctl -p /etc/sysctl.d/60-router.conf\n';
    expect(sysctlNumber(hostOf({ ...files, '/usr/local/sbin/a.sh': text }), key)).toBe(1);
  });

  test('makes everything uncertain where the file is not here', () => {
    const host = hostOf({ ...files, '/usr/local/sbin/a.sh': 'sysctl -p /etc/other.conf\n' });
    expect(linkSetting(host, { family: 4, link: 'eno3', name: 'rp_filter' }).isCertain).toBe(false);
  });
});
