/** Options of an entry of `addresses`. NetworkManager refuses them. */
import { keyTable, networkd, row, text, word } from './table.ts';

const more = { since: '0.100', renderers: networkd };

export const addressOptions = keyTable('address options', [
  row(
    'lifetime',
    word(['forever', '0'], "invalid lifetime value '%s'", {
      anyCase: true,
      docs: { forever: 'The address is preferred.', '0': 'The address is not chosen as source.' },
    }),
    'How long the address is preferred.',
    { ...more, default: 'forever' },
  ),
  row('label', text, 'Label of the address, at most 15 characters: `eth0:web`.', more),
]);
