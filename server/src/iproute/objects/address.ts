/** `ip address`: words of `add`, `change`, `replace`, `del` and of the selectors (iproute2 6.1 to 7.3, ip/ipaddress.c; ip-address(8)). */
import type { Argument, Grammar, GrammarRow, Lead, ObjectGrammar, Scope } from '../grammar.ts';
import { anyWords, device, flag, full, group, oneOfOr, short, text, u32 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const settable: readonly (readonly [string, string])[] = [
  ['home', 'Home address of Mobile IPv6.'],
  ['nodad', 'No duplicate address detection (IPv6).'],
  ['mngtmpaddr', 'The kernel makes temporary addresses out of this one (IPv6).'],
  ['noprefixroute', 'No route for the prefix is made.'],
  ['autojoin', 'The link joins the multicast group.'],
  ['optimistic', 'Used while duplicates are looked for (IPv6).'],
  ['permanent', 'It has no lifetime; cannot be set.'],
  ['secondary', 'Not the first address of its prefix; cannot be set.'],
  ['temporary', 'A temporary address; cannot be set.'],
  ['tentative', 'Duplicates are looked for; cannot be set.'],
  ['deprecated', 'New connections avoid it; cannot be set.'],
  ['dadfailed', 'A duplicate was found; cannot be set.'],
  ['stable-privacy', 'Made from a secret (IPv6); cannot be set.'],
];
const selectable = [
  ...settable,
  ['primary', 'The first address of its prefix.'],
  ['dynamic', 'It has a lifetime.'],
] as const;

const lifetime = oneOfOr(0xffffffff, 'forever');
const metric = (keyword: string): GrammarRow =>
  short(keyword, u32, {
    doc: 'Metric of the route that the kernel makes for the prefix.',
    refusal: '"metric" value is invalid',
  });
const scopes: Argument = { kind: 'named', file: 'rt_scopes', maximum: 255, base: 10 };
const deviceRow: GrammarRow = full('dev', device, 'Link that has the address.');
const proto: GrammarRow = full(
  'proto',
  { kind: 'named', file: 'rt_addrprotos', maximum: 255, base: 10 },
  {
    doc: 'Who made the address.',
    refusal: '"proto" value is invalid',
  },
);
const deviceLead: Lead = {
  row: full('dev', flag, 'The name of the link follows.'),
  takes: (word) => word === 'dev',
};

const addressGrammarVersions: Versions = [
  [both('4.18'), 'metric priority preference'],
  [
    { iproute2: '5.8' },
    'optimistic permanent secondary temporary tentative deprecated dadfailed stable-privacy',
  ],
  [{ linux: '5.18', iproute2: '6.4' }, 'proto'],
];
/** Words of `add`, `change`, `replace` and `del`. */
export const addressGrammar: Grammar = dated(addressGrammarVersions, [
  full(
    'peer',
    { kind: 'prefix' },
    {
      doc: 'Address at the other end of a point-to-point link.',
      aliases: ['remote'],
      once: 'peer',
    },
  ),
  short(
    'broadcast',
    { kind: 'address', words: ['+', '-'] },
    { doc: 'Broadcast address, or `+` to compute it.', aliases: ['brd'], once: 'broadcast' },
  ),
  full(
    'anycast',
    { kind: 'address' },
    { doc: 'Anycast address (not used by the kernel).', once: 'anycast' },
  ),
  full('scope', scopes, {
    doc: 'Where the address is valid: `global`, `link` or `host`.',
    refusal: 'invalid scope value.',
  }),
  deviceRow,
  full('label', text, 'Name of the address for ifconfig; it begins with the name of the link.'),
  metric('metric'),
  metric('priority'),
  metric('preference'),
  short('valid_lft', lifetime, {
    doc: 'Seconds until the address goes away.',
    refusal: 'valid_lft value',
    once: 'valid_lft',
    second: 'at-once',
  }),
  short('preferred_lft', lifetime, {
    doc: 'Seconds until new connections avoid the address.',
    refusal: 'preferred_lft value',
    once: 'preferred_lft',
    second: 'at-once',
  }),
  ...settable.map(([keyword, doc]) => full(keyword, flag, doc)),
  proto,
]);

export const localRow: GrammarRow = full(
  'local',
  { kind: 'prefix' },
  'The address, with the length of its network.',
);

const addressScope: Scope = {
  grammar: addressGrammar,
  bare: {
    kind: 'value',
    row: localRow,
    leads: [
      { row: full('local', flag, 'The address follows.'), takes: (word) => word === 'local' },
    ],
    once: 'local',
  },
  needs: [
    {
      anyOf: ['dev'],
      missing: '`dev` with the name of the link',
      says: 'Not enough information: "dev" argument is required.',
    },
  ],
};

const addressSelectorGrammarVersions: Versions = [
  [{ linux: '4.3', iproute2: '4.7' }, 'vrf'],
  [
    { iproute2: '4.15' },
    'optimistic stable-privacy -home -nodad -mngtmpaddr -noprefixroute -autojoin -optimistic -permanent -secondary -temporary -stable-privacy type',
  ],
  [{ iproute2: '5.0' }, '-primary -dynamic'],
  [{ linux: '5.15', iproute2: '5.16' }, 'nomaster'],
  [{ linux: '5.18', iproute2: '6.4' }, 'proto'],
  [{ iproute2: '6.10' }, 'novf'],
  [{ iproute2: '6.13' }, 'down'],
];
/** Words of `show`, `flush` and `save`. */
export const addressSelectorGrammar: Grammar = dated(addressSelectorGrammarVersions, [
  full('to', { kind: 'prefix' }, 'Only addresses in this prefix.'),
  full('scope', scopes, { doc: 'Only addresses of this scope.', refusal: 'invalid "scope"' }),
  full('up', flag, 'Only links that are up.'),
  full('down', flag, 'Only links that are down.'),
  ...[
    ...selectable,
    ...selectable.map(([keyword, doc]) => [`-${keyword}`, `Not: ${doc}`] as const),
  ].map(([keyword, doc]) => full(keyword, flag, doc)),
  full('label', text, 'Only addresses with this label.'),
  full('group', group, { doc: 'Only links of this group.', refusal: 'Invalid "group" value' }),
  full('master', device, { doc: 'Only links under this one.', refusal: 'Device does not exist' }),
  full('vrf', device, { doc: 'Only links of this VRF.', refusal: 'Not a valid VRF name' }),
  full('nomaster', flag, 'Only links without a master.'),
  full('type', text, 'Only links of this kind.'),
  { ...proto, doc: 'Only addresses of this origin.' },
  full('novf', flag, 'Without virtual functions.'),
]);

/** Selectors of addresses, and of `ip link show`. A bare word is the link. */
export const linkSelectorScope: Scope = {
  grammar: addressSelectorGrammar,
  bare: {
    kind: 'value',
    row: full('dev', device, 'Only this link.'),
    leads: [deviceLead],
    once: 'dev',
  },
};
const flushScope: Scope = {
  ...linkSelectorScope,
  atLeastOne: { missing: 'a selector', says: 'Flush requires arguments.' },
};

const changing = (verb: string, doc: string): ObjectGrammar['verbs'][number] => ({
  verb,
  doc,
  scope: addressScope,
});

export const addressObject: ObjectGrammar = {
  name: 'address',
  doc: 'Addresses of links.',
  otherwise: 'list',
  verbs: [
    changing('add', 'Add an address; refused if it is there.'),
    { ...changing('change', 'Change an address that is there.'), exact: ['chg'] },
    changing('replace', 'Change an address, or add it.'),
    changing('delete', 'Remove an address.'),
    { verb: 'list', aliases: ['show', 'lst'], doc: 'Show addresses.', scope: linkSelectorScope },
    { verb: 'flush', doc: 'Remove all addresses that fit.', scope: flushScope },
    { verb: 'save', doc: 'Write addresses to standard output.', scope: linkSelectorScope },
    { verb: 'showdump', doc: 'Show what `save` wrote.', scope: anyWords },
    { verb: 'restore', doc: 'Read addresses from standard input.', scope: anyWords },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
