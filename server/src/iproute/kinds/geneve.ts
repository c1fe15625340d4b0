/** `type geneve` and `type bareudp` (ip/iplink_geneve.c, ip/iplink_bareudp.c, 6.1 to 7.3; ip-link(8)). */
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import { flag, full, named, oneHost, oneOf, oneOfOr, short, u16, onceShort } from '../rows.ts';

const vni: Argument = { kind: 'number', minimum: 0, maximum: 0xffffff };
const ttl = oneOfOr(255, 'inherit', 'auto');
const tos: Argument = {
  kind: 'named',
  file: 'rt_dsfield',
  maximum: 255,
  base: 16,
  words: ['inherit'],
};
const label: Argument = { kind: 'number', minimum: 0, maximum: 0xfffff };
const pair = (keyword: string, doc: string, no: string): readonly GrammarRow[] => [
  short(keyword, flag, { doc: doc, once: `switch ${keyword}` }),
  short(`no${keyword}`, flag, { doc: no, once: `switch ${keyword}` }),
];

export const geneveScope: Scope = named(
  [
    onceShort('id', vni, { doc: 'Network identifier, 0 to 16777215.', refusal: 'invalid id' }),
    onceShort('vni', vni, { doc: 'The same as `id`.', refusal: 'invalid id', once: 'id' }),
    onceShort('remote', oneHost, {
      doc: 'Address of the other end.',
      refusal: 'invalid remote address',
    }),
    full('local', oneHost, {
      doc: 'Own address.',
      once: 'local',
      refusal: 'invalid local address',
    }),
    onceShort('ttl', ttl, { doc: 'TTL of the outer header.', refusal: 'invalid TTL' }),
    onceShort('hoplimit', ttl, { doc: 'The same as `ttl`.', refusal: 'invalid TTL', once: 'ttl' }),
    onceShort('tos', tos, {
      doc: 'Type of service of the outer header.',
      refusal: 'bad TOS value',
    }),
    onceShort('dsfield', tos, { doc: 'The same as `tos`.', refusal: 'bad TOS value', once: 'tos' }),
    onceShort('df', oneOf('unset', 'set', 'inherit'), {
      doc: 'The bit against fragments.',
      refusal: "DF must be 'unset', 'set' or 'inherit'",
    }),
    onceShort('label', label, {
      doc: 'Flow label of the outer header.',
      refusal: 'invalid flowlabel',
      once: 'flowlabel',
    }),
    onceShort('flowlabel', label, { doc: 'The same as `label`.', refusal: 'invalid flowlabel' }),
    onceShort('dstport', u16, { doc: 'UDP port of the other end.', refusal: 'dstport' }),
    ...pair(
      'external',
      'Routes and filters say where packets go.',
      'The device says where packets go.',
    ),
    ...pair('udpcsum', 'UDP checksums.', 'No UDP checksums.'),
    ...pair('udp6zerocsumtx', 'No UDP checksums over IPv6.', 'UDP checksums over IPv6.'),
    ...pair(
      'udp6zerocsumrx',
      'Take packets without UDP checksums over IPv6.',
      'Demand UDP checksums over IPv6.',
    ),
    full('innerprotoinherit', flag, {
      doc: 'Packets within are IP, not Ethernet.',
      once: 'innerprotoinherit',
    }),
  ],
  'geneve: unknown command "%s"?',
  {
    conflicts: [
      { allOf: ['external', 'id'], says: "geneve: both 'external' and vni cannot be specified" },
      { allOf: ['external', 'vni'], says: "geneve: both 'external' and vni cannot be specified" },
    ],
    needs: [
      {
        anyOf: ['id', 'vni', 'external'],
        missing: '`id`, or `external`',
        says: 'geneve: missing virtual network identifier',
      },
      {
        anyOf: ['remote', 'external'],
        isOfNew: true,
        missing: '`remote`, or `external`',
        says: 'geneve: remote link partner not specified',
      },
    ],
  },
);

export const bareudpScope: Scope = named(
  [
    onceShort('dstport', u16, { doc: 'UDP port.', refusal: 'dstport' }),
    onceShort(
      'ethertype',
      { kind: 'named', file: 'ethertypes', maximum: 0xffff, base: 10 },
      { doc: 'Protocol of what is within.', refusal: 'ethertype' },
    ),
    onceShort('srcportmin', u16, { doc: 'Lowest source port.', refusal: 'srcportmin' }),
    short('multiproto', flag, { doc: 'Further protocols too.', once: 'switch multiproto' }),
    short('nomultiproto', flag, { doc: 'Only this protocol.', once: 'switch multiproto' }),
  ],
  'bareudp: unknown command "%s"?',
  {
    needs: [
      { anyOf: ['dstport'], missing: '`dstport`', says: 'Error: argument "dstport" is required' },
      {
        anyOf: ['ethertype'],
        missing: '`ethertype`',
        says: 'Error: argument "ethertype" is required',
      },
    ],
  },
);
