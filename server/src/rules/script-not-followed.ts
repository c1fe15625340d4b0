/** A loop or recursion with more rounds than are followed: commands that come of it are not all known. */
import { stepsOf } from '../host/commands.ts';
import { defineRule } from './define.ts';

export const scriptNotFollowed = defineRule({
  id: 'script-not-followed',
  severity: 'information',
  summary: 'a loop or a call is not evaluated further, and routing commands depend on it',
  fix: 'none',
  check(host, report) {
    for (const document of host.documents) {
      if (!('script' in document) || document.script === undefined) continue;
      if (stepsOf(document).length === 0) continue;
      // Where the limit of the script is reached, every later loop and call is left out, too: one finding says it.
      const first = document.script.unfollowed.find(({ kind }) => kind === 'limit');
      if (first === undefined) continue;
      report(
        { file: document.file.id, span: first.span },
        {
          what: `the script is not evaluated further here: ${first.reason}`,
          why: 'what the rest of the rounds or calls sets is unknown from here on, so that commands which depend on it are not checked',
          todo: 'nothing, if the script is meant to do this; else look at what ends the loop or the recursion',
        },
      );
    }
  },
});
