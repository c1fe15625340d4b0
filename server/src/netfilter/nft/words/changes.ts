/** Statements that change where a packet goes, or what sets hold: nft(8), STATEMENTS. */
import { address, link, number, oneOf, text } from './types.ts';
import type { NftOperand, NftPart, NftPhrase } from './types.ts';

const family: NftPart = {
  words: ['ip', 'ip6'],
  doc: 'IP version of the address; `inet` tables need it.',
};
const flags: NftPart = {
  words: ['random', 'fully-random', 'persistent'],
  doc: '`random` and `fully-random` draw the port; `persistent` gives a client the same address each time.',
  repeats: true,
};
const toAddress: NftPart = {
  words: ['to'],
  value: { placeholder: 'ADDRESS[-ADDRESS][:PORT[-PORT]]', names: 'address' },
  doc: 'The new address; a map can choose it: `to numgen inc mod 2 map { … }`.',
};
const toPort: NftPart = {
  words: ['to'],
  value: { placeholder: ':PORT[-PORT]' },
  doc: 'Ports that are taken.',
};
const elements: NftOperand = { placeholder: '{ ELEMENT [timeout TIME] }', names: 'expression' };
const set: NftPart = {
  value: { placeholder: '@SET', names: 'set' },
  doc: 'A set or map of the same table.',
};

export const translations: readonly NftPhrase[] = [
  {
    word: 'masquerade',
    doc: 'Replaces the source address by that of the link that the packet leaves by, and forgets connections when the address goes. Only in `postrouting` of a `nat` chain.',
    since: 'Linux 3.18',
    parts: [toPort, flags],
  },
  {
    word: 'snat',
    doc: 'Replaces the source address, of the first packet and so of the whole connection. Only in `postrouting` and `input` of a `nat` chain.',
    parts: [family, { words: ['prefix'], doc: 'Keeps the host part: prefix to prefix.', since: 'Linux 5.8' }, toAddress, flags],
  },
  {
    word: 'dnat',
    doc: 'Replaces the destination address, of the first packet and so of the whole connection. Only in `prerouting` and `output` of a `nat` chain.',
    parts: [family, { words: ['prefix'], doc: 'Keeps the host part: prefix to prefix.', since: 'Linux 5.8' }, toAddress, flags],
  },
  { word: 'redirect', doc: 'Sends the packet to this host itself. Only in `prerouting` and `output` of a `nat` chain.', since: 'Linux 3.19', parts: [toPort, flags] },
  {
    word: 'tproxy',
    doc: 'Gives the packet to a local socket without changing it. A mark and a policy rule to a `local` route have to go with it.',
    since: 'Linux 4.19',
    parts: [family, { words: ['to'], value: { placeholder: 'ADDRESS[:PORT] | :PORT', names: 'address' }, doc: 'Address and port of the socket.' }],
  },
  { word: 'notrack', doc: 'Connection tracking leaves the packet alone: no NAT, no `ct mark`. Only at priority `raw` or before.', parts: [] },
  {
    word: 'synproxy',
    doc: 'Answers TCP handshakes in place of the server behind.',
    since: 'Linux 5.3',
    parts: [
      { words: ['mss'], value: number, doc: 'Largest segment that is offered.' },
      { words: ['wscale'], value: number, doc: 'Scale of the window that is offered.' },
      { words: ['timestamp', 'sack-perm'], doc: 'Options that the server understands.', repeats: true },
      { words: ['name'], value: text, doc: 'A synproxy object of the table.' },
    ],
  },
  { word: 'dup', doc: 'Sends a copy to another gateway.', since: 'Linux 4.3', parts: [{ words: ['to'], value: address, doc: 'Gateway of the copy.' }, { words: ['device'], value: link, doc: 'Link of the copy.' }] },
  { word: 'fwd', doc: 'Sends the frame out of another link. Only at `ingress` and `egress`.', parts: [family, { words: ['to'], value: { ...address, placeholder: '"LINK" | ADDRESS', names: 'link' }, doc: 'Where to.' }, { words: ['device'], value: link, doc: 'Link of the address.' }] },
  { word: 'flow', doc: 'Hands the connection to a flowtable, which forwards its next packets past the rules.', since: 'Linux 4.16', parts: [{ words: ['add', 'offload'], value: { placeholder: '@FLOWTABLE', names: 'flowtable' }, doc: 'A flowtable of the same table.' }] },
]; // prettier-ignore

export const setChanges: readonly NftPhrase[] = [
  { word: 'add', doc: 'Adds what the packet has to a set; a timeout that runs goes on.', parts: [set, { value: elements, doc: 'What is added: `{ ip saddr timeout 1h }`.' }] },
  { word: 'update', doc: 'Adds what the packet has to a set, and starts its timeout again.', parts: [set, { value: elements, doc: 'What is added: `{ ip saddr timeout 1h }`.' }] },
  { word: 'delete', doc: 'Takes what the packet has out of a set.', parts: [set, { value: elements, doc: 'What is taken out.' }] },
  { word: 'meter', doc: 'Old way to count by element: use a set with `flags dynamic` and `update`.', parts: [{ value: { placeholder: 'NAME', names: 'new' }, doc: 'Name of the set behind it.' }, { value: elements, doc: 'What is counted.' }] },
  { word: 'reset', doc: 'Takes an option out of the TCP header.', parts: [{ words: ['tcp'], doc: 'Of TCP.' }, { words: ['option'], value: oneOf('sack-perm timestamp window maxseg md5sig fastopen', 'OPTION'), doc: 'Which option.' }] },
  { word: 'secmark', doc: 'Gives the packet a security mark object of the table.', parts: [{ words: ['set'], value: text, doc: 'The object.' }, { words: ['name'], value: text, doc: 'The object.' }] },
]; // prettier-ignore
