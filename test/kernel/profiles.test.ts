import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  kernelProfile,
  knownKernels,
  knownReleases,
  newestKernel,
} from '../../server/src/kernel/profiles.ts';
import type { KernelProfile } from '../../server/src/kernel/profiles.ts';

function profile(version: string): KernelProfile {
  const found = kernelProfile(version);
  if (found === undefined) throw new Error(version);
  return found;
}

const row = (version: string): string => {
  const {
    ipv4Multipath,
    hashFunction,
    ipv4Policies,
    ipv6Policies,
    ipv6Multipath,
    sourcePreference,
  } = profile(version);
  return `${version} ${ipv4Multipath} ${hashFunction} v4:${ipv4Policies.join('')} v6:${ipv6Multipath}:${ipv6Policies.join('')} ${sourcePreference}`;
};

test('the history of multipath routing', () => {
  const versions = [
    '3.2',
    '3.6',
    '3.13',
    '4.3',
    '4.4.100',
    '4.4',
    '4.7',
    '4.12',
    '4.15',
    '4.18',
    '5.3.9',
    '5.4',
    '5.10',
    '5.14',
    '6.12',
    '6.16',
    '6.17',
    '6.18.3',
    '6.18.4',
    '6.18',
    '7.2',
    '12.34',
  ];
  expect(`\n${versions.map(row).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    3.2 route-cache none v4: v6:none: none
    3.6 per-packet none v4: v6:none: none
    3.13 per-packet none v4: v6:modulo: none
    4.3 per-packet none v4: v6:modulo: none
    4.4.100 flow-hash jhash v4: v6:modulo: none
    4.4 flow-hash siphash v4: v6:modulo: none
    4.7 flow-hash jhash v4: v6:modulo: none
    4.12 flow-hash jhash v4:01 v6:modulo: none
    4.15 flow-hash jhash v4:01 v6:modulo: none
    4.18 flow-hash jhash v4:01 v6:regions:01 none
    5.3.9 flow-hash jhash v4:012 v6:regions:012 none
    5.4 flow-hash siphash v4:012 v6:regions:012 none
    5.10 flow-hash siphash v4:012 v6:regions:012 none
    5.14 flow-hash siphash v4:0123 v6:regions:0123 none
    6.12 flow-hash siphash v4:0123 v6:regions:0123 none
    6.16 flow-hash siphash v4:0123 v6:regions:0123 last
    6.17 flow-hash siphash v4:0123 v6:regions:0123 last
    6.18.3 flow-hash siphash v4:0123 v6:regions:0123 last
    6.18.4 flow-hash siphash v4:0123 v6:regions:0123 score
    6.18 flow-hash siphash v4:0123 v6:regions:0123 score
    7.2 flow-hash siphash v4:0123 v6:regions:0123 score
    12.34 flow-hash siphash v4:0123 v6:regions:0123 score
    "
  `);
});

test('what came with which version', () => {
  const first = (has: (kernel: KernelProfile) => boolean): string | undefined =>
    [
      '3.5',
      '3.6',
      '3.11',
      '3.12',
      '4.3',
      '4.4',
      '4.6',
      '4.7',
      '4.11',
      '4.12',
      '5.2',
      '5.3',
      '5.12',
      '5.13',
      '5.19',
      '6.0',
      '6.10',
      '6.11',
      '6.12',
      '6.15',
      '6.16',
    ].find((version) => has(profile(version)));
  expect({
    seed: first((kernel) => kernel.hasSeed),
    suppressPrefixLength: first((kernel) => kernel.hasSuppressPrefixLength),
    useNeigh: first((kernel) => kernel.hasUseNeigh),
    nexthopObjects: first((kernel) => kernel.hasNexthopObjects),
    resilient: first((kernel) => kernel.hasResilientGroups),
    symmetric: first((kernel) => kernel.isSymmetric),
    groupWeights: first((kernel) => kernel.maxGroupWeight > 256),
    knownLayout: first((kernel) => kernel.hasKnownLayout),
    randomPort: first((kernel) => kernel.drawsRandomPort),
  }).toEqual({
    seed: '6.11',
    suppressPrefixLength: '3.12',
    useNeigh: '4.7',
    nexthopObjects: '5.3',
    resilient: '5.13',
    symmetric: '4.12',
    groupWeights: '6.12',
    knownLayout: '5.19',
    randomPort: '6.16',
  });
});

describe('names', () => {
  test.each([
    ['bionic', '4.15', 'Ubuntu 18.04'],
    ['ubuntu-18.04', '4.15', 'Ubuntu 18.04'],
    ['Ubuntu 22.04', '5.15', 'Ubuntu 22.04'],
    ['debian-12', '6.1', 'Debian 12'],
    ['Bookworm', '6.1', 'Debian 12'],
    ['v6.18.4', '6.18.4', undefined],
    ['5.15.0-91-generic', '5.15', undefined],
    ['6.1.0-18-amd64', '6.1', undefined],
    ['6.18.44-custom', '6.18.44', undefined],
    ['7.1-rc2', '7.1', undefined],
    [' 4.15\n', '4.15', undefined],
  ])('%j is kernel %s', (text, version, release) => {
    expect([profile(text).version, profile(text).release]).toEqual([version, release]);
  });

  test.each([
    '',
    '6',
    '6.',
    '.18',
    '1.2',
    'linux',
    '6.18.4.1.2.3',
    '6.x',
    '4.15 generic',
    'fedora-40',
  ])('%j is no kernel', (text) => expect(kernelProfile(text)).toBeUndefined());

  test('a fix of one stable series stays in that series', () => {
    expect(profile('4.15.7').policy1ForgetsAddresses).toBe(true);
    expect(profile('4.15.8').policy1ForgetsAddresses).toBe(false);
    expect(profile('4.14.400').policy1ForgetsAddresses).toBe(true);
    const known = ['5.4', '5.10.145', '5.10.146', '5.10', '5.14', '5.15.70', '5.15.71', '5.18'];
    expect(known.filter((version) => profile(version).hasKnownLayout)).toEqual([
      '5.10.146',
      '5.10',
      '5.15.71',
    ]);
    const heavy = ['6.1.190', '6.1.191', '6.2', '6.6', '6.11', '6.12'];
    expect(heavy.filter((version) => profile(version).maxGroupWeight > 256)).toEqual([
      '6.1.191',
      '6.12',
    ]);
    const keeping = ['5.10', '6.1.190', '6.1.191', '6.5', '6.6'];
    expect(keeping.filter((version) => profile(version).groupKeepsFailedOwner)).toEqual([
      '5.10',
      '6.1.190',
      '6.5',
    ]);
    expect([profile('5.10.26').bondIcmpId, profile('5.10.27').bondIcmpId]).toEqual([
      'swapped',
      'number',
    ]);
  });

  test('everything offered can be read', () => {
    for (const { version } of knownKernels) expect(kernelProfile(version)?.version).toBe(version);
    for (const { name, version } of knownReleases)
      expect(kernelProfile(name)?.version).toBe(version);
    expect(profile(newestKernel).sourcePreference).toBe('score');
  });

  test('no text throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        kernelProfile(text);
      }),
    );
  });
});
