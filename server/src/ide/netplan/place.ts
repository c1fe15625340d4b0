/** What the key tables say of a context: the type that is expected there, the section and the id that hold it. */
import { isLinkKind, network } from '../../netplan/keys/network.ts';
import type { KeyRow, ValueType } from '../../netplan/keys/table.ts';
import type { NetplanLinkKind } from '../../netplan/types.ts';
import type { PathPart } from './contextLine.ts';
import { fileType } from './walk.ts';

export interface Expected {
  /** Of what stands at the place itself. */
  readonly type: ValueType;
  /** The key whose value it is, if a table knows it. */
  readonly row: KeyRow | undefined;
  readonly section: NetplanLinkKind | undefined;
  readonly id: string | undefined;
}

/** Follows a path through the tables; undefined where they do not know it. */
export function expectedAt(path: readonly PathPart[]): Expected | undefined {
  let at: Expected = { type: fileType, row: undefined, section: undefined, id: undefined };
  for (const part of path) {
    const next = part.kind === 'item' ? itemOf(at) : below(at, part.key);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

function itemOf(at: Expected): Expected | undefined {
  const type = structure(at.type);
  return type.kind === 'sequence' ? { ...at, type: type.of } : undefined;
}

function below(at: Expected, key: string): Expected | undefined {
  const type = structure(at.type);
  switch (type.kind) {
    case 'mapping': {
      const row = type.table.rows.get(key);
      if (row === undefined) return undefined;
      const section = at.section ?? (isLinkKind(key) ? key : undefined);
      return { ...at, type: row.type, row, section };
    }
    case 'definitions': {
      const renderer = network.rows.get('renderer');
      if (key === 'renderer' && renderer !== undefined)
        return { ...at, type: renderer.type, row: renderer };
      return { ...at, type: { kind: 'mapping', table: type.table }, row: undefined, id: key };
    }
    case 'map':
      return { ...at, type: type.of };
    case 'interface-address':
      return { ...at, type: { kind: 'mapping', table: type.options } };
    default:
      return undefined;
  }
}

/** Of a choice the part with structure. */
export function structure(type: ValueType): ValueType {
  if (type.kind === 'elsewhere') return structure(type.type);
  return type.kind === 'either' ? type.other : type;
}

/** Of a choice the part of one value. */
export function scalarPart(type: ValueType): ValueType {
  if (type.kind === 'elsewhere') return scalarPart(type.type);
  return type.kind === 'either' ? type.scalar : type;
}
