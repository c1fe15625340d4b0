/** `nameservers` of a link. */
import { keyTable, row, sequence, text } from './table.ts';

export const nameservers = keyTable('name servers', [
  row('addresses', sequence({ kind: 'server-address' }), 'Addresses of the name servers.'),
  row('search', sequence(text), 'Domains that short names are looked up in.'),
]);
