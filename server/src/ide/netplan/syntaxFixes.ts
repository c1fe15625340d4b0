/**
 * Fixes for text that is no YAML: tabs, indentation, quotes, brackets, spaces.
 * Invariant: a fix is offered only if the text has fewer errors with it, and none further up.
 */
import { applyEdits, type TextEdit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import type { Finding } from '../../rules/define.ts';
import { parseYaml } from '../../yaml/parse.ts';
import type { YamlError } from '../../yaml/types.ts';
import type { CodeAction } from '../codeActions.ts';
import { isSameSpot } from '../diagnostics.ts';
import type { NetplanDocument } from './definitions.ts';

/** A larger text is not read again for every candidate. */
const maxText = 200_000;

interface Candidate {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The fixes of the syntax errors that touch `span`. */
export function syntaxFixes(
  document: NetplanDocument,
  findings: readonly Finding[],
  span: Span,
): readonly CodeAction[] {
  const { id, text } = document.file;
  if (text.length > maxText) return [];
  return findings
    .filter(({ rule, origin }) => rule === 'netplan-syntax' && isSameSpot(origin, id, span))
    .flatMap((finding) => {
      const error = document.yaml.errors.find(
        (one) => one.span.start === finding.origin.span.start,
      );
      if (error === undefined) return [];
      return candidatesFor(text, error)
        .filter((candidate) => helps(document, error, candidate))
        .slice(0, 3)
        .map(({ title, edits }): CodeAction => ({
          kind: 'fix',
          title,
          isPreferred: false,
          finding,
          edits: [{ file: id, edits }],
        }));
    });
}

function helps({ file, yaml }: NetplanDocument, error: YamlError, { edits }: Candidate): boolean {
  const { errors } = parseYaml(applyEdits(file.text, edits));
  return (
    errors.length < yaml.errors.length && errors.every(({ span }) => span.start >= error.span.start)
  );
}

function candidatesFor(text: string, { code, span }: YamlError): readonly Candidate[] {
  switch (code) {
    case 'tab-indent':
      return tabs(text);
    case 'bad-indent':
    case 'nested-mapping':
    case 'missing-colon':
      return [...colon(text, span), ...indents(text, span)];
    case 'unclosed-quote':
      return closers(text, span, [text.charAt(span.start)]);
    case 'unclosed-flow':
      return closers(text, span, [text.charAt(span.start) === '{' ? ' }' : ']']);
    case 'missing-comma':
      return [
        insert('Insert a comma', span.start, ', '),
        insert('Insert a comma', span.start, ','),
      ];
    case 'missing-space':
      return [insert('Insert a space behind the colon', span.start + 1, ' ')];
    case 'bad-character':
    case 'bad-alias':
      return quotes(text, span);
    case 'bad-escape':
      return [insert('Double the backslash', span.start, '\\')];
    default:
      return [];
  }
}

function insert(title: string, offset: number, newText: string): Candidate {
  return { title, edits: [{ span: { start: offset, end: offset }, newText }] };
}

/** All of the file at once: half of them is as refused as all. */
function tabs(text: string): readonly Candidate[] {
  const edits = [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ index, 0: blank }) => ({
    span: { start: index, end: index + blank.length },
    newText: blank.replaceAll('\t', '  '),
  }));
  return [{ title: 'Indent with spaces in the whole file', edits }];
}

/** The line moves to a column of a line above, the nearest first. */
function indents(text: string, span: Span): readonly Candidate[] {
  const start = lineStart(text, span.start);
  const own = blanksAt(text, start);
  const columns = new Set<number>();
  for (let at = start; at > 0 && columns.size < maxColumns;) {
    at = lineStart(text, at - 1);
    const blanks = blanksAt(text, at);
    if (/[^\s#]/.test(text.charAt(at + blanks))) columns.add(blanks);
  }
  return [...columns, own + 1, own - 1]
    .filter((column) => column >= 0 && column !== own)
    .map((column) => ({
      title: `Indent the line by ${column} spaces`,
      edits: [{ span: { start, end: start + own }, newText: ' '.repeat(column) }],
    }));
}

const maxColumns = 6;

/** `dhcp4 true`, `-to`: the sign or the space behind it is missing. */
function colon(text: string, span: Span): readonly Candidate[] {
  const start = lineStart(text, span.start);
  const line = /^(\s*)(?:(-)(?=\w)|([\w-]+)( +)(?=\S)|([\w-]+)(?:(:)(?=\S)|$))/.exec(
    text.slice(start, lineEnd(text, start)),
  );
  if (line === null) return [];
  const [, blanks = '', dash, word, , lone, tight] = line;
  const at = start + blanks.length;
  if (dash !== undefined) return [insert('Insert a space behind the dash', at + 1, ' ')];
  if (word !== undefined) return [insert('Insert a colon', at + word.length, ':')];
  if (lone === undefined) return [];
  return tight === undefined
    ? [insert('Insert a colon', at + lone.length, ':')]
    : [insert('Insert a space behind the colon', at + lone.length + 1, ' ')];
}

function closers(text: string, span: Span, signs: readonly string[]): readonly Candidate[] {
  const line = text.slice(span.start, lineEnd(text, span.start));
  const end = span.start + line.replace(/\s+#.*$/, '').trimEnd().length;
  return signs.map((sign) => insert(`Close it with ${sign.trim()}`, end, sign));
}

/** The value from its first character to the end of the line, or to what ends it in brackets. */
function quotes(text: string, span: Span): readonly Candidate[] {
  const value = text
    .slice(span.start, lineEnd(text, span.start))
    .replace(/\s+#.*$/, '')
    .trimEnd();
  const short = /^[^,\]}]*/.exec(value)?.[0].trimEnd() ?? '';
  return [...new Set([value, short])]
    .filter((one) => one !== '' && !/["\\]/.test(one))
    .map((one) => ({
      title: 'Quote the value',
      edits: [{ span: { start: span.start, end: span.start + one.length }, newText: `"${one}"` }],
    }))
    .slice(0, 2);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/[\r\n]/);
  return end === -1 ? text.length : offset + end;
}

function blanksAt(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 1024))?.[0].length ?? 0;
}
