/**
 * Words for YAML that cannot be read: what is wrong, that netplan refuses the file, what to do.
 * netplan 1.2 reads the file as a whole with libyaml: an error anywhere means that nothing of it counts.
 */
import type { Problem } from '../base/problem.ts';
import type { YamlError, YamlErrorCode } from '../yaml/types.ts';

interface Words {
  readonly what: string;
  readonly todo: string;
  /** What netplan 1.2 prints, where it is the same for every text with this error. */
  readonly netplan?: string;
}

const words: Readonly<Record<YamlErrorCode, Words>> = {
  'tab-indent': {
    what: 'a tab stands in the indentation',
    todo: 'indent with spaces',
    netplan: 'tabs are not allowed for indent',
  },
  'bad-indent': {
    what: 'the indentation of this line fits no line above',
    todo: 'start it in the same column as its siblings',
  },
  'unclosed-quote': {
    what: 'a quote is opened here and not closed on this line',
    todo: 'close the quote',
  },
  'unclosed-flow': {
    what: 'a bracket is opened here and not closed',
    todo: 'close it with `]` or `}`',
  },
  'missing-colon': {
    what: 'a key stands here without a colon',
    todo: 'write `key: value`, with a colon and a space; a list entry is `- value`, with a space',
  },
  'missing-comma': {
    what: 'a comma is missing between two entries',
    todo: 'write a comma between the entries',
  },
  'missing-space': {
    what: 'a space is missing behind the colon',
    todo: 'write a space and a value behind the colon',
    netplan: "found unexpected ':'",
  },
  'nested-mapping': {
    what: 'a second key stands on this line',
    todo: 'put it on a line of its own, or quote the value',
  },
  'bad-escape': {
    what: 'YAML does not know this escape',
    todo: 'write `\\\\` for a backslash, or use single quotes',
    netplan: 'found unknown escape character',
  },
  'bad-alias': {
    what: 'the alias names no anchor',
    todo: 'quote the value if it begins with `*`, or set the anchor with `&` further up',
  },
  'bad-character': {
    what: 'a value cannot begin with this character',
    todo: 'quote the value',
    netplan: 'found character that cannot start any token',
  },
  'control-character': {
    what: 'a control character; reading stopped here',
    todo: 'save the file as plain text (UTF-8)',
    netplan: 'control characters are not allowed',
  },
  'too-large': { what: 'the file is very large; reading stopped here', todo: 'split the file' },
  'too-deep': { what: 'the nesting is too deep; reading stopped here', todo: 'close the brackets' },
  other: {
    what: 'this is not YAML',
    todo: 'check indentation, quotes and brackets here and on the line above',
  },
};

/** The problem of a YAML error. */
export function syntaxProblem(error: YamlError): Problem {
  const { what, todo, netplan } = words[error.code];
  const said = netplan === undefined ? 'Invalid YAML' : `Invalid YAML: ${netplan}`;
  const problem: Problem = {
    rule: 'netplan-syntax',
    span: error.span,
    what,
    why: whyOf(error.code, said),
    todo,
  };
  if (error.noticed === undefined) return problem;
  return {
    ...problem,
    related: [{ span: error.noticed, message: 'netplan reports the error here' }],
  };
}

function whyOf(code: YamlErrorCode, said: string): string {
  if (code === 'too-large') return 'only the part before this place is checked';
  return `netplan refuses the whole file: "${said}"`;
}
