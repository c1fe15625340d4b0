/** `match`: which physical link a definition is about. All properties together must fit. */
import { keyTable, row, sequence } from './table.ts';

export const match = keyTable('a match', [
  row(
    'name',
    { kind: 'name' },
    'Name of the link as the kernel gave it. `*`, `?` and `[...]` match several links.',
  ),
  row(
    'macaddress',
    { kind: 'hardware-address' },
    'Hardware address of the link, six pairs of hexadecimal digits with colons.',
  ),
  row(
    'driver',
    {
      kind: 'either',
      scalar: { kind: 'driver' },
      other: sequence({ kind: 'driver' }, { empty: "invalid sequence for 'driver'" }),
      netplan: "invalid type for 'driver': must be a scalar or a sequence of scalars",
    },
    'Kernel driver of the link, or a list of drivers (since 0.104); wildcards are allowed. NetworkManager cannot match it, unless `set-name` is there.',
    { renderers: ['networkd'] },
  ),
]);
