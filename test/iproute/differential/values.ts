/** Values for every kind of argument: valid ones, edges, and such as are none. */
import type { Argument } from '../../../server/src/iproute/grammar.ts';
import type { Random } from '../../netplan/differential/random.ts';
import { links } from './judge.ts';

/** Words that mean nothing in most places. */
export const garbageWords: readonly string[] = [
  'foo',
  'equalize',
  'gw',
  'x1',
  '17',
  '192.0.2.7',
  'dev',
  'via',
  'table',
  'type',
  'up',
  'on',
  'metric',
  'nexthop',
  '-4',
  'mtu',
  'id',
];

const addresses = ['192.0.2.1', '10.1.1', '010.0.0.1', '0x0a.1', '198.51.100.9', '224.0.0.5'];
const addresses6 = ['2001:db8::1', 'fe80::1', '::', '::ffff:192.0.2.1', 'ff02::1'];
const badAddresses = [
  '192.0.2.300',
  '1.2.3.4.5',
  '2001:db8::g',
  'host.example',
  '1.2.3.',
  '08.1.1.1',
];
const anyWords = ['default', 'any', 'all'];
const lengths = [
  '',
  '/24',
  '/0',
  '/32',
  '/33',
  '/255.255.0.0',
  '/255.0.255.0',
  '/x',
  '/010',
  '/64',
];
const numbers = [
  '0',
  '1',
  '5',
  '017',
  '0x10',
  '100',
  '255',
  '256',
  '4095',
  '4096',
  '65535',
  '65536',
];
const badNumbers = [
  '-1',
  'x',
  '08',
  '5x',
  '4294967295',
  '4294967296',
  '99999999999',
  '0x',
  '+7',
  '1.5',
];
const octets = [
  '02:00:00:00:00:01',
  '02:00:00:00:00:01',
  '2:0:0:0:0:1',
  '192.0.2.1',
  'gg:00',
  '100:00',
  'x',
];

/** The words of one value. */
export function valuesOf(random: Random, argument: Argument): readonly string[] {
  switch (argument.kind) {
    case 'address':
      return addressWords(random, argument);
    case 'prefix':
      return prefixWords(random, argument);
    case 'device':
      return [
        random.pick([
          ...links,
          ...links,
          'v0',
          argument.isName === true ? 'a/b' : 'v1',
          argument.isName === true ? 'a-name-much-too-long' : 'v0',
        ]),
      ];
    case 'table':
      return [random.pick(['main', 'local', '100', '0x65', '4294967295', '4294967296', '-1', '0'])];
    case 'fwmark':
      return [
        random.pick(['1', '0x100/0xff00', '1/', '/1', 'x', '1/x', '0x1/0xffffffff', '1/2/3']),
      ];
    case 'lladdr':
      return [random.pick(octets)];
    case 'key':
      return [random.pick(['1', '10.0.0.1', 'x', '4294967296', '1.2.3.4.5'])];
    case 'float':
      return [random.pick(['0.5', '.875', '1', 'x', '0.5x'])];
    case 'members':
      return [random.pick(['1', '1/2', '1,3/2', '1,x', 'x', '1,3,4', '1//2', '/'])];
    case 'realms':
      return [random.pick(['5', '1/2', '0x10/3'])];
    case 'number':
      return numberWords(random, argument);
    case 'time':
      return [
        random.pick(['200', '200ms', '1s', '1.5s', '.5', '2secs', 'x', '1m', '0x10', '08ms']),
      ];
    case 'named':
      return [random.pick(['0', '5', '0x10', '255', '256', '-1', '4', ...(argument.words ?? [])])];
    case 'choice':
      return choiceWords(random, argument);
    case 'words':
      return random.chance(0.1) ? [] : [random.pick(argument.words), random.pick(argument.words)];
    case 'pattern':
      return [
        random.pick([
          '5',
          '80',
          '1000-2000',
          '80/0xfff0',
          '2000-1000',
          'x',
          '5-',
          '0x10',
          '100/200',
          '2001:0:0:1',
          '99999999',
        ]),
      ];
    default:
      return [random.pick(['a', 'word', '5', 'x:y', '0:1'])];
  }
}

function addressWords(
  random: Random,
  { family, familyWord, to, words = [] }: Extract<Argument, { readonly kind: 'address' }>,
): readonly string[] {
  const lead = [
    ...(to === true && random.chance(0.3) ? ['to'] : []),
    ...(familyWord === true && random.chance(0.15) ? [random.pick(['inet', 'inet6'])] : []),
  ];
  const wanted = family === 6 || (family !== 4 && random.chance(0.25)) ? addresses6 : addresses;
  const other = random.pick([...badAddresses, ...anyWords, ...addresses, ...addresses6, ...words]);
  return [...lead, random.chance(0.8) ? random.pick(wanted) : other];
}

function prefixWords(
  random: Random,
  { family, familyWord, selects }: Extract<Argument, { readonly kind: 'prefix' }>,
): readonly string[] {
  const lead = [
    ...(selects === true && random.chance(0.2)
      ? [random.pick(['root', 'match', 'exact', 'ro'])]
      : []),
    ...(familyWord === true && random.chance(0.15) ? [random.pick(['inet', 'inet6'])] : []),
  ];
  if (random.chance(0.15))
    return [...lead, random.pick([...badAddresses, ...anyWords, 'default/8'])];
  const six = family === 6 || (family !== 4 && random.chance(0.25));
  return [...lead, random.pick(six ? addresses6 : addresses) + random.pick(lengths)];
}

function numberWords(
  random: Random,
  { minimum, maximum, lockable }: Extract<Argument, { readonly kind: 'number' }>,
): readonly string[] {
  const lock = lockable === true && random.chance(0.2) ? ['lock'] : [];
  const edge = [minimum, minimum - 1, maximum, maximum + 1].filter(
    (each) => Math.abs(each) < 2 ** 40,
  );
  const good = numbers.filter((each) => Number(each) >= minimum && Number(each) <= maximum);
  if (random.chance(0.75) && good.length > 0) return [...lock, random.pick(good)];
  return [...lock, random.pick([...numbers, ...badNumbers, ...edge.map(String)])];
}

function choiceWords(
  random: Random,
  { words, abbreviates, maximum }: Extract<Argument, { readonly kind: 'choice' }>,
): readonly string[] {
  const word = random.pick(words);
  if (random.chance(0.7))
    return [abbreviates === true && random.chance(0.3) ? word.slice(0, 2) : word];
  return [
    random.pick([
      word.slice(0, 1),
      `${word}x`,
      word.toUpperCase(),
      '1',
      'foo',
      String((maximum ?? 0) + 1),
    ]),
  ];
}
