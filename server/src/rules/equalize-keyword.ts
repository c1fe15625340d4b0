/** `equalize`, which ip dropped in 2010 (iproute2 2.6.33, commit 63a0f20a) and recipes still show. */
import { codeSpan } from '../base/markdown.ts';
import { ipCommands } from '../host/commands.ts';
import { defineRule } from './define.ts';

export const equalizeKeyword = defineRule({
  id: 'equalize-keyword',
  severity: 'error',
  summary: '`equalize` was removed from ip',
  fix: 'safe',
  check(host, report) {
    for (const { command, file, text } of ipCommands(host)) {
      for (const word of command.unexpected.filter(
        (unexpected) => unexpected.text === 'equalize',
      )) {
        const blanks = /^[ \t]*/.exec(text.slice(word.span.end))?.[0].length ?? 0;
        const span = { start: word.span.start, end: word.span.end + blanks };
        report(
          { file, span: word.span },
          {
            what: `${codeSpan('ip')} no longer knows the word ${codeSpan('equalize')}`,
            why: `it was removed in 2010 (iproute2 2.6.33), and the whole command is refused: either "to" is duplicate, or "equalize" is a garbage`,
            todo: 'delete the word: flows are spread over the nexthops by weight without it',
            fixes: [
              {
                title: 'Delete equalize',
                safe: true,
                edits: [{ file, edits: [{ span, newText: '' }] }],
              },
            ],
          },
        );
      }
    }
  },
});
