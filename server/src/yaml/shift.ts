/** Moves what was parsed to another place of the text. */
import type { Span } from '../base/span.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './types.ts';

export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function shiftEntry({ key, value, span }: YamlEntry, by: number): YamlEntry {
  return {
    key: shiftScalar(key, by),
    value: value === undefined ? undefined : shiftNode(value, by),
    span: shiftSpan(span, by),
  };
}

export function shiftNode(node: YamlNode, by: number): YamlNode {
  switch (node.kind) {
    case 'scalar':
      return shiftScalar(node, by);
    case 'sequence':
      return {
        kind: 'sequence',
        items: node.items.map((item) => shiftNode(item, by)),
        span: shiftSpan(node.span, by),
        flow: node.flow,
      };
    case 'mapping':
      return {
        kind: 'mapping',
        entries: node.entries.map((entry) => shiftEntry(entry, by)),
        ...(node.oddKeys && { oddKeys: node.oddKeys.map((key) => shiftNode(key, by)) }),
        span: shiftSpan(node.span, by),
        flow: node.flow,
      };
  }
}

export function shiftScalar({ kind, text, span, style }: YamlScalar, by: number): YamlScalar {
  return { kind, text, span: shiftSpan(span, by), style };
}
