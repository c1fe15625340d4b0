/** Joins what libyaml refuses with the causes that were found for it. */
import { firstOfEach } from './errors.ts';
import type { LibyamlError } from './libyaml/read.ts';
import type { YamlError, YamlErrorCode } from './types.ts';

/**
 * The errors with libyaml's among them: the first that stands on its line or in front of it is its cause.
 * If none does, libyaml's own comes first.
 */
export function withRefusal(
  errors: readonly YamlError[],
  refusal: LibyamlError,
  text: string,
): readonly YamlError[] {
  const start = Math.min(refusal.at, text.length);
  const noticed = { start, end: Math.min(start + 1, text.length) };
  const words = refusal.words === undefined ? {} : { words: refusal.words };
  const [first, ...others] = firstOfEach(errors);
  const lineEnd = endOfLine(text, start);
  if (first === undefined || first.span.start > lineEnd) {
    const own = { code: codeOf(refusal), span: noticed, message: refusal.problem };
    return [{ ...own, ...words }, ...errors];
  }
  const isOnLine = text.lastIndexOf('\n', start - 1) < first.span.start;
  const { noticed: _noticed, ...cause } = first;
  return [{ ...cause, ...words, ...(isOnLine ? {} : { noticed }) }, ...others];
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

const codes: Readonly<Record<string, YamlErrorCode>> = {
  "could not find expected ':'": 'missing-colon',
  "did not find expected ',' or ']'": 'missing-comma',
  "did not find expected ',' or '}'": 'missing-comma',
  "found unexpected ':'": 'missing-space',
  'did not find expected alphabetic or numeric character': 'bad-alias',
  'did not find expected hexdecimal number': 'bad-escape',
  'did not find expected key': 'bad-indent',
  "did not find expected '-' indicator": 'bad-indent',
  'did not find expected node content': 'bad-character',
  'found a tab character that violates indentation': 'tab-indent',
  'found a tab character where an indentation space is expected': 'tab-indent',
  'found character that cannot start any token': 'bad-character',
  'found invalid Unicode character escape code': 'bad-escape',
  'found undefined alias': 'bad-alias',
  'found unexpected end of stream': 'unclosed-quote',
  'found unexpected document indicator': 'unclosed-quote',
  'found unknown escape character': 'bad-escape',
  'mapping values are not allowed in this context': 'nested-mapping',
  'Maximum nesting level reached': 'too-deep',
  'second occurrence': 'repeated-anchor',
  'too many aliases': 'too-many-aliases',
};

function codeOf({ problem, words }: LibyamlError): YamlErrorCode {
  if (words?.startsWith('tabs') === true) return 'tab-indent';
  return codes[problem] ?? 'other';
}
