/**
 * A YAML text in, our own tree with spans out.
 * Follows what netplan makes of YAML through libyaml: scalars are text (failsafe schema), duplicate keys are kept, `<<` is
 * a key like any other, aliases are resolved, and nothing behind the first document is read.
 * Invariant: never throws, whatever the text; every span lies in the text.
 */
import { composeFirst } from './compose.ts';
import { convertNode } from './convert.ts';
import { readErrors } from './errors.ts';
import { joinLines } from './joinLines.ts';
import { readablePart } from './readable.ts';
import type { YamlDocument, YamlError } from './types.ts';

/** Reads the first document of a YAML text. What cannot be read is in `errors`; what can be read is in `root`. */
export function parseYaml(text: string): YamlDocument {
  const readable = readablePart(text);
  const document = parseRelaxed(readable.text);
  if (readable.error === undefined) return { ...document, errors: firstOfEach(document.errors) };
  // A text that ends in the middle is often broken there only because it was cut.
  const own = document.errors.filter((error) => error.span.end < readable.text.length);
  return { ...document, errors: firstOfEach([...own, readable.error]) };
}

/** Lists over several lines in one text that are indented less than their key. */
const maxJoins = 8;

/**
 * libyaml does not look at the indentation inside of brackets and quotes, the package does.
 * So where it finds a bracket open, the lines up to the closing one are joined; if all is well then, all is well.
 */
function parseRelaxed(text: string): YamlDocument {
  const first = parseOnce(text);
  let document = first;
  let joined: string | undefined = text;
  for (let i = 0; i < maxJoins && document.errors.length > 0; i++) {
    joined = joinLines(joined, document.errors);
    if (joined === undefined) return first;
    document = parseOnce(joined);
  }
  return document.errors.length === 0 ? { ...document, comments: first.comments } : first;
}

function parseOnce(text: string): YamlDocument {
  const { contents, errors, comments, tabs } = composeFirst(text);
  const tree = convertNode(contents, text);
  const tabErrors = tabs.map((span): YamlError => ({
    code: 'tab-indent',
    span,
    message: 'tabs are not allowed for indent',
  }));
  return {
    root: tree.root,
    errors: [...readErrors(text, errors, tree.root), ...tree.errors, ...tabErrors],
    comments,
  };
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
