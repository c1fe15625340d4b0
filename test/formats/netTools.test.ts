/** `ifconfig` and `route` of net-tools: what a host has after each, with the tools themselves in a network namespace as the judge. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/fact.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { hostOf, routeTexts } from '../host/hostOf.ts';

const up = 'ifconfig eth0 192.0.2.2 netmask 255.255.255.0';

/** Commands behind `up`, which gives the link its address. */
const commands: readonly string[] = [
  'ifconfig eth0:1 198.51.100.2 netmask 255.255.255.128',
  'ifconfig eth0:1 10.1.2.3',
  'ifconfig eth0:1 172.16.2.3',
  'ifconfig eth0:1 198.51.100.2/28 up',
  'ifconfig eth0:1 inet 198.51.100.2 netmask 255.255.255.255 broadcast 198.51.100.2',
  'route add default gw 192.0.2.1',
  'route add default gw 192.0.2.1 eth0',
  'route add default gw 192.0.2.1 metric 5',
  'route add default gw 192.0.2.1 metric 5 dev eth0',
  'route add -net default gw 192.0.2.1',
  'route add -net 10.0.0.0 netmask 255.0.0.0 gw 192.0.2.9',
  'route add -net 10.0.0.0/9 gw 192.0.2.9 dev eth0 metric 10',
  'route add -net 203.0.113.0 netmask 255.255.255.0 dev eth0',
  'route add -net 203.0.113.0 netmask 255.255.255.0 eth0',
  'route add -host 203.0.113.7 gw 192.0.2.9 eth0',
  'route add 203.0.113.8 gw 192.0.2.9',
  'route add -host 203.0.113.9 eth0',
];

/** What `ip` shows: `192.0.2.2/24`, `10.0.0.0/8 192.0.2.9 eth0 10`. */
const namespace = 'rlnettools';
const run = (...args: readonly string[]): string =>
  spawnSync('ip', ['netns', 'exec', namespace, ...args], { encoding: 'utf8' }).stdout;
const hasTools =
  process.getuid?.() === 0 &&
  spawnSync('sh', ['-c', 'command -v ifconfig && command -v route']).status === 0 &&
  spawnSync('ip', ['netns', 'add', namespace]).status === 0;

afterAll(() => {
  if (hasTools) spawnSync('ip', ['netns', 'del', namespace]);
});

interface Shown {
  readonly dst?: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly metric?: number;
  readonly protocol?: string;
  readonly addr_info?: readonly { readonly local?: string; readonly prefixlen?: number }[];
}

function list(...args: readonly string[]): readonly Shown[] {
  return JSON.parse(run('ip', '-4', '-j', ...args) || '[]') as readonly Shown[];
}

function ofKernel(command: string): readonly string[] {
  run('ip', 'address', 'flush', 'dev', 'eth0');
  run('ip', 'link', 'set', 'eth0', 'down');
  run(...up.split(' '));
  run(...command.split(' '));
  const addresses = list('address', 'show', 'dev', 'eth0')
    .flatMap(({ addr_info: info }) => info ?? [])
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`);
  const routes = list('route', 'show')
    .filter(({ protocol }) => protocol !== 'kernel')
    .map(({ dst = '', gateway = '-', metric = 0 }) => `${dst} ${gateway} ${metric}`);
  return [...addresses, ...routes].toSorted();
}

function ofHost(command: string): readonly string[] {
  const host = hostOf({ '/usr/local/sbin/up.sh': `#!/bin/sh\n${up}\n${command}\n` });
  const prefix = (value: {
    readonly address: Parameters<typeof formatAddress>[0];
    readonly length: number;
  }): string => `${formatAddress(value.address)}/${value.length}`;
  const addresses = host.addresses.map((each) => {
    const found = known(each.prefix);
    return found === undefined ? '?' : prefix(found);
  });
  const routes = host.routes.map(({ destination, nexthops, metric }) => {
    const found = known(destination);
    const target = found === undefined || found === 'default' ? (found ?? '?') : prefix(found);
    const via = known(nexthops[0]?.via);
    return `${target.replace(/\/32$/, '')} ${via === undefined ? '-' : formatAddress(via)} ${known(metric) ?? 0}`;
  });
  return [...addresses, ...routes].toSorted();
}

describe.skipIf(!hasTools)('as the kernel has it', () => {
  beforeAll(() => {
    run('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth1');
    run('ip', 'link', 'set', 'eth1', 'up');
  });

  test.each(commands)('%s', (command) => {
    const kernel = ofKernel(command);
    expect(kernel.length).toBeGreaterThan(1);
    expect(ofHost(command)).toEqual(kernel);
  });
});

describe('what is not read sets nothing that is known', () => {
  test.each([
    'ifconfig eth0 up',
    'ifconfig eth0 0.0.0.0',
    'ifconfig eth0 hw ether 02:00:00:00:00:01',
    'ifconfig eth0 router.example netmask 255.255.255.0',
    'ifconfig eth0 198.51.100.2 netmask 255.0.255.0',
    'ifconfig eth0 inet6 add 2001:db8::1/64',
    'ifconfig eth0 198.51.100.2 pointopoint 198.51.100.1',
    'route -n',
    'route',
    'route add -net 172.16.0.0 gw 192.0.2.9',
    'route add -net example gw 192.0.2.9',
    'route -A inet6 add default gw 2001:db8::1',
    'route add -host 203.0.113.7/24 gw 192.0.2.9',
    'route add default gw 192.0.2.1 window 1000',
  ])('%s', (command) => {
    expect(ofHost(command)).toEqual(['192.0.2.2/24']);
  });

  test('a value that is not known', () => {
    expect(ofHost('ifconfig eth1 $ADDRESS netmask $MASK')).toEqual(['192.0.2.2/24', '?']);
    expect(ofHost('route add default gw $GW')).toEqual(['192.0.2.2/24', 'default - 0']);
    expect(ofHost('route add $OPTIONS gw 192.0.2.1')).toEqual(['192.0.2.2/24', '? 192.0.2.1 0']);
  });
});

test('what is taken away is gone', () => {
  const host = hostOf({
    '/usr/local/sbin/up.sh': `#!/bin/sh\nroute add default gw 192.0.2.1\nroute del default\nip route add default via 192.0.2.9\n`,
  });
  expect(routeTexts(host)).toEqual(['default via 192.0.2.9 dev ? table 254']);
});
