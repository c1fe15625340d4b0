import { describe, expect, test } from 'vitest';
import { unknown } from '../../server/src/base/fact.ts';
import type { Host, HostNexthop, HostRoute, HostSysctl } from '../../server/src/host/model.ts';
import { parseHashKey } from '../../server/src/kernel/hashKey.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../server/src/kernel/profiles.ts';
import { parseStrictAddress } from '../../server/src/net/address.ts';
import type { Address } from '../../server/src/net/address.ts';
import { parseStrictPrefix } from '../../server/src/net/prefix.ts';
import { distribute } from '../../server/src/simulate/distribute.ts';
import type { DistributeOptions } from '../../server/src/simulate/distribute.ts';
import { flowProfiles } from '../../server/src/simulate/flowProfiles.ts';
import { parseFlows } from '../../server/src/simulate/flows.ts';
import { findGroups } from '../../server/src/simulate/groups.ts';
import type { Distribution, Group, PreviewRefusal } from '../../server/src/simulate/types.ts';

const origin = { file: 'uplinks.sh', span: { start: 0, end: 1 } };
const SEED = 'net.ipv4.fib_multipath_hash_seed';
const POLICY = 'net.ipv4.fib_multipath_hash_policy';

describe('groups of a host', () => {
  test('members, shares, policy and seed', () => {
    const [group] = findGroups(
      host({
        sysctls: [
          [SEED, '1'],
          [POLICY, '0x1'],
          [SEED, '42'],
          [POLICY, 'many'],
        ],
      }),
    );
    expect(group).toMatchObject({
      kind: 'route',
      family: 4,
      name: 'default',
      policy: { value: 1 },
      seed: { value: 42 },
    });
    expect(group?.members).toEqual([
      {
        index: 0,
        gateway: '192.0.2.1',
        device: 'eno4',
        weight: 1,
        configured: 0.25,
        source: '192.0.2.2',
      },
      {
        index: 1,
        gateway: '198.51.100.1',
        device: 'eno3',
        weight: 3,
        configured: 0.75,
        source: '198.51.100.2',
      },
    ]);
  });

  test('an unknown gateway stays unknown, an unknown weight is refused', () => {
    const [lost] = findGroups(
      host({ nexthops: [nexthop(undefined, 'eno4', 1), nexthop(undefined, 'eno3', 1)] }),
    );
    expect(lost?.members.map(({ gateway, configured }) => [gateway, configured])).toEqual([
      [undefined, 0.5],
      [undefined, 0.5],
    ]);
    const weightless = {
      ...nexthop('192.0.2.1', 'eno4', 1),
      weight: { value: unknown('`$W` is set elsewhere', 'W'), origin },
    };
    const groups = findGroups(host({ nexthops: [weightless, nexthop('198.51.100.1', 'eno3', 1)] }));
    expect(groups[0]?.refusal).toBe('a weight is not known: `$W` is set elsewhere');
    expect(groups[0] === undefined ? '' : reasonOf(distribute(groups[0], host({})))).toMatch(
      /a weight is not known/,
    );
  });

  test('a single nexthop is no group', () => {
    expect(findGroups(host({ nexthops: [nexthop('192.0.2.1', 'eno4', 1)] }))).toEqual([]);
  });
});

describe('with a seed', () => {
  const seeded = host({ sysctls: [[SEED, '42']] });

  test('every flow is decided, and the shares are counted', () => {
    const result = preview(seeded, {});
    expect(result).toMatchObject({
      exact: true,
      seed: 42,
      policy: 0,
      profile: 'office',
      notes: [],
    });
    expect(result.flows.every(({ member }) => member !== null)).toBe(true);
    expect(result.members.map(({ flows }) => flows).reduce((a, b) => a + b)).toBe(
      result.flows.length,
    );
    expect(result.members[1]?.predicted).toBeCloseTo(0.75, 1);
  });

  test('the same two addresses always go together by policy 0, not by policy 1', () => {
    const byAddresses = preview(seeded, { profile: 'single-server' });
    const nUplinks = (result: Distribution): number =>
      new Set(result.flows.filter((_, i) => i % 50 === 0).map(({ member }) => member)).size;
    expect(nUplinks(byAddresses)).toBe(1);
    const byPorts = preview(seeded, { profile: 'single-server', policy: 1 });
    expect(nUplinks(byPorts)).toBe(2);
    expect(byPorts.notes.join(' ')).toMatch(/network card.*Policy 3 with .*fields. 55/);
  });

  test('a link that is down gets nothing', () => {
    const result = preview(seeded, { down: ['eno3', 'eth9'] });
    expect(result.members.map(({ predicted }) => predicted)).toEqual([1, 0]);
    expect(result.notes).toEqual(['No member leaves by `eth9`.']);
    expect(reasonOf(run(seeded, { down: ['eno3', 'eno4'] }))).toMatch(/every nexthop is down/);
  });

  test('flows of the user, in their order; one that cannot be told says why', () => {
    const { flows } = parseFlows(
      'src,dst,proto,icmpType,origin\n192.0.2.9,203.0.113.1,tcp,,\n192.0.2.9,203.0.113.1,icmp,3,\n2001:db8::1,2001:db8::2,tcp,,\n192.0.2.2,203.0.113.1,tcp,,local\n',
    );
    const result = preview(seeded, { flows });
    expect(result.profile).toBe('input');
    expect(result.flows.map(({ member }) => member)).toEqual([expect.any(Number), null, null, 0]);
    expect(result.notes).toEqual([
      '1 flow is not counted: an ICMP error is hashed by the addresses of the packet it quotes, which is not given.',
      '1 flow is not counted: an IPv6 flow never meets an IPv4 route.',
    ]);
  });
});

describe('without a seed', () => {
  test('a spread, and no flow is claimed to be known', () => {
    const result = preview(host({}), {});
    expect(result).toMatchObject({ exact: false, seed: null });
    const [first] = result.members;
    expect(first?.predicted).toBeCloseTo(0.25, 1);
    expect(first?.low).toBeLessThan(first?.predicted ?? 0);
    expect(first?.high).toBeGreaterThan(first?.predicted ?? 1);
    expect(new Set(result.flows.map(({ why }) => why))).toEqual(
      new Set(['the key of the hash is random at each boot']),
    );
    expect(preview(host({}), {})).toEqual(result);
  });

  test('few flows spread wider than many', () => {
    const width = (profile: string): number => {
      const [first] = preview(host({}), { profile }).members;
      return (first?.high ?? 0) - (first?.low ?? 0);
    };
    expect(width('single-server')).toBeGreaterThan(2 * width('uniform'));
  });

  test('a local flow from the address of one uplink is certain all the same', () => {
    const { flows } = parseFlows('src,dst,origin\n198.51.100.2,203.0.113.1,local\n');
    expect(preview(host({}), { flows }).flows).toEqual([{ member: 1 }]);
    expect(preview(host({}), { flows, kernel: kernel('6.12') }).flows[0]?.member).toBeNull();
  });

  test('the boot key of an older kernel makes it exact', () => {
    const hashKey = parseHashKey('231c40075dbe6a7c,3518c666ef1bbc27');
    if (hashKey === undefined) throw new Error('bad key');
    expect(preview(host({}), { hashKey, kernel: kernel('6.1') })).toMatchObject({
      exact: true,
      seed: null,
      notes: [],
    });
    expect(preview(host({}), { hashKey, kernel: kernel('5.10') }).exact).toBe(true);
    const older = preview(host({}), { hashKey, kernel: kernel('5.4') });
    expect(older.exact).toBe(false);
    expect(older.notes.join(' ')).toMatch(/6\.0 and newer\), not for 5\.4/);
  });
});

describe('older kernels', () => {
  const lines = host({
    sysctls: [
      [SEED, '42'],
      [POLICY, '1'],
    ],
  });

  test.each([
    ['3.2', /routing cache/],
    ['3.13', /every forwarded packet/],
  ])('%s does not hash: shares by weight', (version, note) => {
    const result = preview(lines, { kernel: kernel(version) });
    expect(result.exact).toBe(false);
    expect(result.members.map(({ predicted }) => predicted)).toEqual([0.25, 0.75]);
    expect(result.flows.every(({ member }) => member === null)).toBe(true);
    expect(result.notes.join(' ')).toMatch(note);
  });

  test('4.15 has no seed, 4.4 has no policy', () => {
    expect(preview(lines, { kernel: kernel('4.15') }).notes[0]).toMatch(
      /Kernel 4\.15 has no .*hash_seed/,
    );
    const old = preview(lines, { kernel: kernel('4.4') });
    expect(old.policy).toBe(0);
    expect(old.notes[0]).toMatch(/Kernel 4\.4 has no .*hash_policy/);
  });

  test('4.15.3 sends all clients of one port pair the same way by policy 1', () => {
    const { flows } = parseFlows(
      `src,dst,proto,sport,dport\n${Array.from({ length: 50 }, (_, i) => `192.0.2.${i + 1},203.0.113.1,udp,500,500`).join('\n')}`,
    );
    const [first] = preview(lines, { kernel: kernel('4.15.3'), flows }).members;
    expect([first?.low, first?.high]).toEqual([0, 1]);
  });
});

describe('refusals', () => {
  test.each<[string, DistributeOptions, RegExp]>([
    ['policy 4', { policy: 4 }, /has no hash policy 4/],
    [
      'policy 3 on 4.15',
      { policy: 3, kernel: kernel('4.15') },
      /kernel 4\.15 has no hash policy 3/,
    ],
    ['profile', { profile: 'nobody' }, /no flow profile `nobody`; there are `office`/],
  ])('%s', (_, options, reason) => expect(reasonOf(run(host({}), options))).toMatch(reason));

  test('an unknown policy gives a spread of policy 0 and says so', () => {
    const result = preview(
      host({
        sysctls: [
          [SEED, '42'],
          [POLICY, undefined],
        ],
      }),
      {},
    );
    expect(result.exact).toBe(false);
    expect(result.notes[0]).toMatch(/hash_policy` is not known/);
  });
});

test('flow profiles are the same every time', () => {
  for (const { createFlows } of flowProfiles) expect(createFlows()).toEqual(createFlows());
  expect(flowProfiles.map(({ id, createFlows }) => [id, createFlows().length])).toEqual([
    ['office', 2000],
    ['single-server', 2000],
    ['uniform', 4000],
  ]);
});

interface Lines {
  readonly nexthops?: readonly HostNexthop[];
  readonly sysctls?: readonly (readonly [key: string, value: string | undefined])[];
}

function host({ nexthops, sysctls = [] }: Lines): Host {
  const route: HostRoute = {
    language: 'iproute',
    family: 4,
    type: 'unicast',
    destination: { value: 'default', origin },
    table: { value: 254, origin },
    metric: undefined,
    scope: undefined,
    src: undefined,
    nexthops: nexthops ?? [nexthop('192.0.2.1', 'eno4', 1), nexthop('198.51.100.1', 'eno3', 3)],
    multipath: true,
    automatic: false,
    context: undefined,
    origin,
  };
  return {
    documents: [],
    isTree: true,
    netplan: { files: [], groups: [], shadowed: [], definitions: [], ignored: [], problems: [] },
    kernel: kernel(newestKernel),
    links: [],
    addresses: [hostAddress('eno4', '192.0.2.2/24'), hostAddress('eno3', '198.51.100.2/24')],
    routes: [route],
    routesEverAdded: [route],
    policyRules: [],
    netfilter: [],
    netfilterIncomplete: false,
    sysctls: sysctls.map(([key, value]) => sysctl(key, value)),
    tableNames: new Map(),
    refusals: [],
  };
}

function sysctl(key: string, value: string | undefined): HostSysctl {
  const fact = { value: value ?? unknown('`$POLICY` is set elsewhere', 'POLICY'), origin };
  return { key: key.split('.'), value: fact, origin, keyOrigin: origin };
}

function nexthop(via: string | undefined, dev: string, weight: number): HostNexthop {
  return {
    via: via === undefined ? undefined : { value: address(via), origin },
    dev: { value: dev, origin },
    weight: { value: weight, origin },
    onlink: false,
    origin,
  };
}

function hostAddress(link: string, text: string): Host['addresses'][number] {
  const prefix = parseStrictPrefix(text);
  if (prefix === undefined) throw new Error(text);
  return {
    link: { value: link, origin },
    prefix: { value: prefix, origin },
    peer: undefined,
    family: 4,
    language: 'iproute',
  };
}

function address(text: string): Address {
  const parsed = parseStrictAddress(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

function kernel(version: string): KernelProfile {
  const profile = kernelProfile(version);
  if (profile === undefined) throw new Error(version);
  return profile;
}

function run(of: Host, options: DistributeOptions): Distribution | PreviewRefusal {
  const [group] = findGroups(of);
  if (group === undefined) throw new Error('no group');
  return distribute(group satisfies Group, of, options);
}

function preview(of: Host, options: DistributeOptions): Distribution {
  const result = run(of, options);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

function reasonOf(result: Distribution | PreviewRefusal): string {
  return 'reason' in result ? result.reason : 'not refused';
}
