/** Targets that write marks (libxt_MARK.c, libxt_CONNMARK.c, libxt_HMARK.c). */
import { exclusive, flag, needsOneOf, option, required, target, where } from '../extension.ts';
import type { GivenOptions } from '../extension.ts';
import { prefixLength } from '../namedValue.ts';
import { mark, number } from '../value.ts';
import type { ValueKind } from '../value.ts';

const writes = [
  option('set-xmark', mark, 'Clears the bits of the mask and flips those of the value.'),
  option('set-mark', mark, 'Clears the bits of the mask and sets those of the value.'),
  option('and-mark', number(32), 'Keeps these bits only.'),
  option('or-mark', number(32), 'Sets these bits.'),
  option('xor-mark', number(32), 'Flips these bits.'),
];
const connectionOperations = exclusive([
  ...writes,
  flag('save-mark', 'Copies the packet mark to the connection.'),
  flag('restore-mark', 'Copies the mark of the connection to the packet.'),
]);

/** Fields can be cut short; the first that fits is taken. */
export const tupleFields = ['src', 'dst', 'sport', 'dport', 'spi', 'ct'];
const tuple: ValueKind = {
  placeholder: 'word[,word…]',
  words: tupleFields,
  refusal: (value) => {
    const parts = value.split(',');
    const wrong = parts.findIndex(
      (part) => part === '' || !tupleFields.some((field) => field.startsWith(part)),
    );
    if (value === '')
      return '"--hmark-tuple" requires a list of types with no spaces, e.g. src,dst,sport,dport,proto';
    return wrong < 0 ? undefined : `Bad type "${parts.slice(wrong).join(',')}"`;
  },
};

function hmarkCheck({ has, textOf }: GivenOptions): string | undefined {
  const given = (textOf('hmark-tuple')?.split(',') ?? []).map((part) =>
    tupleFields.find((field) => field.startsWith(part)),
  );
  const isSpi = has('hmark-spi-mask') || given.includes('spi');
  const isPorts =
    has('hmark-sport-mask', 'hmark-dport-mask') ||
    given.some((field) => field === 'sport' || field === 'dport');
  if (!has('hmark-mod')) return '--hmark-mod is mandatory';
  if (!has('hmark-rnd')) return '--hmark-rnd is mandatory';
  if (isSpi && isPorts)
    return 'you cannot use --hmark-spi-mask and --hmark-?port-mask,at the same time';
  const fields = [
    'tuple',
    'src-prefix',
    'dst-prefix',
    'sport-mask',
    'dport-mask',
    'sport',
    'dport',
    'spi',
    'spi-mask',
    'proto-mask',
  ];
  return has(...fields.map((field) => `hmark-${field}`))
    ? undefined
    : 'you have to specify --hmark-tuple at least';
}

export const markTargets = [
  where(
    target(
      'MARK',
      'Writes the packet mark, by which `ip rule fwmark` can choose a routing table.',
      exclusive(writes),
    ),
    {
      check: ({ options }) =>
        options.length === 0
          ? 'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required'
          : undefined,
    },
  ),
  where(
    target('CONNMARK', 'Writes the mark of the connection, or copies it from or to the packet.', [
      ...connectionOperations,
      option(
        'left-shift-mark',
        number(8, { max: 32 }),
        'Shifts the mark to the left by so many bits.',
      ),
      option(
        'right-shift-mark',
        number(8, { max: 32 }),
        'Shifts the mark to the right by so many bits.',
      ),
      where(option('ctmask', number(32), 'Bits of the connection mark that count.'), {
        excludes: ['mask'],
      }),
      where(option('nfmask', number(32), 'Bits of the packet mark that count.'), {
        excludes: ['mask'],
      }),
      where(option('mask', number(32), 'Bits that count on both sides.'), {
        excludes: ['ctmask', 'nfmask'],
      }),
    ]),
    {
      check: needsOneOf(
        connectionOperations.map(({ name }) => name),
        'CONNMARK target: No operation specified',
      ),
    },
  ),
  where(
    target(
      'HMARK',
      'Gives packets a mark by a hash of their flow, so that each flow keeps one of several routes.',
      [
        option('hmark-tuple', tuple, 'The fields that the hash takes.'),
        option('hmark-src-prefix', prefixLength, 'Bits of the source address that count.'),
        option('hmark-dst-prefix', prefixLength, 'Bits of the destination address that count.'),
        option('hmark-sport-mask', number(16), 'Bits of the source port that count.'),
        option('hmark-dport-mask', number(16), 'Bits of the destination port that count.'),
        option('hmark-spi-mask', number(32), 'Bits of the security parameter index that count.'),
        option('hmark-sport', number(16), 'Bits set in the source port.'),
        option('hmark-dport', number(16), 'Bits set in the destination port.'),
        option('hmark-spi', number(32), 'Bits set in the security parameter index.'),
        option('hmark-proto-mask', number(16), 'Bits of the protocol that count.'),
        option('hmark-rnd', number(32), 'The seed of the hash.'),
        where(option('hmark-mod', number(32, { min: 1 }), 'How many marks there are.'), required),
        option('hmark-offset', number(32), 'The first mark.'),
      ],
    ),
    { check: hmarkCheck },
  ),
];
