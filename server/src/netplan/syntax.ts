/**
 * Words for YAML that cannot be read: what is wrong, that netplan refuses the file, what to do.
 * netplan 1.2 reads the file as a whole with libyaml: an error anywhere means that nothing of it counts.
 */
import type { Problem } from '../base/problem.ts';
import type { YamlError, YamlErrorCode } from '../yaml/types.ts';

interface Words {
  readonly what: string;
  readonly todo: string;
}

const words: Readonly<Record<YamlErrorCode, Words>> = {
  'tab-indent': {
    what: 'a tab stands in the indentation',
    todo: 'indent with spaces',
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
  },
  'nested-mapping': {
    what: 'a second key stands on this line',
    todo: 'put it on a line of its own, or quote the value',
  },
  'bad-escape': {
    what: 'YAML does not know this escape',
    todo: 'write `\\\\` for a backslash, or use single quotes',
  },
  'bad-alias': {
    what: 'the alias names no anchor',
    todo: 'quote the value if it begins with `*`, or set the anchor with `&` further up',
  },
  'repeated-anchor': {
    what: 'another node has this anchor already',
    todo: 'give one of the two another name',
  },
  'bad-character': {
    what: 'a value cannot begin with this character',
    todo: 'quote the value',
  },
  'control-character': {
    what: 'a control character; reading stopped here',
    todo: 'save the file as plain text (UTF-8)',
  },
  'too-large': { what: 'the file is very large; reading stopped here', todo: 'split the file' },
  'too-many-aliases': {
    what: 'the aliases stand for too many values; reading stopped here',
    todo: 'write the values out',
  },
  'too-deep': { what: 'the nesting is too deep; reading stopped here', todo: 'close the brackets' },
  other: {
    what: 'this is not YAML',
    todo: 'check indentation, quotes and brackets here and on the line above',
  },
};

/** The problem of a YAML error. */
export function syntaxProblem(error: YamlError): Problem {
  const { what, todo } = words[error.code];
  const said = error.words === undefined ? 'Invalid YAML' : `Invalid YAML: ${error.words}`;
  const problem: Problem = {
    rule: 'netplan-syntax',
    span: error.span,
    what,
    why: whyOf(error.code, said),
    todo,
    // netplan may well read on.
    ...(limits.has(error.code) ? { severity: 'warning' } : {}),
  };
  if (error.noticed === undefined) return problem;
  return {
    ...problem,
    related: [{ span: error.noticed, message: 'netplan reports the error here' }],
  };
}

/** Ours, not netplan's. */
const limits: ReadonlySet<YamlErrorCode> = new Set(['too-large', 'too-deep', 'too-many-aliases']);

function whyOf(code: YamlErrorCode, said: string): string {
  if (limits.has(code)) return 'only the part before this place is checked';
  return `netplan refuses the whole file: "${said}"`;
}
