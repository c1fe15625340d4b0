/** What the shell itself would refuse or misread, worded for people. */
import type { Problem } from '../base/problem.ts';
import type { ShellError, ShellScript } from './types.ts';

/** At most one problem of rule `shell-syntax`: the first, because the others usually follow from it. */
export function shellProblems(script: ShellScript): Problem[] {
  const error = script.errors[0];
  return error === undefined
    ? []
    : [{ rule: 'shell-syntax', span: error.span, ...wordingOf(error) }];
}

/**
 * At most one problem of rule `shell-carriage-return`, on the first line that ends with CRLF.
 * bash keeps the carriage return as a character of the last word: `ip link show lo` asks for the link `lo\r`.
 */
export function carriageReturnProblems(text: string): Problem[] {
  const first = text.indexOf('\r\n');
  if (first < 0) return [];
  const start = text.lastIndexOf('\n', first) + 1;
  const edits = [...text.matchAll(/\r(?=\n)/g)].map(({ index }) => ({
    span: { start: index, end: index + 1 },
    newText: '',
  }));
  return [
    {
      rule: 'shell-carriage-return',
      span: { start, end: Math.max(first, start + 1) },
      what: 'the lines of this script end with CRLF, as on Windows',
      why: 'the shell takes the carriage return for a part of the last word of each line: it looks for a link `eno3\\r`, and the kernel for an interpreter of that name',
      todo: 'save the file with LF line ends',
      fix: { title: 'Remove the carriage returns', safe: true, edits },
    },
  ];
}

type Wording = Pick<Problem, 'what' | 'why' | 'todo'>;

function wordingOf(error: ShellError): Wording {
  const { message } = error;
  if (message.startsWith('reading stopped here')) {
    return {
      what: message,
      why: 'only whole lines before this place were checked',
      todo: 'check that this is the file you meant',
    };
  }
  const unterminated = /^unterminated (.+)$/.exec(message)?.[1];
  if (unterminated !== undefined) return unclosedWording(unterminated);
  const closing = /^expected '?([^' ]+)'? to close (.+)$/.exec(message);
  if (closing !== null) {
    return {
      what: `this ${(closing[2] ?? '').replaceAll("'", '`')} is never closed`,
      why: `the shell reads on to the end of the file looking for \`${closing[1]}\` and then runs nothing of it`,
      todo: `put \`${closing[1]}\` after the last command that belongs to it`,
    };
  }
  const unexpected = /^unexpected token '(.+)'$/s.exec(message)?.[1];
  if (unexpected !== undefined) {
    return {
      what: `\`${unexpected}\` cannot stand here`,
      why: 'the shell stops at this word with a syntax error',
      todo: 'look for a word before it that is missing or too much',
    };
  }
  return {
    what: `the shell cannot read this: ${message.replaceAll("'", '`')}`,
    why: 'the shell stops here with a syntax error',
    todo: 'complete or remove the command here',
  };
}

function unclosedWording(what: string): Wording {
  const isQuote = what.includes('quote') || what === 'backtick';
  const name = what === 'backtick' ? 'backquote' : what;
  return {
    what: isQuote
      ? `the ${name} that opens here is never closed`
      : `the ${name} that begins here is never closed`,
    why: 'the shell takes everything up to the end of the file as part of it and runs nothing; the rest was read as if it ended with this line',
    todo: isQuote ? 'close the quote' : 'close the bracket',
  };
}
