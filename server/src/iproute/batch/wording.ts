/** Sentences about batch files that `ip` cannot split into words (iproute2 6.1 to 7.3, lib/utils.c). */
import type { Problem } from '../../base/problem.ts';
import type { Span } from '../../base/span.ts';

const sentences = {
  quote: {
    what: 'the quote has no end in this line',
    why: '`ip -batch` wants the same quote again before the end of the line, and reads nothing more. `ip` answers: Unterminated quoted string',
    todo: 'close the quote, or remove it: quotes are needed only around blanks',
  },
  continuation: {
    what: 'the file ends after a backslash',
    why: 'a backslash at the end joins the next line, and there is none: this line is not run. `ip` answers: Missing continuation line',
    todo: 'remove the backslash',
  },
  'too-many': {
    what: 'the line has more than 511 words',
    why: '`ip -batch` takes no more in one line, and reads nothing more. `ip` answers: Too many arguments to command',
    todo: 'make several commands of it',
  },
} as const;

/** A line that ends the reading of the batch file. */
export function batchProblem(kind: keyof typeof sentences, span: Span): Problem {
  return { rule: 'iproute-batch-syntax', span, ...sentences[kind] };
}
