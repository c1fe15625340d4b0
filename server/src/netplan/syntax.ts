/**
 * Words for YAML that cannot be read: what is wrong, that netplan refuses the file, what to do.
 * netplan's own words are those of libyaml, which netplan 1.2 prints behind "Invalid YAML".
 */
import type { Problem } from '../base/problem.ts';
import type { YamlError } from '../yaml/types.ts';

interface Words {
  readonly what: string;
  readonly todo: string;
}

const wordsByCode: Readonly<Record<string, Words>> = {
  'tab-indent': { what: 'a tab stands in the indentation', todo: 'indent with spaces' },
  'bad-indent': {
    what: 'the indentation fits no line above',
    todo: 'start this line in the column of its siblings',
  },
  'unclosed-quote': { what: 'a quote is opened and never closed', todo: 'close the quote' },
  'unclosed-flow': {
    what: 'a bracket is opened and not closed',
    todo: 'close the bracket with `]` or `}`',
  },
  'missing-colon': {
    what: 'a key has no colon behind it',
    todo: 'write `key: value`, with a colon and a space',
  },
  'missing-comma': {
    what: 'a comma is missing between two entries',
    todo: 'write a comma between the entries',
  },
  'nested-mapping': {
    what: 'a second `key:` stands where a value belongs',
    todo: 'put the second key on a line of its own, or quote the value',
  },
  'bad-escape': {
    what: 'an escape that YAML does not know',
    todo: 'write `\\\\` for a backslash, or use single quotes',
  },
  'bad-alias': {
    what: 'an alias without an anchor',
    todo: 'quote the text if it begins with `*`, or set the anchor with `&` above',
  },
  'bad-character': { what: 'a value begins with a reserved character', todo: 'quote the value' },
  binary: {
    what: 'the file holds a NUL byte; reading stopped here',
    todo: 'save the file as plain text (UTF-8)',
  },
  'too-large': {
    what: 'the file is too large; reading stopped here',
    todo: 'keep netplan files below 2 MB',
  },
  other: {
    what: 'this cannot be read as YAML',
    todo: 'check indentation, quotes and brackets here and on the line above',
  },
};

const otherWords: Words = {
  what: 'this cannot be read as YAML',
  todo: 'check indentation, quotes and brackets',
};

/** The problem of a YAML error. */
export function syntaxProblem(error: YamlError): Problem {
  const { what, todo } = wordsByCode[error.code] ?? otherWords;
  return {
    rule: 'netplan-syntax',
    span: error.span,
    what,
    why: 'netplan refuses the whole file ("Invalid YAML")',
    todo,
  };
}
