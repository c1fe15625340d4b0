/** Words of `ip xfrm state` (ip/xfrm_state.c). */
import type { Grammar, GrammarRow } from '../grammar.ts';
import { device, full, oneOf, text, u32 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const prefix = { kind: 'prefix', family: 'any' } as const;
const number = (keyword: string, doc: string): GrammarRow =>
  full(keyword, u32, { doc: doc, refusal: `value after "${keyword}" is invalid` });

const xfrmStateGrammarVersions: Versions = [
  [both('4.12'), 'offload'],
  [{ linux: '4.14', iproute2: '5.0' }, 'output-mark'],
  [{ linux: '4.19', iproute2: '5.1' }, 'if_id'],
  [{ iproute2: '5.13' }, 'tfcpad'],
  [{ linux: '6.10', iproute2: '6.11' }, 'dir'],
  [{ linux: '6.13', iproute2: '6.19' }, 'pcpu-num'],
];
export const xfrmStateGrammar: Grammar = dated(xfrmStateGrammarVersions, [
  full('src', prefix, 'Source of the packets.'),
  full('dst', prefix, 'Destination of the packets.'),
  full('proto', text, 'Protocol: `esp`, `ah`, `comp`, `route2`, `hao`.'),
  full('spi', u32, {
    doc: 'Number in the header that names the state.',
    refusal: 'SPI value is invalid',
  }),
  full('mode', oneOf('transport', 'tunnel', 'ro', 'in_trigger', 'beet', 'iptfs'), {
    doc: 'Whether the packet gets an outer header (`tunnel`) or not (`transport`).',
    refusal: 'MODE value is invalid',
  }),
  full('mark', { kind: 'rest' }, 'Only packets with this mark: a value, and `mask` with a mask.'),
  full('reqid', u32, {
    doc: 'Number that ties the state to a policy.',
    refusal: 'REQID value is invalid',
  }),
  full('seq', u32, { doc: 'Sequence number.', refusal: 'SEQ value is invalid' }),
  number('replay-window', 'Packets that may come out of order.'),
  number('replay-seq', 'Last number that came in.'),
  number('replay-seq-hi', 'Upper half of the last number that came in.'),
  number('replay-oseq', 'Last number that went out.'),
  number('replay-oseq-hi', 'Upper half of the last number that went out.'),
  full('flag', { kind: 'rest' }, 'Flags: `esn`, `nopmtudisc`, `af-unspec`, …'),
  full('extra-flag', { kind: 'rest' }, 'Flags: `dont-encap-dscp`, `oseq-may-wrap`.'),
  full('sel', { kind: 'rest' }, 'Which packets the state is for.'),
  full('limit', { kind: 'rest' }, 'Lifetime in seconds, bytes or packets.'),
  full('encap', { kind: 'rest' }, 'UDP around ESP: type, ports and address.'),
  full('coa', prefix, 'Care-of address.'),
  full('ctx', text, 'Security context.'),
  full('offload', { kind: 'rest' }, 'Let the card do the work.'),
  full('output-mark', { kind: 'rest' }, 'Mark of protected packets.'),
  full('if_id', u32, {
    doc: 'Number of the XFRM interface.',
    refusal: 'value after "if_id" is invalid',
  }),
  number('tfcpad', 'Pad packets to this length.'),
  full('dir', oneOf('in', 'out'), {
    doc: 'Direction.',
    refusal: 'DIR value is not "in" or "out"',
  }),
  number('pcpu-num', 'CPU of the state.'),
  full('enc', { kind: 'rest' }, 'Cipher: name and key.'),
  full('auth', { kind: 'rest' }, 'Hash: name and key.'),
  full('auth-trunc', { kind: 'rest' }, 'Hash: name, key and length.'),
  full('aead', { kind: 'rest' }, 'Cipher and hash in one: name, key and length.'),
  full('comp', { kind: 'rest' }, 'Compression: name.'),
  full('dev', device, 'Link.'),
]);
