/**
 * A YAML text in, our own tree with spans out.
 * Follows what netplan makes of YAML through libyaml: scalars are text (failsafe schema), duplicate keys are kept, `<<` is
 * a key like any other, aliases are resolved, and nothing behind the first document is read.
 * Invariant: never throws, whatever the text; every span lies in the text.
 */
import type { Span } from '../base/span.ts';
import { composeFirst } from './compose.ts';
import { convertNode } from './convert.ts';
import { readErrors } from './errors.ts';
import { joinLines } from './joinLines.ts';
import { readablePart } from './readable.ts';
import type { YamlDocument, YamlError } from './types.ts';

/** Reads the first document of a YAML text. What cannot be read is in `errors`; what can be read is in `root`. */
export function parseYaml(text: string): YamlDocument {
  const { text: readable, error: stop } = readablePart(text);
  const document = parseRelaxed(readable, stop);
  return { ...document, errors: firstOfEach(document.errors) };
}

/** Lists over several lines in one text that are indented less than their key. */
const maxJoins = 8;
/** Longer texts are not read twice. */
const maxJoinLength = 100_000;

/**
 * libyaml does not look at the indentation inside of brackets and quotes, the package does.
 * So where it finds a bracket open, the lines up to the closing one are joined; if all is well then, all is well.
 */
function parseRelaxed(text: string, stop: YamlError | undefined): YamlDocument {
  const first = parseOnce(text, stop);
  let document = first;
  let joined: string | undefined = text;
  for (let i = 0; i < maxJoins && document.errors.length > 0; i++) {
    joined = text.length > maxJoinLength ? undefined : joinLines(joined, document.errors);
    if (joined === undefined) return first;
    document = parseOnce(joined, stop);
  }
  return document.errors.length === 0 ? { ...document, comments: first.comments } : first;
}

function parseOnce(text: string, stopOfText: YamlError | undefined): YamlDocument {
  const { contents, errors, comments, tabs, stop = stopOfText } = composeFirst(text);
  const tree = convertNode(contents, text);
  const all = [
    ...readErrors(text, errors, tree.root),
    ...tree.errors,
    ...tabs.map((span) => tabError(span)),
  ];
  if (stop === undefined) return { root: tree.root, errors: all, comments };
  // A text that ends in the middle is often broken there only because it was cut.
  const own = all.filter(
    (error) => (error.noticed ?? error.span).end < Math.min(stop.span.start, text.length),
  );
  return { root: tree.root, errors: [...own, stop], comments };
}

function tabError(span: Span): YamlError {
  return { code: 'tab-indent', span, message: 'tabs are not allowed for indent' };
}

/** Errors that do not derail the parser: the next error has its own cause. */
const localErrors: ReadonlySet<string> = new Set([
  'bad-escape',
  'bad-alias',
  'missing-space',
  'tab-indent',
]);

/** Keeps the errors up to the first that derails the parser; of errors with one code, the first. */
function firstOfEach(errors: readonly YamlError[]): readonly YamlError[] {
  const kept: YamlError[] = [];
  for (const error of errors.toSorted((a, b) => a.span.start - b.span.start)) {
    if (kept.some((other) => other.code === error.code)) continue;
    kept.push(error);
    if (!localErrors.has(error.code)) break;
  }
  return kept;
}
