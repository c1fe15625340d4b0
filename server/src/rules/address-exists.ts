/** An address that a command before has given to the same link. */
import { refusalRule } from './refusalRule.ts';

export const addressExists = refusalRule({
  id: 'address-exists',
  summary: 'Address that the link has already',
  what: 'the link has this address already',
  why: 'a link holds an address once, and the kernel refuses the second',
  todo: 'remove this line, or write `replace`',
  place: 'command',
});
