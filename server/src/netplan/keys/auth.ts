/** `auth`: who may use a wireless network, or an Ethernet port with 802.1X. */
import { keyTable, row, text, word } from './table.ts';

const keyManagement = word(
  ['none', 'psk', 'psk-sha256', 'eap', 'eap-sha256', 'eap-suite-b-192', 'sae', '802.1x'],
  "unknown key management type '%s'",
  {
    docs: {
      none: 'No key: an open network.',
      psk: 'One password for all (WPA personal).',
      'psk-sha256': 'As `psk`, with a stronger hash.',
      eap: 'Each user proves who they are (WPA enterprise).',
      'eap-sha256': 'As `eap`, with a stronger hash.',
      'eap-suite-b-192': 'WPA3 enterprise with 192 bits.',
      sae: 'WPA3 personal.',
      '802.1x': 'Ethernet with 802.1X.',
    },
    newer: { 'psk-sha256': '1.1', 'eap-sha256': '1.1', 'eap-suite-b-192': '1.1', sae: '1.1' },
  },
);

const method = word(['tls', 'peap', 'ttls', 'leap', 'pwd'], "unknown EAP method '%s'", {
  newer: { leap: '1.1', pwd: '1.1' },
});

export const auth = keyTable('authentication', [
  row('key-management', keyManagement, 'How the key of the connection is agreed on.'),
  row('method', method, 'The EAP method by which the user is known.'),
  row('identity', text, 'Who the client says it is.'),
  row('anonymous-identity', text, 'Name for the part of the exchange that is not encrypted.'),
  row('password', text, 'Password of the user, or the key of the network with `psk` and `sae`.'),
  row('ca-certificate', text, 'Path of the certificate that the server must be signed with.'),
  row('client-certificate', text, 'Path of the certificate of the client.'),
  row('client-key', text, 'Path of the private key of the client.'),
  row('client-key-password', text, 'Password of the private key.'),
  row('phase2-auth', text, 'Method inside of the encrypted tunnel.', { since: '0.99' }),
]);
