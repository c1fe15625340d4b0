/** `networkmanager`: settings that only NetworkManager understands. */
import type { YamlMapping } from '../../yaml/types.ts';
import { codeSpan } from '../../base/markdown.ts';
import { warn } from '../refusal.ts';
import type { Report } from '../refusal.ts';
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
      { kind: 'map', keys: 'text', of: text, check: checkPassthrough },
      'Settings that netplan hands to NetworkManager unread: `group.key: value`.',
      { renderers: networkManager, since: '0.102' },
    ),
  ]);
}

export const connectionSettings = settings('0.99');
export const accessPointSettings = settings(undefined);

/** netplan drops what has no group (validate_kf_group_key, src/parse.c). */
function checkPassthrough(mapping: YamlMapping, report: Report): void {
  for (const { key } of mapping.entries) {
    if (key.text.includes('.')) continue;
    const netplan = `NetworkManager: passthrough key '${key.text}' format is invalid, should be 'group.key'.`;
    const what = `${codeSpan(key.text)} names no group, and is dropped`;
    report(key.span, { ...warn(what, netplan, 'write `group.key`'), since: '1.1' });
  }
}
