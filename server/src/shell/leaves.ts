/** Leaves of the syntax, in which no comment starts, and errors inside of substitutions, which the parser tells apart. */
import type { Span } from '../base/span.ts';
import { childrenOf, visitChildren } from './adapter.ts';
import type { Assignment, SyntaxNode, Word, WordPart } from './adapter.ts';
import type { Source } from './source.ts';
import type { ShellError } from './types.ts';

export interface Leaves {
  /** In the text that was parsed. */
  readonly spans: readonly Span[];
  readonly errors: readonly ShellError[];
}

interface Collector {
  readonly source: Source;
  readonly spans: Span[];
  readonly errors: ShellError[];
}

/** Collects the leaves of a whole script. */
export function leavesOf(root: SyntaxNode, source: Source): Leaves {
  const into: Collector = { source, spans: [], errors: [] };
  visit(root, into);
  return into;
}

function visit(node: SyntaxNode, into: Collector): void {
  switch (node.type) {
    case 'Word':
    case 'Assignment':
      visitWord(node, into);
      return;
    case 'HereDoc': {
      const { body, closing, delimiter } = node;
      into.spans.push({ start: node.pos, end: node.end });
      into.spans.push({ start: body.pos, end: Math.max(body.end, closing?.end ?? 0) });
      if (delimiter?.quoted !== true) for (const part of body.parts ?? []) visitPart(part, into);
      return;
    }
    case 'Redirect':
    case 'HereString':
      into.spans.push({ start: node.pos, end: node.end });
      if (node.target !== undefined) visitWord(node.target, into);
      return;
    case 'TestCommand':
    case 'ArithmeticCommand':
      into.spans.push({ start: node.pos, end: node.end });
      break;
    case 'ArithmeticFor':
      into.spans.push({ start: node.pos, end: node.body.pos });
      break;
    default:
  }
  visitChildren(node, (child) => {
    visit(child, into);
  });
}

/** A word is a leaf, except that comments can stand in the substitutions inside it. */
function visitWord(node: Word | Assignment, into: Collector): void {
  if (node.type === 'Assignment' && node.value.type === 'ArrayValue') {
    into.spans.push({ start: node.pos, end: node.value.pos + 1 });
    for (const element of node.value.elements) visitWord(element, into);
    return;
  }
  const word = node.type === 'Word' ? node : node.value;
  const hasScripts = word.type === 'Word' && /\$\(|`|[<>]\(/.test(word.text);
  let from = node.pos;
  for (const part of hasScripts ? (word.parts ?? []) : []) {
    for (const inner of part.type === 'DoubleQuoted' ? part.parts : [part]) {
      if (inner.type === 'CommandExpansion' && inner.script?.source === undefined) {
        into.spans.push({ start: from, end: inner.pos + 2 });
        from = inner.end - 1;
      }
      visitPart(inner, into);
    }
  }
  into.spans.push({ start: from, end: node.end });
}

function visitPart(part: WordPart | SyntaxNode, into: Collector): void {
  if (part.type !== 'CommandExpansion' && part.type !== 'ProcessSubstitution') {
    for (const child of childrenOf(part)) visitPart(child, into);
    return;
  }
  const { script } = part;
  if (script === undefined) return;
  const { source, errors } = into;
  const whole = source.locate(part.pos, part.end);
  for (const { message, pos } of script.errors ?? []) {
    const end = Math.min(pos + 1, source.text.length);
    errors.push({ message, span: script.source === undefined ? source.locate(pos, end) : whole });
  }
  if (script.source === undefined) for (const child of childrenOf(script)) visit(child, into);
}
