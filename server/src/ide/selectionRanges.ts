/** What "expand selection" takes at a place, from the word outwards. */
import { containsSpan, touchesSpan, type Span } from '../base/span.ts';
import { scriptOf } from '../host/commands.ts';
import type { Document } from '../host/model.ts';
import type { ShellScript } from '../shell/types.ts';
import type { YamlDocument, YamlNode } from '../yaml/types.ts';

/** Spans that hold the offset, each within the next; the last one is the whole file. */
export function selectionSpans(document: Document, offset: number): readonly Span[] {
  const whole = { start: 0, end: document.file.text.length };
  const spans: Span[] = [];
  for (const span of [...spansOf(document, offset), whole]) {
    const inner = spans.at(-1);
    const isLarger =
      inner === undefined ||
      (containsSpan(span, inner) && (span.start < inner.start || span.end > inner.end));
    if (isLarger) spans.push(span);
  }
  return spans;
}

function spansOf(document: Document, offset: number): readonly Span[] {
  if (document.kind === 'netplan')
    return yamlSpans(document.yaml, offset).map((span) => trimmed(document.file.text, span));
  const script = scriptOf(document);
  return script === undefined ? [] : shellSpans(script, offset);
}

/** Innermost first. */
function yamlSpans({ root }: YamlDocument, offset: number): readonly Span[] {
  const spans: Span[] = [];
  let node: YamlNode | undefined = root;
  while (node !== undefined) {
    spans.unshift(node.span);
    if (node.kind === 'scalar') {
      if (node.style === 'quoted' && node.span.end - node.span.start >= 2)
        spans.unshift({ start: node.span.start + 1, end: node.span.end - 1 });
      break;
    }
    if (node.kind === 'sequence') {
      node = node.items.find(({ span }) => touchesSpan(span, offset));
      continue;
    }
    const entry = node.entries.find(({ span }) => touchesSpan(span, offset));
    if (entry === undefined) break;
    spans.unshift(entry.span);
    const isKey = touchesSpan(entry.key.span, offset);
    if (isKey) spans.unshift(entry.key.span);
    node = isKey ? undefined : entry.value;
    // The span of an alias does not hold what it names.
    if (node !== undefined && !touchesSpan(node.span, offset)) break;
  }
  return spans;
}

/** A block of YAML ends before the next key: without the space between. */
function trimmed(text: string, { start, end }: Span): Span {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at--;
  return { start, end: at };
}

function shellSpans(script: ShellScript, offset: number): readonly Span[] {
  const command = script.commands.findLast(({ span }) => touchesSpan(span, offset));
  const word = command?.words.find(({ span }) => touchesSpan(span, offset));
  return [word?.span, command?.span].filter((span) => span !== undefined);
}
