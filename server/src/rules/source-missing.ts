/** A route whose `src` is no address of the host. */
import { refusalRule } from './refusalRule.ts';

export const sourceMissing = refusalRule({
  id: 'source-missing',
  summary: 'Preferred source address that the host does not have',
  what: 'the host does not have this source address',
  why: '`src` has to be an address of the host, and IPv6 wants it in use already',
  todo: 'give a link the address before this line, or correct it',
  place: 'command',
});
