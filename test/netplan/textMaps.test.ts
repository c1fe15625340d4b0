/** Keys of `external-ids` and `other-config` that are written twice, with the words of netplan 1.2.2. */
import { describe, expect, test } from 'vitest';
import { one, problemsOf, type Files } from './treeOf.ts';

describe('maps of Open vSwitch', () => {
  const open = (text: string): string => `ethernets: {e: {openvswitch: {external-ids: ${text}}}}`;
  const bridge = 'bridges: {b: {interfaces: [e], openvswitch: {}}}';
  test.each<[string, Files, readonly string[]]>([
    ['one value twice', one(open('{a: b, a: b}'), bridge), []],
    ['two values', one(open('{a: b, a: c}'), bridge), ["conflict a | duplicate map entry 'a'"]],
    [
      'another value in a later file',
      {
        ...one(open('{a: b}'), bridge),
        'etc/netplan/b.yaml': `network: {${open('{a: c}')}}`,
      },
      ["conflict a | duplicate map entry 'a'"],
    ],
    [
      'of the network',
      one('openvswitch: {other-config: {a: b, a: c}}'),
      ["conflict a | duplicate map entry 'a'"],
    ],
  ])('%s', (_name, files, problems) => {
    expect(problemsOf(files)).toEqual(problems);
  });
});
