/** Matches that count: shares of packets, rates, connections, lists of addresses. */
import {
  exclusive,
  flag,
  match,
  needsOneOf,
  negatable,
  option,
  required,
  where,
} from '../extension.ts';
import type { GivenOptions } from '../extension.ts';
import { leadingNumber, wholeNumber } from '../cNumber.ts';
import { host, rate, prefixLength } from '../namedValue.ts';
import { decimal, number, numberRange, oneOf, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

function statisticCheck({ has, textOf }: GivenOptions): string | undefined {
  const mode = has('mode') ? textOf('mode') : 'random';
  if (mode === 'random' && !has('probability'))
    return '--probability must be specified when using random mode';
  if (mode === 'nth' && !has('every', 'packet'))
    return '--every and --packet must be specified when using nth mode';
  const [every, packet] = [textOf('every'), textOf('packet')].map((value) =>
    value === undefined ? undefined : wholeNumber(value, 0, 2 ** 32 - 1),
  );
  return every !== undefined && packet !== undefined && packet > every - 1
    ? 'the --packet p must be 0 <= p <= n-1'
    : undefined;
}

const recentOperations = exclusive([
  where(flag('set', 'Puts the address on the list.'), negatable),
  where(flag('rcheck', 'The address is on the list.'), negatable),
  where(flag('update', 'The address is on the list; its time is set anew.'), negatable),
  where(flag('remove', 'The address is on the list; it is taken off.'), negatable),
]);

const counter: ValueKind = {
  placeholder: 'number',
  refusal: (value) =>
    leadingNumber(value)?.rest === '' ? undefined : `Cannot parse ${value} as a counter value`,
  normal: (value) => String(leadingNumber(value)?.value ?? value),
};

/** A number alone is the lower end (connbytes_parse(), extensions/libxt_connbytes.c). */
const openRange: ValueKind = {
  ...numberRange(64),
  normal: (text) => numberRange(64).normal?.(text.includes(':') ? text : `${text}:`) ?? text,
};

const comparisons = (what: string, words: string) => [
  where(option(`${what}-eq`, counter, `${words}: just this many.`), negatable),
  option(`${what}-lt`, counter, `${words}: fewer than this.`),
  option(`${what}-gt`, counter, `${words}: more than this.`),
];

/** Directions of a set: `src,dst`. */
export const setDirections: ValueKind = {
  placeholder: 'src|dst[,…]',
  words: ['src', 'dst'],
  refusal: (value) => {
    const parts = value.split(',');
    if (parts.slice(0, 6).some((part) => !/^(?:src|dst)/.test(part)))
      return "You must spefify (the comma separated list of) 'src' or 'dst'.";
    return parts.length > 6 ? "Can't be more src/dst options than 6." : undefined;
  },
};

/** The name of a set of ipset. */
export const setName: ValueKind = {
  placeholder: 'set',
  refusal: (value) =>
    value.length > 31 ? `setname \`${value}' too long, max 31 characters.` : undefined,
};

export const limitMatches = [
  where(
    match('statistic', 'A share of the packets: by chance, or each so manieth.', [
      where(
        option(
          'mode',
          oneOf(['random', 'nth'], (value) => `Bad mode "${value}"`),
          '`random`: by chance; `nth`: by counting.',
        ),
        required,
      ),
      where(option('probability', decimal(0, 1), 'The share, 0 to 1.'), {
        ...negatable,
        excludes: ['every', 'packet'],
      }),
      where(option('every', number(32, { min: 1 }), 'One packet of so many.'), {
        ...negatable,
        excludes: ['probability'],
        needs: ['packet'],
      }),
      where(option('packet', number(32), 'Which one of them, counted from 0.'), {
        excludes: ['probability'],
        needs: ['every'],
      }),
    ]),
    { check: statisticCheck },
  ),
  match('limit', 'As many packets as a rate lets through.', [
    option('limit', rate, 'The rate, 3/hour if it is left out.'),
    option(
      'limit-burst',
      number(32, { max: 10_000 }),
      'How many may come at once, 5 if it is left out.',
    ),
  ]),
  where(
    match(
      'hashlimit',
      'A rate for each address or port.',
      [
        ...exclusive([
          where(option('hashlimit-upto', text('rate'), 'Up to this rate.'), {
            ...negatable,
            aliases: ['hashlimit'],
          }),
          where(option('hashlimit-above', text('rate'), 'Above this rate.'), negatable),
        ]),
        option('hashlimit-srcmask', prefixLength, 'Sources of one prefix count together.'),
        option('hashlimit-dstmask', prefixLength, 'Destinations of one prefix count together.'),
        option('hashlimit-burst', text('number'), 'How many may come at once.'),
        option('hashlimit-htable-size', number(32), 'Buckets of the table.'),
        option('hashlimit-htable-max', number(32), 'Most entries of the table.'),
        option('hashlimit-htable-gcinterval', number(32), 'Milliseconds between clean-ups.'),
        option(
          'hashlimit-htable-expire',
          number(32),
          'Milliseconds after which an idle entry goes.',
        ),
        option('hashlimit-mode', text('srcip|dstip|srcport|dstport[,…]'), 'What counts apart.'),
        where(
          option(
            'hashlimit-name',
            text('name', { min: 1 }),
            'The name of the table in /proc/net/ipt_hashlimit.',
          ),
          required,
        ),
        flag('hashlimit-rate-match', 'Match by the rate itself.'),
        option(
          'hashlimit-rate-interval',
          text('seconds'),
          'The time over which the rate is taken.',
        ),
      ].map((row) => (row.name === 'hashlimit-name' ? { ...row, isRequired: false } : row)),
    ),
    { check: needsOneOf(['hashlimit-upto', 'hashlimit-above'], 'You have to specify --hashlimit') },
  ),
  where(
    match('connlimit', 'How many connections one client has.', [
      ...exclusive([
        where(option('connlimit-upto', number(32), 'At most so many.'), negatable),
        where(option('connlimit-above', number(32), 'More than so many.'), negatable),
      ]),
      option('connlimit-mask', prefixLength, 'Clients of one prefix count together.'),
      ...exclusive([
        flag('connlimit-saddr', 'By source address.'),
        flag('connlimit-daddr', 'By destination address.'),
      ]),
    ]),
    {
      check: needsOneOf(
        ['connlimit-upto', 'connlimit-above'],
        'You must specify "--connlimit-above" or "--connlimit-upto".',
      ),
    },
  ),
  match('connbytes', 'How much a connection has carried.', [
    where(option('connbytes', openRange, 'From one number on, or to another.'), {
      ...negatable,
      ...required,
    }),
    where(
      option(
        'connbytes-dir',
        oneOf(['original', 'reply', 'both'], (value) => `Unknown --connbytes-dir \`${value}'`),
        'In which direction.',
      ),
      required,
    ),
    where(
      option(
        'connbytes-mode',
        oneOf(['packets', 'bytes', 'avgpkt'], (value) => `Unknown --connbytes-mode \`${value}'`),
        'What is counted.',
      ),
      required,
    ),
  ]),
  match('quota', 'Until so many octets have passed.', [
    where(option('quota', number(64), 'Octets.'), { ...negatable, ...required }),
  ]),
  where(
    match('recent', 'Addresses seen before.', [
      ...recentOperations,
      option('seconds', number(32, { min: 1 }), 'Seen within so many seconds.'),
      where(flag('reap', 'Older entries go.'), { needs: ['seconds'] }),
      option('hitcount', number(32), 'Seen at least so many times.'),
      where(flag('rttl', 'Seen with the same time to live.'), { excludes: ['set', 'remove'] }),
      option('name', text('name'), 'The name of the list.'),
      flag('rsource', 'By source address; the default.'),
      flag('rdest', 'By destination address.'),
      option('mask', host, 'Which bits of the address count.'),
    ]),
    {
      check: needsOneOf(
        ['set', 'rcheck', 'update', 'remove'],
        "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'",
      ),
    },
  ),
  where(
    match('set', 'A set of ipset.', [
      where(
        option(
          'match-set',
          setName,
          'The name of the set, and which addresses of the packet to look up.',
        ),
        {
          ...negatable,
          aliases: ['set'],
          second: setDirections,
        },
      ),
      flag('return-nomatch', 'Entries with `nomatch` count as no match.'),
      where(flag('update-counters', 'Counts in the entry; `!` does not.'), negatable),
      where(flag('update-subcounters', 'Counts in the member of a list; `!` does not.'), negatable),
      ...comparisons('packets', 'Packets of the entry'),
      ...comparisons('bytes', 'Octets of the entry'),
    ]),
    {
      check: needsOneOf(['match-set'], "You must specify `--match-set' with proper arguments"),
    },
  ),
  where(
    match('cluster', 'The share of connections of one node of a cluster.', [
      where(
        option('cluster-total-nodes', number(32, { min: 1, max: 32 }), 'How many nodes there are.'),
        required,
      ),
      ...exclusive([
        where(
          option('cluster-local-node', number(32, { min: 1, max: 32 }), 'Which node this one is.'),
          negatable,
        ),
        where(
          option(
            'cluster-local-nodemask',
            number(32, { min: 1, max: 32 }),
            'Which nodes this one is, as bits.',
          ),
          negatable,
        ),
      ]),
      where(option('cluster-hash-seed', number(32), 'The seed of the hash.'), required),
    ]),
    {
      check: needsOneOf(
        ['cluster-local-node', 'cluster-local-nodemask'],
        "cluster match: `--cluster-local-node' or`--cluster-local-nodemask' is missing",
      ),
    },
  ),
  match('rateest', 'The rate that the target RATEEST estimates.', [
    where(option('rateest1', text('name'), 'The estimator.'), {
      ...negatable,
      aliases: ['rateest'],
    }),
    where(option('rateest2', text('name'), 'The estimator to compare with.'), negatable),
    ...['bps1', 'pps1', 'bps2', 'pps2', 'bps', 'pps'].map((name) =>
      where(option(`rateest-${name}`, text('rate'), 'The rate to compare with.'), negatable),
    ),
    ...['delta', 'lt', 'gt', 'eq'].map((name) =>
      where(flag(`rateest-${name}`, 'How to compare.'), negatable),
    ),
  ]),
];
