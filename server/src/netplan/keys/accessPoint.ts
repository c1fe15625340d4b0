/** An entry of `access-points`: one wireless network, by its name (SSID). */
import { auth } from './auth.ts';
import { accessPointSettings } from './networkmanager.ts';
import { boolean, integer, keyTable, mapping, networkManager, row, text, word } from './table.ts';

const mode = word(['infrastructure', 'adhoc', 'ap'], "unknown wifi mode '%s'", {
  docs: {
    infrastructure: 'The host is a client of an access point.',
    adhoc: 'The hosts talk to each other without an access point.',
    ap: 'The host is the access point; NetworkManager only.',
  },
});

export const accessPoint = keyTable('an access point', [
  row(
    'password',
    text,
    'Key of the network: 8 to 63 characters, or 64 hexadecimal digits. Short for `auth` with `psk`.',
  ),
  row('auth', mapping(auth), 'How the network knows the host.'),
  row('mode', mode, 'What the host is in the network.', { default: 'infrastructure' }),
  row(
    'band',
    word(['5GHz', '5G', '2.4GHz', '2.4G'], "unknown wifi band '%s'"),
    'The frequency band; absent: any.',
    { since: '0.99' },
  ),
  row('channel', integer, 'The channel in the band; it has an effect only with `band`.', {
    since: '0.99',
  }),
  row('bssid', { kind: 'hardware-address' }, 'Hardware address of the one access point to use.', {
    since: '0.99',
  }),
  row('hidden', boolean, 'The network does not announce its name.', {
    since: '0.100',
    default: 'false',
  }),
  row('networkmanager', mapping(accessPointSettings), 'Settings for NetworkManager only.', {
    renderers: networkManager,
  }),
]);
