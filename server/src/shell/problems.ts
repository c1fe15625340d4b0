/** What the shell itself would refuse, worded for people: the first error only, because the others usually follow from it. */
import type { Problem } from '../base/problem.ts';
import type { ShellError, ShellScript } from './types.ts';

/** At most one problem of rule `shell-syntax`. */
export function shellProblems(script: ShellScript): Problem[] {
  const error = script.errors[0];
  return error === undefined
    ? []
    : [{ rule: 'shell-syntax', span: error.span, ...wordingOf(error) }];
}

type Wording = Pick<Problem, 'what' | 'why' | 'todo'>;

function wordingOf(error: ShellError): Wording {
  const { message } = error;
  if (message.startsWith('reading stopped here')) {
    return {
      what: message.replace('reading stopped here: ', 'Reading stopped here: '),
      why: 'Only whole lines before this place were checked',
      todo: 'Check that this is the file you meant',
    };
  }
  const unterminated = /^unterminated (.+)$/.exec(message)?.[1];
  if (unterminated !== undefined) return unclosedWording(unterminated);
  const closing = /^expected '?([^' ]+)'? to close (.+)$/.exec(message);
  if (closing !== null) {
    return {
      what: `This ${(closing[2] ?? '').replaceAll("'", '`')} is never closed`,
      why: `The shell reads on to the end of the file looking for \`${closing[1]}\` and then runs nothing of it`,
      todo: `Put \`${closing[1]}\` after the last command that belongs to it`,
    };
  }
  const unexpected = /^unexpected token '(.+)'$/s.exec(message)?.[1];
  if (unexpected !== undefined) {
    return {
      what: `\`${unexpected}\` cannot stand here`,
      why: 'The shell stops at this word with a syntax error',
      todo: 'Look for a word before it that is missing or too much',
    };
  }
  return {
    what: `The shell cannot read this: ${message.replaceAll("'", '`')}`,
    why: 'The shell stops here with a syntax error',
    todo: 'Complete or remove the command here',
  };
}

function unclosedWording(what: string): Wording {
  const isQuote = what.includes('quote') || what === 'backtick';
  const name = what === 'backtick' ? 'backquote' : what;
  return {
    what: isQuote
      ? `The ${name} that opens here is never closed`
      : `The ${name} that begins here is never closed`,
    why: 'The shell takes everything up to the end of the file as part of it and runs nothing; the rest was read as if it ended with this line',
    todo: isQuote ? 'Close the quote' : 'Close the bracket',
  };
}
