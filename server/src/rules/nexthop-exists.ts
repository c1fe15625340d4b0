/** A nexthop object under a number that the script has given already. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const nexthopExists = refusalRule({
  id: 'nexthop-exists',
  summary: 'Nexthop object with a number that is taken',
  what: ({ subject }) => `a nexthop object ${nameOf(subject)} is there already`,
  why: 'the number of a nexthop object is unique, and the kernel refuses the second',
  todo: 'choose another number, or write `replace`',
  place: 'command',
});
