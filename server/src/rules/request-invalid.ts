/** A command that the kernel refuses for what it says, whatever the state may be. */
import { reasonOf, refusalRule } from './refusalRule.ts';

export const requestInvalid = refusalRule({
  id: 'request-invalid',
  summary: 'Command whose parts the kernel does not accept together',
  what: 'the kernel does not accept this command',
  why: ({ says }) => `its parts contradict each other or what is there (${reasonOf(says)})`,
  todo: 'correct the part that the kernel names',
  place: 'command',
});
