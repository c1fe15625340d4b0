import { describe, expect, test } from 'vitest';
import { deploymentOf } from '../../server/src/plan/deployment.ts';
import { makePlan, type PlanInput } from '../../server/src/plan/makePlan.ts';
import { readFacts } from '../../server/src/plan/readFacts.ts';
import type { HostFacts } from '../../server/src/plan/types.ts';

const answer = (more = ''): string => `== release
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"

== kernel
6.1.0-56-cloud-amd64

== host
edge1

== netplan
0.106-2+deb12u1

== systemd
systemd 252 (252.39-1~deb12u1)

== iproute2
ip utility, iproute2-6.1.0, libbpf 1.1.2

== ssh
192.0.2.9 50000 192.0.2.1 22

== user
0

== address
[{"ifname":"eno3","addr_info":[{"family":"inet","local":"192.0.2.1","prefixlen":24}]}]

== route4
[{"dst":"default","gateway":"192.0.2.254","dev":"eno3","protocol":"static","metric":5}]

== rule4
[{"priority":99,"src":"10.9.9.9","table":"77"}]

== sysctl
net/ipv4/ip_forward 1

== bond
bond0 mode 802.3ad 4
bond0 xmit_hash_policy layer2 0
${more}`;

const facts = readFacts(answer());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function plan(input: Partial<PlanInput>): ReturnType<typeof makePlan> {
  return makePlan({
    host: 'edge1',
    facts,
    workspace: [],
    remote: [],
    scripts: [],
    removals: [],
    bonds: [],
    plannedAddresses: undefined,
    findings: [],
    ...input,
  });
}

const file = (path: string, text: string): PlanInput['workspace'][number] => ({
  path,
  text,
  content: bytes(text),
});

describe('facts', () => {
  test('of a host, as its programs print them', () => {
    expect(facts).toMatchObject({
      name: 'edge1',
      release: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-56-cloud-amd64',
      netplan: '0.106-2+deb12u1',
      systemd: 252,
      iproute2: '6.1.0',
      connection: { client: '192.0.2.9', server: '192.0.2.1' },
      isRoot: true,
      addresses: [{ link: 'eno3', address: '192.0.2.1', length: 24, isDynamic: false }],
      routes: [{ destination: 'default', metric: 5 }],
      rules: [{ priority: 99, text: 'from 10.9.9.9 lookup 77' }],
    });
    expect(facts.sysctls.get('net/ipv4/ip_forward')).toBe('1');
    expect(facts.bonds[0]?.options.get('mode')).toBe('802.3ad 4');
  });

  test.each(['', '== link\nnot json\n', '== address\n{}\n', '\0', '== sysctl\n\n'])(
    'of a host that answers %j are empty, and nothing throws',
    (text) => {
      const none: HostFacts = readFacts(text);
      expect(none).toMatchObject({ isRoot: false, systemd: undefined, links: [], addresses: [] });
    },
  );
});

describe('a plan', () => {
  test('holds what differs, in the order in which it counts', () => {
    const { files, runs } = plan({
      workspace: [
        file('etc/sysctl.d/60.conf', 'net.ipv4.ip_forward = 1\n'),
        file('usr/local/sbin/up.sh', '#!/bin/sh\n'),
        file('etc/netplan/50.yaml', 'network: {}\n'),
        file('etc/netplan/60.yaml', 'network: {version: 2}\n'),
        file('etc/nftables.conf', 'flush ruleset\n'),
        file('README.md', 'not ours\n'),
      ],
      remote: [{ path: '/etc/netplan/50.yaml', content: bytes('network: {}\n') }],
      scripts: ['/usr/local/sbin/up.sh'],
    });
    expect(files.map(({ path, mode }) => `${path} ${mode}`)).toEqual([
      '/etc/sysctl.d/60.conf 644',
      '/usr/local/sbin/up.sh 755',
      '/etc/netplan/60.yaml 600',
      '/etc/nftables.conf 644',
    ]);
    expect(runs.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      'netplan /etc/netplan',
      'sysctl /etc/sysctl.d/60.conf',
      'nft /etc/nftables.conf',
      'script /usr/local/sbin/up.sh',
    ]);
  });

  test('is empty where the host has it all', () => {
    const content = bytes('network: {}\n');
    const same = plan({
      workspace: [file('etc/netplan/50.yaml', 'network: {}\n')],
      remote: [{ path: '/etc/netplan/50.yaml', content }],
    });
    expect(same).toMatchObject({ files: [], runs: [], warnings: [] });
  });

  test('leaves alone what both sides have in bytes that are no UTF-8', () => {
    const content = new Uint8Array([0x23, 0xe9, 0x0a]);
    const same = plan({
      workspace: [file('etc/sysctl.d/60.conf', new TextDecoder().decode(content))],
      remote: [{ path: '/etc/sysctl.d/60.conf', content }],
    });
    expect(same).toMatchObject({ files: [], runs: [] });
  });

  test('puts files where somebody says, in any form', () => {
    const { files, runs } = plan({
      workspace: [file('router.yaml', 'network: {}\n'), file('up', '#!/bin/sh\n'), file('x', '')],
      places: new Map([
        ['router.yaml', '/etc/netplan/60.yaml'],
        ['up', '/srv/up'],
      ]),
    });
    expect(files).toMatchObject([
      { path: '/etc/netplan/60.yaml', mode: '600' },
      { path: '/srv/up', mode: '755' },
    ]);
    expect(runs).toEqual([{ kind: 'netplan', path: '/etc/netplan' }]);
  });

  test('removes what it is told to, and only what is there', () => {
    const { files, runs } = plan({
      removals: ['/etc/netplan/90.yaml', '/etc/netplan/91.yaml'],
      remote: [{ path: '/etc/netplan/90.yaml', content: bytes('x') }],
    });
    expect(files).toMatchObject([{ path: '/etc/netplan/90.yaml', content: undefined }]);
    expect(runs).toEqual([{ kind: 'netplan', path: '/etc/netplan' }]);
  });

  const change = [file('etc/netplan/50.yaml', 'network: {}\n')];

  test.each<[string, Partial<PlanInput>, string]>([
    ['connection-lost', { plannedAddresses: new Set(['192.0.2.7']) }, '192.0.2.1'],
    ['bond-anew', { bonds: ['bond0'] }, 'bond0'],
    ['not-root', { facts: { ...facts, isRoot: false } }, 'sudo'],
    ['no-systemd', { facts: { ...facts, systemd: undefined } }, 'systemd'],
    ['armed', { facts: { ...facts, armed: ['x1'] } }, 'x1'],
  ])('warns: %s', (kind, input, word) => {
    const { warnings } = plan({ workspace: change, ...input });
    expect(warnings.find((warning) => warning.kind === kind)?.text).toContain(word);
  });

  test.each<[string, Partial<PlanInput>]>([
    ['connection-lost', { plannedAddresses: new Set(['192.0.2.1']) }],
    ['connection-lost', { plannedAddresses: undefined }],
    [
      'connection-lost',
      {
        plannedAddresses: new Set(),
        facts: {
          ...facts,
          addresses: [{ link: 'eno3', address: '192.0.2.1', length: 24, isDynamic: true }],
        },
      },
    ],
    ['bond-anew', { bonds: [] }],
  ])('does not warn: %s', (kind, input) => {
    const { warnings } = plan({ workspace: change, ...input });
    expect(warnings.map((warning) => warning.kind)).not.toContain(kind);
  });
});

test.each([
  ['etc/netplan/../shadow', undefined],
  ['etc/netplan/a.yaml', 'netplan'],
  ['run/netplan/a.yaml', 'netplan'],
  ['etc/sysctl.conf', 'sysctl'],
  ['etc/passwd', undefined],
  ['root/.ssh/authorized_keys', undefined],
])('%s is for %s', (path, run) => {
  expect(deploymentOf(path, '')?.run).toBe(run);
});
