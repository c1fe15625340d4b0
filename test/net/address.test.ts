import { isIPv4, isIPv6 } from 'node:net';
import { Address6 } from 'ip-address';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  equalAddresses,
  formatAddress,
  parseIprouteAddress,
  parseStrictAddress,
} from '../../server/src/net/address.ts';

const iproute = (text: string): string | undefined => {
  const address = parseIprouteAddress(text);
  return address === undefined ? undefined : formatAddress(address);
};

const strict = (text: string): string | undefined => {
  const address = parseStrictAddress(text);
  return address === undefined ? undefined : formatAddress(address);
};

describe('as the ip program reads it (answers of `ip route get`, iproute2 6.1)', () => {
  test.each([
    ['10.1', '10.1.0.0'],
    ['010.0.0.1', '8.0.0.1'],
    ['0x0a.1.1', '10.1.1.0'],
    ['0x10', '16.0.0.0'],
    ['0X1f', '31.0.0.0'],
    ['010', '8.0.0.0'],
    ['0377.1', '255.1.0.0'],
    [' 10.1', '10.1.0.0'],
    ['+10.1', '10.1.0.0'],
    ['-0.1', '0.1.0.0'],
    ['00', '0.0.0.0'],
    ['2001:DB8::1', '2001:db8::1'],
  ])('%j is %s', (text, expected) => expect(iproute(text)).toBe(expected));

  test.each([
    '10.',
    '10.1.',
    '1.2.3.4.',
    '1.2.3.4.5',
    '',
    '.',
    '.1',
    '1..2',
    '256.1.1.1',
    '08.1.1.1',
    '8.08',
    '1.2.3.400',
    '10 .1',
    '-1.1',
    '4294967306.1.1.1',
    '18446744073709551615.1',
    '1.2.3.4/24',
    '1.2.3.4x',
    '0x.1',
    '0xg',
    '1.0x',
    'default',
    'any',
    'all',
    'inet:1.2.3.4',
    '2001:db8::g',
  ])('%j is refused', (text) => expect(iproute(text)).toBeUndefined());
});

describe('strictly, as inet_pton', () => {
  test.each([
    '10.1',
    '010.0.0.1',
    '1.2.3.256',
    '1.2.3.4 ',
    '01.2.3.4',
    '',
    '1.2.3.4.5',
    '2001:db8::1%eth0',
    ':::',
    '1::2::3',
  ])('%j is refused', (text) => expect(strict(text)).toBeUndefined());

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is %s', (text, expected) => expect(strict(text)).toBe(expected));

  test('a family that does not fit is refused', () => {
    expect(parseStrictAddress('192.0.2.1', 6)).toBeUndefined();
    expect(parseStrictAddress('2001:db8::1', 4)).toBeUndefined();
    expect(parseIprouteAddress('10', 6)).toBeUndefined();
  });
});

const ipv6Like = fc
  .array(
    fc.oneof(
      fc.constantFrom('', '0', ':', 'ffff', '00001', '192.0.2.1', 'g'),
      fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'f', 'A', 'F'), maxLength: 5 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(':'));

test('strict reading accepts exactly what Node accepts', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), ipv6Like, fc.string()), (text) => {
      fc.pre(!text.includes('%'));
      expect(parseStrictAddress(text)?.family).toBe(
        isIPv4(text) ? 4 : isIPv6(text) ? 6 : undefined,
      );
    }),
    { numRuns: 2000 },
  );
});

test('IPv6 text is that of the ip-address package', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 }),
      (groups) => {
        const text = groups.map((group) => group.toString(16)).join(':');
        fc.pre(!text.startsWith('0:0:0:0:0:ffff:'));
        expect(strict(text)).toBe(new Address6(text).correctForm());
      },
    ),
  );
});

test('formatting and reading are inverse', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseStrictAddress(text);
      if (address === undefined) throw new Error(text);
      const again = parseStrictAddress(formatAddress(address));
      expect(again).toEqual(address);
      expect(again !== undefined && equalAddresses(address, again)).toBe(true);
    }),
  );
});

test('what is strict is read the same by iproute2', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      expect(iproute(text)).toBe(strict(text));
    }),
  );
});
