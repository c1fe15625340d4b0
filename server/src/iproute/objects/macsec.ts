/** `ip macsec`: secure channels of MACsec devices (iproute2 6.1 to 7.3, ip/ipmacsec.c; ip-macsec(8)). What depends on the words before it is explained and not judged. */
import type { Grammar, ObjectGrammar, Scope } from '../grammar.ts';
import { device, flag, full, lladdr, text, u32, u64 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const associationsVersions: Versions = [[{ linux: '5.7', iproute2: '6.1' }, 'xpn salt ssci']];
const associations: Grammar = dated(associationsVersions, [
  full('tx', flag, 'The channel that sends.'),
  full('rx', flag, 'A channel that receives; its identifier follows.'),
  full(
    'sa',
    { kind: 'number', minimum: 0, maximum: 3 },
    { doc: 'Number of the association.', refusal: 'expected an { 0..3 }' },
  ),
  full('sci', text, 'Identifier of the channel, hexadecimal.'),
  full('port', text, 'Port of the channel.'),
  full('address', lladdr, 'Hardware address of the channel.'),
  full('pn', { ...u32, minimum: 1 }, { doc: 'Next packet number.', refusal: 'expected pn' }),
  full('xpn', u64, 'Next packet number of 64 bits.'),
  full('salt', text, 'Salt for 64-bit packet numbers.'),
  full('ssci', text, 'Short identifier for 64-bit packet numbers.'),
  full('key', { kind: 'list', of: [text, text] }, 'Name of the key, and the key.'),
  full('on', flag, 'Switch it on.'),
  full('off', flag, 'Switch it off.'),
]);
const channel: Scope = { grammar: associations, bare: { kind: 'stop' } };
const opened: Scope = {
  grammar: [],
  bare: { kind: 'stop' },
  atLeastOne: { missing: 'the MACsec device', says: 'the usage text' },
};
/** The device comes first, then `tx` or `rx`. */
const changing: Scope = {
  grammar: [
    full('tx', { kind: 'scope', scope: channel }, 'The channel that sends.'),
    full('rx', { kind: 'scope', scope: channel }, 'A channel that receives.'),
  ],
  bare: { kind: 'value', row: full('device', device, 'The MACsec device.') },
  atLeastOne: { missing: 'the MACsec device', says: 'the usage text' },
};

export const macsecObject: ObjectGrammar = {
  name: 'macsec',
  doc: 'Channels and keys of MACsec devices.',
  since: both('4.6'),
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'show',
      doc: 'Show devices and channels.',
      scope: { grammar: [], bare: { kind: 'stop' }, hasNoHelp: true },
    },
    { verb: 'add', doc: 'Add a channel or an association.', scope: changing },
    { verb: 'set', doc: 'Change a channel or an association.', scope: changing },
    { verb: 'delete', doc: 'Remove a channel or an association.', scope: changing },
    {
      verb: 'offload',
      doc: 'Let the card do the work.',
      since: { linux: '5.6', iproute2: '5.7' },
      scope: opened,
    },
  ],
};
