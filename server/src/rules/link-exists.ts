/** A new link under a name that the script has given already. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const linkExists = refusalRule({
  id: 'link-exists',
  summary: 'New link with the name of one that is there',
  what: ({ subject }) => `a link ${nameOf(subject)} is there already`,
  why: 'the name of a link is unique, and the kernel refuses the second',
  todo: 'choose another name, or remove the first link before',
  place: 'dev',
});
