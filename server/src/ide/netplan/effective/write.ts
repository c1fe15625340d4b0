/** A merged tree as YAML, each line with the places that it came from. */
import type { Origin } from '../../../base/fact.ts';
import type { MergedEntry, MergedMapping, MergedNode } from './merge.ts';

export interface OutputLine {
  readonly text: string;
  /** Empty where nobody wrote the line. */
  readonly origins: readonly Origin[];
  /** What the line overrides. */
  readonly over?: Origin;
}

export function writeMapping({ entries }: MergedMapping, indent = 0): readonly OutputLine[] {
  return [...entries.values()].flatMap((entry) => writeEntry(entry, indent));
}

function writeEntry(entry: MergedEntry, indent: number): readonly OutputLine[] {
  const lead = `${' '.repeat(indent)}${scalarText(entry.key, entry.isQuoted)}:`;
  const { value, origins } = entry;
  switch (value.kind) {
    case 'scalar':
      return [
        {
          text: `${lead} ${scalarText(value.text, value.isQuoted)}`,
          origins: [value.origin],
          ...(value.over === undefined ? {} : { over: value.over }),
        },
      ];
    case 'mapping':
      if (value.entries.size === 0) return [{ text: `${lead} {}`, origins }];
      return [{ text: lead, origins }, ...writeMapping(value, indent + 2)];
    case 'list':
      if (value.items.length === 0) return [{ text: `${lead} []`, origins }];
      return [
        { text: lead, origins },
        ...value.items.flatMap((item) => writeItem(item, indent + 2)),
      ];
  }
}

/** The first line of the item stands behind its dash. */
function writeItem(item: MergedNode, indent: number): readonly OutputLine[] {
  const [first, ...rest] = linesOfItem(item, indent + 2);
  if (first === undefined) return [];
  return [{ ...first, text: `${' '.repeat(indent)}- ${first.text.slice(indent + 2)}` }, ...rest];
}

function linesOfItem(item: MergedNode, indent: number): readonly OutputLine[] {
  const lead = ' '.repeat(indent);
  switch (item.kind) {
    case 'scalar':
      return [{ text: `${lead}${scalarText(item.text, item.isQuoted)}`, origins: [item.origin] }];
    case 'mapping':
      return item.entries.size === 0
        ? [{ text: `${lead}{}`, origins: [] }]
        : writeMapping(item, indent);
    case 'list':
      return item.items.length === 0
        ? [{ text: `${lead}[]`, origins: [] }]
        : item.items.flatMap((inner) => writeItem(inner, indent));
  }
}

/** Quoted where it was, and where YAML would read something else. */
function scalarText(text: string, isQuoted: boolean): string {
  const isPlain =
    /^[A-Za-z0-9_./$(+~^=\\;<][^\n\r\t#,[\]{}]*$/.test(text) && !/: |:$| $/.test(text);
  return isQuoted || !isPlain ? JSON.stringify(text) : text;
}
