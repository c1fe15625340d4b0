/** `networkmanager`: settings that only NetworkManager understands. */
import { keyTable, networkManager, row, text } from './table.ts';
import type { KeyTable } from './table.ts';

function settings(since: string | undefined): KeyTable {
  const more = { renderers: networkManager, ...(since === undefined ? {} : { since }) };
  return keyTable('NetworkManager settings', [
    row('name', text, 'Name of the connection profile.', more),
    row('uuid', text, 'Unique id of the connection profile.', more),
    row('stable-id', text, 'What addresses and hardware addresses are derived from.', more),
    row('device', text, 'The link that the profile is for.', more),
    row(
      'passthrough',
      { kind: 'map', keys: 'text', of: text },
      'Settings that netplan hands to NetworkManager unread: `group.key: value`.',
      { renderers: networkManager, since: '0.102' },
    ),
  ]);
}

export const connectionSettings = settings('0.99');
export const accessPointSettings = settings(undefined);
