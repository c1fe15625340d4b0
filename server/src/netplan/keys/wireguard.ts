/** Entries of `peers` of a WireGuard tunnel, and the keys of a tunnel. */
import { addressOptions } from './addressOptions.ts';
import { integer, keyTable, mapping, networkManager, row, sequence, text, word } from './table.ts';

const since = { since: '0.100' };

const peerKeys = keyTable('the keys of a peer', [
  row('public', text, 'Public key of the peer, 44 characters of base64.', {
    ...since,
    isRequired: true,
  }),
  row('shared', text, 'Shared key in base64, or (networkd) the path of a file with it.', since),
]);

export const wireguardPeer = keyTable('a WireGuard peer', [
  row('keys', mapping(peerKeys), 'Keys of the peer.', since),
  row('endpoint', { kind: 'endpoint' }, 'Where the peer is reached: `host:port`.', since),
  row(
    'allowed-ips',
    sequence({ kind: 'interface-address', options: addressOptions, allowsZero: true }),
    'Networks behind the peer. They make no routes: write `routes` too.',
    since,
  ),
  row('keepalive', integer, 'Seconds between packets that keep a NAT open, 0 to 65535.', since),
]);

export const tunnelKeys = keyTable('the keys of a tunnel', [
  row('input', text, 'Key that incoming packets carry: a number or a dotted quad.'),
  row('output', text, 'Key of outgoing packets: a number or a dotted quad.'),
  row(
    'private',
    text,
    'WireGuard: private key in base64, or (networkd) the path of a file with it.',
    since,
  ),
  row(
    'private-key-flags',
    sequence(
      word(
        ['agent-owned', 'not-saved', 'not-required'],
        'Key flag \'%s\' is not supported. Valid values are "agent-owned", "not-saved" and "not-required"',
        { anyCase: true },
      ),
    ),
    'Where NetworkManager gets the private key from.',
    { since: '0.107', renderers: networkManager },
  ),
]);
