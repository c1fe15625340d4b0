/** A command that names a link which the script itself has removed, renamed or moved away. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const linkMissing = refusalRule({
  id: 'link-missing',
  summary: 'Command on a link that the script has removed or renamed',
  what: ({ subject }) => `no link ${nameOf(subject)} is there any more`,
  why: 'a command before this line has removed, renamed or moved it',
  todo: 'correct the name, or the order of the commands',
  place: 'dev',
});
