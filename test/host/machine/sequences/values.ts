/** The few names and numbers that all commands share. */
import type { Maker } from './maker.ts';

export function link(m: Maker): string {
  return m.pick('v0', 'v0', 'v1', 'v1', 'w0', 'w1', 'br0', 'lo');
}

export function address4(m: Maker): string {
  return m.pick(
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.9',
    '10.0.1.1',
    '10.0.1.2',
    '192.0.2.1',
    '203.0.113.5',
  );
}

export function gateway4(m: Maker): string {
  return m.pick('10.0.0.254', '10.0.1.254', '10.0.0.2', '192.0.2.254', '203.0.113.254');
}

export function prefix4(m: Maker): string {
  return m.pick(
    'default',
    'default',
    '10.9.0.0/16',
    '10.9.1.0/24',
    '172.16.0.0/12',
    '10.0.0.0/24',
    '192.0.2.0/24',
    '198.51.100.7',
    '10.9.1.5/24',
  );
}

export function prefix6(m: Maker): string {
  return m.pick(
    'default',
    '2001:db8:9::/48',
    '2001:db8:9:1::/64',
    '2001:db8:1::/64',
    '2001:db8:7::7',
    'fd00::/8',
  );
}

export function gateway6(m: Maker): string {
  return m.pick('2001:db8:1::fe', '2001:db8:2::fe', 'fe80::1', '2001:db8:1::1', '2001:db8:5::1');
}

export function table(m: Maker): string {
  return m.pick('100', '101', 'main', 'local', '300');
}
