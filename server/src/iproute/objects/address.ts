/** `ip address`: keywords of `add`, `change`, `replace`, `del` and of the selectors (iproute2 6.1 to 7.3, ip/ipaddress.c; ip-address(8)). */
import { flag, u32 } from '../grammar.ts';
import type { Grammar, GrammarRow } from '../grammar.ts';

const settable = [
  'home',
  'nodad',
  'mngtmpaddr',
  'noprefixroute',
  'autojoin',
  'optimistic',
  'permanent',
  'secondary',
  'temporary',
  'tentative',
  'deprecated',
  'dadfailed',
  'stable-privacy',
];
const selectable = [...settable, 'primary', 'dynamic'];
const flagRow = (keyword: string): GrammarRow => ({
  keyword,
  abbreviates: false,
  argument: flag,
  doc: 'Flag of the address.',
});

const lifetime = { kind: 'choice', words: ['forever'], maximum: 0xffffffff } as const;
const metric = (keyword: string): GrammarRow => ({
  keyword,
  abbreviates: true,
  argument: u32,
  doc: 'Metric of the route that the kernel makes for the prefix.',
  since: 'Linux 4.18',
  refusal: '"metric" value is invalid',
});
const scope: GrammarRow = {
  keyword: 'scope',
  abbreviates: false,
  argument: { kind: 'named', maximum: 255, base: 10 },
  doc: 'Where the address is valid: `global`, `link` or `host`.',
  refusal: 'invalid scope value.',
};
const device: GrammarRow = {
  keyword: 'dev',
  abbreviates: false,
  argument: { kind: 'device' },
  doc: 'Link that has the address.',
};

const proto: GrammarRow = {
  keyword: 'proto',
  abbreviates: false,
  argument: { kind: 'named', maximum: 255, base: 10 },
  doc: 'Who made the address.',
  since: 'Linux 5.18',
  refusal: '"proto" value is invalid',
};

/** Keywords after the verb. */
export const addressGrammar: Grammar = [
  {
    keyword: 'peer',
    aliases: ['remote'],
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Address at the other end of a point-to-point link.',
  },
  {
    keyword: 'broadcast',
    aliases: ['brd'],
    abbreviates: true,
    argument: { kind: 'address' },
    doc: 'Broadcast address, or `+` to compute it.',
  },
  {
    keyword: 'anycast',
    abbreviates: false,
    argument: { kind: 'address' },
    doc: 'Anycast address (not used by the kernel).',
  },
  scope,
  device,
  {
    keyword: 'label',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Name of the address for ifconfig; it begins with the name of the link.',
  },
  metric('metric'),
  metric('priority'),
  metric('preference'),
  {
    keyword: 'valid_lft',
    abbreviates: true,
    argument: lifetime,
    doc: 'Seconds until the address goes away.',
    refusal: 'valid_lft value',
  },
  {
    keyword: 'preferred_lft',
    abbreviates: true,
    argument: lifetime,
    doc: 'Seconds until new connections avoid the address.',
    refusal: 'preferred_lft value',
  },
  proto,
  ...settable.map(flagRow),
];

/** Keywords of `ip address show`, `flush` and `save`. */
export const addressSelectorGrammar: Grammar = [
  {
    keyword: 'to',
    abbreviates: false,
    argument: { kind: 'prefix' },
    doc: 'Only addresses in this prefix.',
  },
  { ...scope, refusal: 'invalid "scope"' },
  { keyword: 'up', abbreviates: false, argument: flag, doc: 'Only links that are up.' },
  { keyword: 'down', abbreviates: false, argument: flag, doc: 'Only links that are down.' },
  proto,
  ...[...selectable, ...selectable.map((each) => `-${each}`)].map(flagRow),
  {
    keyword: 'label',
    abbreviates: true,
    argument: { kind: 'text' },
    doc: 'Only addresses with this label.',
  },
  {
    keyword: 'group',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Only links of this group.',
  },
  {
    keyword: 'master',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Only links under this one.',
  },
  {
    keyword: 'vrf',
    abbreviates: false,
    argument: { kind: 'device' },
    doc: 'Only links of this VRF.',
  },
  { keyword: 'nomaster', abbreviates: false, argument: flag, doc: 'Only links without a master.' },
  {
    keyword: 'type',
    abbreviates: false,
    argument: { kind: 'text' },
    doc: 'Only links of this type.',
  },
  device,
];
