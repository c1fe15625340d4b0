/** Trees of YAML without types, and their text in one of many styles. */
import type { Random } from './random.ts';

export type Node =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'map'; readonly entries: readonly Entry[] };

export interface Entry {
  readonly key: string;
  readonly value: Node;
}

export function scalar(text: string): Node {
  return { kind: 'scalar', text };
}

/** The text of a document. */
export function writeDocument(node: Node, random: Random): string {
  if (node.kind === 'map' && node.entries.length > 0) return writeMap(node.entries, 0, random);
  return `${writeFlow(node, random)}\n`;
}

function writeMap(entries: readonly Entry[], indent: number, random: Random): string {
  return entries.map((entry) => ' '.repeat(indent) + writeEntry(entry, indent, random)).join('');
}

function writeEntry({ key, value }: Entry, indent: number, random: Random): string {
  const name = writeScalar(key, random, true);
  if (value.kind === 'scalar') {
    const text = value.text === '' ? '' : ` ${writeScalar(value.text, random, false)}`;
    return `${name}:${text}\n`;
  }
  const isEmpty = value.kind === 'map' ? value.entries.length === 0 : value.items.length === 0;
  if (isEmpty || random.chance(0.15)) return `${name}: ${writeFlow(value, random)}\n`;
  if (value.kind === 'map') return `${name}:\n${writeMap(value.entries, indent + 2, random)}`;
  return `${name}:\n${writeList(value.items, indent + (random.chance(0.5) ? 2 : 0), random)}`;
}

function writeList(items: readonly Node[], indent: number, random: Random): string {
  return items
    .map((item) => {
      const dash = `${' '.repeat(indent)}- `;
      if (item.kind !== 'map' || item.entries.length === 0)
        return `${dash}${writeFlow(item, random)}\n`;
      const text = writeMap(item.entries, indent + 2, random);
      return dash + text.slice(indent + 2);
    })
    .join('');
}

function writeFlow(node: Node, random: Random): string {
  if (node.kind === 'scalar') return node.text === '' ? '""' : writeScalar(node.text, random, true);
  if (node.kind === 'list')
    return `[${node.items.map((item) => writeFlow(item, random)).join(', ')}]`;
  const entries = node.entries.map(
    ({ key, value }) => `${writeScalar(key, random, true)}: ${writeFlow(value, random)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** Plain where YAML allows it without a doubt, else quoted; sometimes quoted all the same. */
function writeScalar(text: string, random: Random, isInFlow: boolean): string {
  const isSafe =
    /^[A-Za-z0-9/+][A-Za-z0-9_./+=-]*$/.test(text) && !(isInFlow && text.endsWith(':'));
  if (isSafe && random.chance(0.95)) return text;
  return JSON.stringify(text);
}
