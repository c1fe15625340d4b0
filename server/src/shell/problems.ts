/** What the shell itself would refuse or misread, worded for people. */
import type { Problem } from '../base/problem.ts';
import type { ShellError, ShellScript } from './types.ts';

/**
 * Problems of rule `shell-syntax`: of the syntax errors the first alone, because the others usually follow from it;
 * NUL characters and the end of what was read are told besides.
 */
export function shellProblems(script: ShellScript): Problem[] {
  const first = script.errors.find((error) => error.kind === undefined);
  return script.errors
    .filter((error) => error === first || error.kind !== undefined)
    .map((error) => ({ rule: 'shell-syntax', span: error.span, ...wordingOf(error) }));
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

type Wording = Pick<Problem, 'what' | 'why' | 'todo' | 'severity'>;

function wordingOf(error: ShellError): Wording {
  if (error.kind === undefined) return syntaxWording(error.message);
  switch (error.kind) {
    case 'too-long':
      return {
        what: error.message,
        why: 'nothing after this line was checked; the shell itself has no such limit',
        todo: 'check that this is the file you meant, or split it',
        severity: 'information',
      };
    case 'nul':
      return {
        what: 'the script holds a NUL character',
        why: 'the shell leaves it out and joins what stands on both sides: bash reads `ip`, NUL, `route` as `iproute`',
        todo: 'remove it; all lines were checked, but not the words beside it',
        severity: 'warning',
      };
    case 'nul-in-first-line':
      return {
        what: 'the first line holds a NUL character',
        why: 'bash takes such a file for a program and runs nothing of it: cannot execute binary file',
        todo: 'remove it, or save the file as UTF-8 if it is UTF-16',
      };
  }
}

function syntaxWording(message: string): Wording {
  const unterminated = /^unterminated (.+)$/.exec(message)?.[1];
  if (unterminated !== undefined) return unclosedWording(unterminated);
  const closing = /^expected '?([^' ]+)'? to close (.+)$/.exec(message);
  if (closing !== null) {
    return {
      what: `this ${(closing[2] ?? '').replaceAll("'", '`')} is never closed`,
      why: `the shell reads on to the end of the file looking for \`${closing[1]}\` and stops there with a syntax error; what stands above has run by then`,
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
    why: 'the shell takes everything from here to the end of the file as part of it and stops with a syntax error; the commands above have run by then. RouteLens read on as if it ended with this line',
    todo: isQuote ? 'close the quote' : 'close the bracket',
  };
}
