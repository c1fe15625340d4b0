/** Words outside of rules: commands, objects, and the settings of chains, sets and tables (nft(8)). */
import { expression, link, number, oneOf, text } from './types.ts';
import type { NftOperand, NftPart, NftPhrase, NftRow } from './types.ts';

export const familyRows: readonly NftRow[] = [
  { word: 'ip', doc: 'IPv4 packets. This family is meant where none is written.' },
  { word: 'ip6', doc: 'IPv6 packets.' },
  { word: 'inet', doc: 'IPv4 and IPv6 packets. NAT in it since Linux 5.2.', since: 'Linux 3.14' },
  { word: 'bridge', doc: 'Frames that a bridge handles.' },
  { word: 'arp', doc: 'ARP.' },
  { word: 'netdev', doc: 'Frames right at a link, before and after everything else.' },
];

export const commandRows: readonly NftRow[] = [
  {
    word: 'add',
    doc: 'Adds an object; what is there already stays. A rule goes to the end of its chain.',
  },
  { word: 'create', doc: 'Adds an object, and fails where it is there.' },
  {
    word: 'insert',
    doc: 'Adds a rule at the beginning of its chain, or before the rule that `index` or `handle` names.',
  },
  { word: 'replace', doc: 'Puts a rule in the place of the one with this handle.' },
  { word: 'delete', doc: 'Removes an object, and fails where it is not there.' },
  { word: 'destroy', doc: 'Removes an object if it is there.', since: 'Linux 6.3' },
  {
    word: 'flush',
    doc: 'Empties: all rules of a table or chain, all elements of a set, or everything with `ruleset`.',
  },
  { word: 'list', doc: 'Shows.' },
  { word: 'reset', doc: 'Shows and sets counters back.' },
  { word: 'rename', doc: 'Gives a chain another name.' },
  { word: 'get', doc: 'Shows whether a set holds an element.', since: 'Linux 4.15' },
  { word: 'monitor', doc: 'Shows changes and traces as they come.' },
  { word: 'describe', doc: 'Tells the type of an expression.' },
];

export const fileRows: readonly NftRow[] = [
  { word: 'table', doc: 'A table holds chains, sets and maps of one family.' },
  { word: 'define', doc: 'Gives a value a name: `define WAN = "eno3"`, used as `$WAN`.' },
  { word: 'redefine', doc: 'Gives a name another value.' },
  { word: 'undefine', doc: 'Forgets a name.' },
  { word: 'include', doc: 'Reads another file here; a pattern reads all files that match.' },
];

/** Objects of a table; `stateful` ones are used by rules. */
export const objectRows: readonly NftRow[] = [
  {
    word: 'chain',
    doc: 'A list of rules. With `type … hook …` packets come to it by themselves, without it by `jump` and `goto`.',
  },
  { word: 'set', doc: 'A list of values that rules look up as `@NAME`.' },
  {
    word: 'map',
    doc: 'Values that rules translate to others, or to verdicts, by `map @NAME` and `vmap @NAME`.',
  },
  {
    word: 'flowtable',
    doc: 'Forwards the packets of known connections past the rules.',
    since: 'Linux 4.16',
  },
  { word: 'counter', doc: 'A counter that rules share.', since: 'Linux 4.10' },
  { word: 'quota', doc: 'A quota that rules share.', since: 'Linux 4.10' },
  { word: 'limit', doc: 'A limit that rules share.', since: 'Linux 4.10' },
  { word: 'ct', doc: 'A helper, timeout or expectation of connection tracking.' },
  { word: 'secmark', doc: 'A security mark.' },
  { word: 'synproxy', doc: 'Values for `synproxy`.', since: 'Linux 5.4' },
];

export const commandObjectRows: readonly NftRow[] = [
  ...fileRows.slice(0, 1),
  ...objectRows,
  { word: 'rule', doc: 'A rule of a chain. The word may be left out.' },
  { word: 'element', doc: 'Elements of a set or map.' },
  { word: 'ruleset', doc: 'All tables of all families, or of one.' },
]; // prettier-ignore

export const listRows: readonly NftRow[] = ['tables', 'chains', 'sets', 'maps', 'flowtables', 'counters', 'quotas', 'limits', 'hooks'].map((word) => ({ word, doc: `All ${word}, or those of one family.` })); // prettier-ignore

const comment: NftPhrase = {
  word: 'comment',
  doc: 'A note that stays with the object in the kernel.',
  since: 'nftables 0.9.7, Linux 5.10',
  parts: [{ value: text, doc: 'The note.' }],
};

const priority: NftOperand = {
  placeholder: 'PRIORITY',
  words: ['raw', 'mangle', 'dstnat', 'filter', 'security', 'srcnat'],
};

export const chainSettings: readonly NftPhrase[] = [
  {
    word: 'type',
    doc: 'Makes a base chain: packets come to it at a hook.',
    parts: [
      { value: oneOf('filter nat route'), doc: '`filter` for most; `nat` sees the first packet of each connection; `route` looks the route up again when a mark or an address of an outgoing packet changes.' },
      { words: ['hook'], value: oneOf('prerouting input forward output postrouting ingress egress', 'HOOK'), doc: 'Where packets come in: `prerouting` before the route is chosen, `postrouting` when they leave. `ingress` in `inet` since Linux 5.10, `egress` since Linux 5.16.' },
      { words: ['device'], value: link, doc: 'Link of an `ingress` or `egress` hook.' },
      { words: ['devices'], value: link, doc: 'Links of an `ingress` or `egress` hook: `devices = { … }`.' },
      { words: ['priority'], value: priority, doc: 'Order of the chains of one hook, lower first: `raw` -300, `mangle` -150, `dstnat` -100, `filter` 0, `security` 50, `srcnat` 100; `mangle - 5` is -155.' },
    ],
  },
  { word: 'policy', doc: 'What happens to packets that no rule of this base chain decides, `accept` if not said.', parts: [{ value: oneOf('accept drop'), doc: 'The verdict.' }] },
  { word: 'flags', doc: '`offload` asks the network card to do the work.', parts: [{ value: oneOf('offload'), doc: 'The flag.' }] },
  { word: 'devices', doc: 'Links of an `ingress` or `egress` hook.', parts: [{ value: link, doc: 'The links.' }] },
  comment,
]; // prettier-ignore

const types = oneOf('ipv4_addr ipv6_addr ether_addr inet_proto inet_service mark ifname iface_index verdict counter quota limit', 'TYPE'); // prettier-ignore
const time: NftPart = { value: { placeholder: '1d2h3m4s' }, doc: 'Days, hours, minutes, seconds.' };

export const setSettings: readonly NftPhrase[] = [
  { word: 'type', doc: 'Type of the elements: `ipv4_addr`, of several values `ipv4_addr . inet_service`, of a map `ifname : mark`.', parts: [{ value: types, doc: 'The type.' }] },
  { word: 'typeof', doc: 'Takes the type from an expression: `typeof ip saddr . tcp dport`.', since: 'nftables 0.9.4', parts: [{ value: expression, doc: 'The expression.' }] },
  { word: 'flags', doc: '`interval` for prefixes and ranges (with several values since Linux 5.6), `timeout` for elements that go by themselves, `dynamic` for what rules add, `constant` for what never changes.', parts: [{ value: oneOf('interval timeout dynamic constant', 'FLAG[,FLAG…]'), doc: 'The flags.' }] },
  { word: 'elements', doc: 'What the set holds to begin with.', parts: [{ words: ['='], value: { placeholder: '{ ELEMENT, … }' }, doc: 'The elements.' }] },
  { word: 'timeout', doc: 'How long an element stays.', parts: [time] },
  { word: 'gc-interval', doc: 'How often elements that are over are removed.', parts: [time] },
  { word: 'size', doc: 'How many elements fit; needed where rules add elements.', parts: [{ value: number, doc: 'The number.' }] },
  { word: 'policy', doc: 'What the kernel saves: time or memory.', parts: [{ value: oneOf('performance memory'), doc: 'The choice.' }] },
  { word: 'auto-merge', doc: 'Joins intervals that touch or overlap.', parts: [] },
  { word: 'counter', doc: 'Counts by element.', parts: [] },
  comment,
]; // prettier-ignore

export const flowtableSettings: readonly NftPhrase[] = [
  { word: 'hook', doc: 'Where packets are taken: `hook ingress priority filter`.', parts: [{ value: oneOf('ingress'), doc: 'The hook.' }, { words: ['priority'], value: priority, doc: 'Order among those of one hook.' }] },
  { word: 'devices', doc: 'Links between which packets are forwarded.', parts: [{ words: ['='], value: link, doc: 'The links.' }] },
  { word: 'flags', doc: '`offload` asks the network card to do the work.', parts: [{ value: oneOf('offload'), doc: 'The flag.' }] },
  { word: 'counter', doc: 'Counts by connection.', parts: [] },
]; // prettier-ignore

export const tableSettings: readonly NftPhrase[] = [
  { word: 'flags', doc: '`dormant` takes the chains of the table off their hooks.', parts: [{ value: oneOf('dormant owner persist'), doc: 'The flag.' }] },
  comment,
]; // prettier-ignore
