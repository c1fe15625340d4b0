/** What a rule does: nft(8), STATEMENTS. */
import { number, oneOf, text } from './types.ts';
import type { NftPhrase } from './types.ts';

const chain = {
  value: { placeholder: 'CHAIN', names: 'chain' },
  doc: 'A chain of the same table.',
} as const;

export const verdicts: readonly NftPhrase[] = [
  { word: 'accept', doc: 'Lets the packet go on. Chains of later hooks and priorities still see it.', parts: [] },
  { word: 'drop', doc: 'Drops the packet at once; no other chain sees it.', parts: [] },
  {
    word: 'reject',
    doc: 'Drops the packet and answers with an error. Without more words the port is unreachable.',
    parts: [
      { words: ['with'], doc: 'Chooses the answer.' },
      { words: ['icmp', 'icmpx', 'icmpv6'], value: oneOf('type port-unreachable host-unreachable net-unreachable admin-prohibited no-route addr-unreachable', 'CODE'), doc: 'An error of ICMP; `icmpx` fits both IP versions.' },
      { words: ['type'], value: { placeholder: 'CODE' }, doc: 'Old word before the code.' },
      { words: ['tcp'], value: oneOf('reset'), doc: 'Closes the TCP connection.' },
    ],
  },
  { word: 'return', doc: 'Goes back to the chain that jumped here; in a base chain the policy decides.', parts: [] },
  { word: 'continue', doc: 'Goes on with the next rule, as a rule without verdict does.', parts: [] },
  { word: 'jump', doc: 'Goes on in another chain, and comes back at its end or at `return`.', parts: [chain] },
  { word: 'goto', doc: 'Goes on in another chain and does not come back here.', parts: [chain] },
  {
    word: 'queue',
    doc: 'Hands the packet to a program, which decides. Without a program the packet is dropped, unless `bypass` is given.',
    parts: [
      { words: ['num', 'to'], value: number, doc: 'Number of the queue, or a range of them.' },
      { words: ['flags'], value: oneOf('bypass fanout'), doc: '`bypass` accepts where no program listens, `fanout` spreads over the processors.' },
      { words: ['bypass', 'fanout'], doc: '`bypass` accepts where no program listens, `fanout` spreads over the processors.' },
    ],
  },
]; // prettier-ignore

export const reports: readonly NftPhrase[] = [
  {
    word: 'counter',
    doc: 'Counts packets and bytes that come here. What stands before it in the rule has matched.',
    parts: [
      { words: ['packets'], value: number, doc: 'Packets to start with.' },
      { words: ['bytes'], value: number, doc: 'Bytes to start with.' },
      { words: ['name'], value: text, doc: 'A counter object of the table.', since: 'Linux 4.10' },
    ],
  },
  {
    word: 'log',
    doc: 'Writes a line to the kernel log, or hands the packet to a program by `group`.',
    parts: [
      { words: ['prefix'], value: text, doc: 'Beginning of the line, 127 characters at most.' },
      { words: ['level'], value: oneOf('emerg alert crit err warn notice info debug audit', 'LEVEL'), doc: 'How important the line is, `warn` if not said.' },
      { words: ['group'], value: number, doc: 'NFLOG group that gets the packet in place of the log.' },
      { words: ['snaplen'], value: number, doc: 'How much of the packet the group gets.' },
      { words: ['queue-threshold'], value: number, doc: 'How many packets are collected for the group.' },
      { words: ['flags'], value: oneOf('all tcp ip skuid ether', 'FLAGS'), doc: 'What is written beside the addresses.', repeats: true },
      { words: ['sequence', 'options'], doc: 'Sequence numbers or options of TCP, options of IP.' },
    ],
  },
  { word: 'comment', doc: 'A note that stays with the rule in the kernel.', parts: [{ value: text, doc: 'The note.' }] },
  {
    word: 'last',
    doc: 'Remembers when a packet came here for the last time.',
    since: 'Linux 5.14',
    parts: [{ words: ['used'], value: oneOf('never', 'TIME | never'), doc: 'What it remembers to begin with.' }],
  },
  {
    word: 'limit',
    doc: 'Matches up to a rate, or with `over` above it.',
    parts: [
      { words: ['rate'], doc: 'The rate follows.' },
      { words: ['over', 'until'], doc: '`over` matches what is above the rate.' },
      { words: ['name'], value: text, doc: 'A limit object of the table.', since: 'Linux 4.10' },
      { words: ['burst'], value: number, doc: 'How many may come at once, 5 packets if not said.' },
      { words: ['packets', 'bytes', 'kbytes', 'mbytes'], doc: 'Unit of the number.', repeats: true },
      { value: { placeholder: 'N/second | N/minute | N/hour | N kbytes/second' }, doc: 'How many in what time.' },
    ],
  },
  {
    word: 'quota',
    doc: 'Matches until a number of bytes has come, or with `over` from then on.',
    since: 'Linux 4.9',
    parts: [
      { words: ['over', 'until'], doc: '`over` matches once the bytes are used up.' },
      { words: ['name'], value: text, doc: 'A quota object of the table.', since: 'Linux 4.10' },
      { words: ['used'], value: number, doc: 'Bytes that are used up to begin with.' },
      { words: ['bytes', 'kbytes', 'mbytes'], doc: 'Unit of the number.', repeats: true },
      { value: number, doc: 'How many.' },
    ],
  },
]; // prettier-ignore
