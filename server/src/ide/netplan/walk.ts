/**
 * The way from the root of a netplan file to a place in it, with the key tables beside it.
 * Invariant: a step is there only if a table knows it, so whoever has the steps knows what stands at the place.
 */
import type { Span } from '../../base/span.ts';
import { touchesSpan } from '../../base/span.ts';
import { isLinkKind, network, root } from '../../netplan/keys/network.ts';
import type { KeyRow, KeyTable, MapType, ValueType } from '../../netplan/keys/table.ts';
import type { NetplanLinkKind } from '../../netplan/types.ts';
import type { YamlDocument, YamlEntry, YamlNode } from '../../yaml/types.ts';

export type Step =
  /** A key of a table. */
  | {
      readonly kind: 'key';
      readonly entry: YamlEntry;
      readonly row: KeyRow;
      readonly table: KeyTable;
    }
  /** The id of a definition. */
  | { readonly kind: 'id'; readonly entry: YamlEntry; readonly section: NetplanLinkKind }
  /** A key of the user's choice. */
  | { readonly kind: 'own-key'; readonly entry: YamlEntry; readonly type: MapType }
  | { readonly kind: 'item'; readonly node: YamlNode; readonly type: ValueType };

export interface Visit {
  /** From the root; the last one is the visited. */
  readonly steps: readonly Step[];
  /** Type of the value of the last step. */
  readonly type: ValueType;
}

export const fileType: ValueType = { kind: 'mapping', table: root };

/** The deepest key, id or list item at an offset. */
export function stepsAt(yaml: YamlDocument, offset: number): Visit | undefined {
  let found: Visit | undefined;
  walk(yaml, (visit) => {
    const span = spanOf(visit.steps.at(-1));
    const isHere = span !== undefined && touchesSpan(span, offset);
    if (isHere) found = visit;
    return isHere;
  });
  return found;
}

/** Visits in text order; what is below a step is visited if `enter` says so. Aliases cannot make it endless. */
export function walk(yaml: YamlDocument, enter: (visit: Visit) => boolean): void {
  if (yaml.root === undefined) return;
  const budget = { left: maxVisits };
  visitNode(yaml.root, { steps: [], type: fileType }, (visit) => budget.left-- > 0 && enter(visit));
}

/** Aliases can make a small text a huge tree. */
const maxVisits = 200_000;

type Enter = (visit: Visit) => boolean;

function visitNode(node: YamlNode, { steps, type }: Visit, enter: Enter): void {
  const inner = structureOf(type, node);
  if (node.kind === 'sequence' && inner.kind === 'sequence') {
    for (const item of node.items) {
      const visit: Visit = {
        steps: [...steps, { kind: 'item', node: item, type: inner.of }],
        type: inner.of,
      };
      if (enter(visit)) visitNode(item, visit, enter);
    }
  }
  if (node.kind !== 'mapping') return;
  for (const entry of node.entries) {
    const below = entryBelow(inner, entry, steps);
    if (below === undefined) continue;
    const visit: Visit = { steps: [...steps, below.step], type: below.type };
    if (enter(visit) && entry.value !== undefined) visitNode(entry.value, visit, enter);
  }
}

interface Below {
  readonly step: Step;
  readonly type: ValueType;
}

function entryBelow(type: ValueType, entry: YamlEntry, steps: readonly Step[]): Below | undefined {
  switch (type.kind) {
    case 'mapping': {
      const row = type.table.rows.get(entry.key.text);
      if (row === undefined) return undefined;
      return { step: { kind: 'key', entry, row, table: type.table }, type: row.type };
    }
    case 'definitions': {
      const section = sectionOf(steps);
      // `renderer` among the ids is the renderer of the section.
      const row = entry.key.text === 'renderer' ? network.rows.get('renderer') : undefined;
      if (row !== undefined && entry.value?.kind !== 'mapping')
        return { step: { kind: 'key', entry, row, table: network }, type: row.type };
      if (section === undefined) return undefined;
      return {
        step: { kind: 'id', entry, section },
        type: { kind: 'mapping', table: type.table },
      };
    }
    case 'map':
      return { step: { kind: 'own-key', entry, type }, type: type.of };
    case 'interface-address': {
      const own: MapType = {
        kind: 'map',
        keys: 'text',
        of: { kind: 'mapping', table: type.options },
      };
      return { step: { kind: 'own-key', entry, type: own }, type: own.of };
    }
    default:
      return undefined;
  }
}

function sectionOf(steps: readonly Step[]): NetplanLinkKind | undefined {
  const last = steps.at(-1);
  const key = last?.kind === 'key' ? last.row.key : '';
  return isLinkKind(key) ? key : undefined;
}

/** The type that counts for a node: choices are made by its shape. */
function structureOf(type: ValueType, node: YamlNode): ValueType {
  if (type.kind === 'elsewhere') return structureOf(type.type, node);
  if (type.kind === 'either') return node.kind === 'scalar' ? type.scalar : type.other;
  return type;
}

/** The characters that a step is about, with all below it. */
export function spanOf(step: Step | undefined): Span | undefined {
  if (step === undefined) return undefined;
  return step.kind === 'item' ? step.node.span : step.entry.span;
}

/** Keys below the definition, as the merged tree names them: `parameters.mode`. Undefined outside of definitions and in lists. */
export function pathInDefinition(
  steps: readonly Step[],
): { readonly id: string; readonly section: NetplanLinkKind; readonly path: string } | undefined {
  const at = steps.findIndex(({ kind }) => kind === 'id');
  const definition = steps[at];
  if (definition?.kind !== 'id') return undefined;
  const below = steps.slice(at + 1);
  if (below.some(({ kind }) => kind === 'item')) return undefined;
  const path = below.map((step) => (step.kind === 'item' ? '' : step.entry.key.text)).join('.');
  return { id: definition.entry.key.text, section: definition.section, path };
}
