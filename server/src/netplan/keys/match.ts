/** `match`: which physical link a definition is about. All properties together must fit. */
import { keyTable, text } from './table.ts';

export const match = keyTable('a match', [
  {
    key: 'name',
    type: text,
    doc: 'Name of the link as the kernel gave it. `*`, `?` and `[...]` match several links.',
  },
  {
    key: 'macaddress',
    type: { kind: 'any' },
    doc: 'Hardware address of the link, six pairs of hexadecimal digits with colons.',
  },
  {
    key: 'driver',
    type: { kind: 'any' },
    doc: 'Kernel driver of the link, or a list of drivers; wildcards are allowed.',
  },
]);
