/** Kinds that stand on one link below: macvlan, ipvlan, VRF, MACsec, HSR, DSA, RMNET, WWAN, XFRM (ip/iplink_*.c, ip/link_xfrm.c, 6.1 to 7.3; ip-link(8)). */
import type { Argument, Scope } from '../grammar.ts';
import {
  device,
  flag,
  full,
  i32,
  lladdr,
  named,
  oneOf,
  onOff,
  short,
  text,
  u16,
  u32,
  u8,
} from '../rows.ts';

const usage: Scope['bare'] = { kind: 'refuse', answer: 'the usage text', isUsage: true };

const macModes: Argument = oneOf('private', 'vepa', 'bridge', 'passthru', 'source');
const addresses: Argument = {
  kind: 'select',
  choices: () =>
    new Map([
      ['add', { doc: 'Take packets from this address.', value: macaddr, scope: one }],
      ['del', { doc: 'No longer take packets from this address.', value: macaddr, scope: one }],
      ['set', { doc: 'Take packets from these addresses only.', scope: several }],
      ['flush', { doc: 'Forget all addresses.', scope: one }],
    ]),
};
const macaddr = full('mac', lladdr, 'Source hardware address.');
const one: Scope = { grammar: [], bare: { kind: 'return' }, hasNoHelp: true };
const several: Scope = { grammar: [], bare: { kind: 'stop' }, hasNoHelp: true };

/** macvlan and macvtap; the name stands in messages. */
export const macvlanScope = (kind: string): Scope =>
  named(
    [
      short('mode', macModes, {
        doc: 'How devices on the same link see each other.',
        answer:
          'Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "%s"',
      }),
      short('flag', oneOf('nopromisc', 'nodst', 'null'), {
        doc: 'Flags of `passthru`.',
        answer: 'Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "%s"',
      }),
      short('macaddr', addresses, {
        doc: 'Source addresses of mode `source`.',
        answer: 'the usage text',
      }),
      short('nopromisc', flag, 'The link below does not take all packets (mode `passthru`).'),
      short('nodst', flag, 'Destination addresses are not compared (mode `source`).'),
      short('bcqueuelen', u32, {
        doc: 'Broadcasts that wait.',
        answer:
          'Error: argument of "bcqueuelen" must be a positive integer [0..4294967295], not "%s"',
      }),
      full('bclim', i32, {
        doc: 'Broadcast groups from which on packets wait.',
        answer: 'Error: illegal value for "bclim": "%s"',
      }),
    ],
    `${kind}: unknown option "%s"?`,
    {
      conflicts: ['nopromisc', 'flag=nopromisc'].map((each) => ({
        allOf: [each],
        unless: ['mode=passthru'],
        says: `${kind}: nopromisc flag only valid in passthru mode`,
      })),
    },
  );

/** ipvlan and ipvtap. */
export const ipvlanScope = (kind: string): Scope =>
  named(
    [
      short('mode', oneOf('l2', 'l3', 'l3s'), {
        doc: 'Whether packets are switched or routed.',
        answer: 'Error: argument of "mode" must be either "l2", "l3" or "l3s"',
      }),
      short('private', flag, {
        once: 'flag',
        doc: 'No packets between devices.',
      }),
      short('vepa', flag, {
        once: 'flag',
        doc: 'Packets between devices go by the switch.',
      }),
      short('bridge', flag, {
        once: 'flag',
        doc: 'Packets between devices go at once (default).',
      }),
    ],
    `${kind}: unknown option "%s"?`,
  );

export const vrfScope: Scope = named(
  [
    short(
      'table',
      { kind: 'table' },
      { doc: 'Routing table of the VRF.', refusal: 'invalid table ID' },
    ),
  ],
  'vrf: unknown option "%s"?',
);

const ciphers = [
  'default',
  'gcm-aes-128',
  'GCM-AES-128',
  'gcm-aes-256',
  'GCM-AES-256',
  'gcm-aes-xpn-128',
  'GCM-AES-XPN-128',
  'gcm-aes-xpn-256',
  'GCM-AES-XPN-256',
];
export const macsecScope: Scope = named(
  [
    full('sci', text, 'Identifier of the channel, hexadecimal.'),
    full('port', text, 'Port of the channel.'),
    full('address', lladdr, {
      doc: 'Hardware address of the channel.',
      refusal: 'expected lladdr',
    }),
    full('cipher', oneOf(...ciphers), {
      doc: 'Cipher.',
      refusal: 'expected: default, gcm-aes-128, gcm-aes-256, gcm-aes-xpn-128 or gcm-aes-xpn-256',
      once: 'cipher',
    }),
    full(
      'icvlen',
      { kind: 'number', minimum: 8, maximum: 16, base: 10 },
      {
        doc: 'Bytes of the check value.',
        refusal: 'ICV length must be in the range {8..16}',
        once: 'icvlen',
      },
    ),
    full('encrypt', onOff, 'Encrypt, or only sign.'),
    full('send_sci', onOff, 'The header carries the identifier.'),
    full('end_station', onOff, 'End station.'),
    full('scb', onOff, 'Single copy broadcast.'),
    full('protect', onOff, 'Protect what is sent.'),
    full('replay', onOff, 'Drop packets that come again.'),
    full('window', u32, {
      doc: 'Packets that may come out of order.',
      refusal: 'expected replay window size',
    }),
    full(
      'validate',
      { kind: 'choice', words: ['disabled', 'check', 'strict'], abbreviates: true },
      'What is done with packets that are not valid.',
    ),
    full(
      'encodingsa',
      { kind: 'number', minimum: 0, maximum: 3 },
      {
        doc: 'Association that sends.',
        refusal: 'expected an { 0..3 }',
        once: 'encodingsa',
        isGarbageTwice: true,
      },
    ),
    full(
      'offload',
      { kind: 'choice', words: ['off', 'phy', 'mac'], abbreviates: true },
      { doc: 'Let the card do the work.' },
    ),
  ],
  'macsec: unknown command "%s"?',
);

export const hsrScope: Scope = named(
  [
    short('supervision', u8, {
      doc: 'Last byte of the group of supervision frames.',
      refusal: 'ADDR-BYTE is invalid',
    }),
    short('version', u8, { doc: 'Version of HSR, 0 or 1.', refusal: 'version is invalid' }),
    short('proto', text, { doc: '0: HSR, 1: PRP.', refusal: 'protocol is invalid' }),
    short('slave1', device, { doc: 'First link of the ring.', refusal: 'No such interface' }),
    short('slave2', device, { doc: 'Second link of the ring.', refusal: 'No such interface' }),
    full('interlink', device, {
      doc: 'Link to another ring or network.',
      refusal: 'No such interface',
    }),
  ],
  'hsr: what is "%s"?',
);

export const dsaScope: Scope = named(
  [
    full('conduit', device, {
      doc: 'Link to the switch.',
      aliases: ['master'],
      refusal: 'Device does not exist',
    }),
  ],
  'dsa: unknown command "%s"?',
);

export const xfrmScope: Scope = {
  grammar: [
    short('dev', device, 'Link below.'),
    short(
      'if_id',
      { ...u32, minimum: 1 },
      {
        doc: 'Number that ties policies and states to the device.',
        refusal: 'if_id value is invalid',
      },
    ),
    full('external', flag, { doc: 'Routes say which number is used.' }),
  ],
  bare: usage,
  conflicts: [
    {
      allOf: ['external', 'if_id'],
      says: "xfrmi: both 'external' and if_id/link cannot be specified",
    },
    {
      allOf: ['external', 'dev'],
      says: "xfrmi: both 'external' and if_id/link cannot be specified",
    },
  ],
  needs: [
    {
      anyOf: ['if_id', 'external'],
      missing: '`if_id`, or `external`',
      says: 'Error: argument "IF_ID" is required',
    },
  ],
};

const map = (keyword: string, doc: string) => full(keyword, onOff, doc);
export const rmnetScope: Scope = named(
  [
    full('mux_id', u16, { doc: 'Number of the channel.', refusal: 'mux_id is invalid' }),
    map('ingress-deaggregation', 'Take packets apart.'),
    map('ingress-commands', 'Heed flow control.'),
    map('ingress-mapv4-checksum', 'Checksums of version 4 of what comes in.'),
    map('egress-mapv4-checksum', 'Checksums of version 4 of what is sent.'),
    map('ingress-mapv5-checksum', 'Checksums of version 5 of what comes in.'),
    map('egress-mapv5-checksum', 'Checksums of version 5 of what is sent.'),
  ],
  'rmnet: unknown command "%s"?',
);

export const wwanScope: Scope = named(
  [short('linkid', u32, { doc: 'Number of the channel.', refusal: 'linkid' })],
  'wwan: unknown command "%s"?',
);
