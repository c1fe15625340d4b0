/** The removal of an address that the link surely does not have. */
import { refusalRule } from './refusalRule.ts';

export const addressMissing = refusalRule({
  id: 'address-missing',
  summary: 'Removal of an address that the link does not have',
  what: 'the link does not have this address',
  why: 'the kernel removes an address only with its own length of network',
  todo: 'correct the address or its length, or remove this line',
  place: 'command',
});
