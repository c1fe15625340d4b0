/** The keys that a mapping may have where the cursor stands. What netplan would refuse there is not offered. */
import type { KeyRow, KeyTable, ValueType } from '../../netplan/keys/table.ts';
import { isOlder } from '../../netplan/version.ts';
import type { Candidate } from '../completion/netplan.ts';
import type { Context } from './context.ts';
import { describeRow } from './describe.ts';
import { describeType } from './words.ts';

export interface KeyQuestion {
  readonly context: Context;
  /** netplan of the host; undefined: the newest. */
  readonly target: string | undefined;
  /** Of the definition; undefined outside of definitions. */
  readonly renderer: 'networkd' | 'NetworkManager' | 'ovs' | undefined;
}

export function keyCandidates(table: KeyTable, question: KeyQuestion): readonly Candidate[] {
  const { context, target, renderer } = question;
  return prefixesFirst([...table.rows.values()])
    .filter((row) => row.type.kind !== 'elsewhere' && !context.siblings.has(row.key))
    .filter(({ since }) => since === undefined || target === undefined || !isOlder(target, since))
    .map((row) => {
      const works =
        renderer === undefined || renderer === 'ovs' || row.renderers?.includes(renderer) !== false;
      const type = shortType(row.type);
      return {
        label: row.key,
        kind: 'key',
        detail: works ? type : `${type} (no effect with ${renderer})`,
        doc: describeRow(row, target),
        ...insertion(row, context),
        ...(works && row.isDeprecated !== true ? {} : { rank: 'last' as const }),
        ...(row.isDeprecated === true ? { isDeprecated: true } : {}),
      };
    });
}

/** A key comes before those that begin with it: whoever has typed `opt` more often means the shorter one. */
function prefixesFirst(rows: readonly KeyRow[]): readonly KeyRow[] {
  const sorted: KeyRow[] = [];
  for (const row of rows) {
    const at = sorted.findIndex(({ key }) => key.startsWith(row.key));
    sorted.splice(at === -1 ? sorted.length : at, 0, row);
  }
  return sorted;
}

/** The type in a few words, beside a label. */
function shortType(type: ValueType): string {
  const plain = describeType(type).replaceAll('`', '');
  return plain
    .replace('list of: one of the words below', 'list of words')
    .replace('one of the words below', 'word');
}

/** The key with its colon, and the beginning of what follows. */
function insertion(
  { key, type }: KeyRow,
  { isFlow, hasColon, column }: Context,
): Pick<Candidate, 'insert' | 'snippet'> {
  if (hasColon) return {};
  if (isFlow) return { insert: `${key}: ` };
  const indent = ' '.repeat(column + 2);
  switch (shapeOf(type)) {
    case 'scalar':
      return { insert: `${key}: ` };
    case 'words':
      return { insert: `${key}: `, snippet: `${key}: [$0]` };
    case 'list':
      return { insert: `${key}:`, snippet: `${key}:\n${indent}- $0` };
    case 'mapping':
      return { insert: `${key}:`, snippet: `${key}:\n${indent}$0` };
  }
}

function shapeOf(type: ValueType): 'scalar' | 'words' | 'list' | 'mapping' {
  switch (type.kind) {
    case 'elsewhere':
      return shapeOf(type.type);
    case 'mapping':
    case 'map':
    case 'definitions':
      return 'mapping';
    case 'sequence':
      return ['word', 'reference', 'integer'].includes(type.of.kind) ? 'words' : 'list';
    default:
      return 'scalar';
  }
}
