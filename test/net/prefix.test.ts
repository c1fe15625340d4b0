import { Address4, Address6 } from 'ip-address';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictAddress } from '../../server/src/net/address.ts';
import {
  formatNetwork,
  formatPrefix,
  hasHostBits,
  parseIproutePrefix,
  parseStrictPrefix,
  prefixContains,
  prefixCovers,
} from '../../server/src/net/prefix.ts';
import type { Prefix } from '../../server/src/net/prefix.ts';

const iproute = (text: string): string | undefined => {
  const prefix = parseIproutePrefix(text);
  return prefix === undefined ? undefined : formatPrefix(prefix);
};

describe('as the ip program reads it (routes that `ip route add` made, iproute2 6.1)', () => {
  test.each([
    ['10.1', '10.1.0.0/32'],
    ['10/8', '10.0.0.0/8'],
    ['10.1/16', '10.1.0.0/16'],
    ['10.1/0x10', '10.1.0.0/16'],
    ['10.1/020', '10.1.0.0/16'],
    ['10.1/255.255.0.0', '10.1.0.0/16'],
    ['10.1/255.255', '10.1.0.0/16'],
    ['10/ 8', '10.0.0.0/8'],
    ['10/+8', '10.0.0.0/8'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:db8::/255.255', '2001:db8::/16'],
    ['default', '0.0.0.0/0'],
    ['any', '0.0.0.0/0'],
    ['all', '0.0.0.0/0'],
  ])('%j is %s', (text, expected) => expect(iproute(text)).toBe(expected));

  test.each([
    '10.1/33',
    '10.1/',
    '10.1/-1',
    '10.1/255.0.255.0',
    '10.1/8 ',
    '10.1/8x',
    'default/0',
    'any/8',
    '1.2.3.4/24/8',
    '10.1/08',
    '10.1/0x',
    '2001:db8::/129',
    '2001:db8::/ffff::',
    '10.1/4294967304',
    '10.1/255.255.255.0x',
  ])('%j is refused', (text) => expect(iproute(text)).toBeUndefined());

  test('the family decides what `default` is', () => {
    const prefix = parseIproutePrefix('default', 6);
    expect(prefix === undefined ? undefined : formatPrefix(prefix)).toBe('::/0');
  });
});

test('a strict prefix has a length', () => {
  expect(parseStrictPrefix('192.0.2.1/24')?.length).toBe(24);
  for (const text of [
    '192.0.2.1',
    '192.0.2.1/33',
    '192.0.2.1/-1',
    '192.0.2.1/',
    '192.0.2/24',
    '2001:db8::/129',
  ]) {
    expect(parseStrictPrefix(text)).toBeUndefined();
  }
});

test('host bits', () => {
  expect(
    ['192.0.2.1/24', '192.0.2.0/24', '0.0.0.0/0', '2001:db8::1/64', '2001:db8::/64'].map((text) =>
      hasHostBits(prefixOf(text)),
    ),
  ).toEqual([true, false, false, true, false]);
});

const anyPrefix = fc.oneof(
  fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, length]) => `${address}/${length}`),
  fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, length]) => `${address}/${length}`),
);

test('networks are those of the ip-address package', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(32), (address, length) => {
      const expected = new Address4(`${address}/${length}`).startAddress().correctForm();
      expect(formatNetwork(prefixOf(`${address}/${length}`))).toBe(`${expected}/${length}`);
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), fc.nat(128), (address, length) => {
      const expected = new Address6(`${address}/${length}`).startAddress().correctForm();
      const network = prefixOf(`${expected}/${length}`);
      expect(formatNetwork(prefixOf(`${address}/${length}`))).toBe(formatPrefix(network));
    }),
  );
});

test('a prefix covers its network, its addresses and every longer prefix of them', () => {
  fc.assert(
    fc.property(anyPrefix, anyPrefix, (first, second) => {
      const a = prefixOf(first);
      const b = prefixOf(second);
      expect(prefixCovers(a, a)).toBe(true);
      expect(prefixContains(a, a.address)).toBe(true);
      const isShorter = a.length <= b.length && a.address.family === b.address.family;
      expect(prefixCovers(a, b)).toBe(
        isShorter && formatNetwork(a) === formatNetwork({ ...b, length: a.length }),
      );
    }),
  );
});

test('no text makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseStrictAddress(text);
      parseStrictPrefix(text);
      parseIproutePrefix(text);
      parseIproutePrefix(`10.0.0.0/${text}`);
    }),
  );
});

function prefixOf(text: string): Prefix {
  const prefix = parseStrictPrefix(text);
  if (prefix === undefined) throw new Error(text);
  return prefix;
}
