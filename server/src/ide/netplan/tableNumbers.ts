/** Routing tables that the files of a host use, for whoever writes `table:`. */
import type { Host } from '../../host/model.ts';
import { textOf } from '../../netplan/entries.ts';
import type { MergedDefinition } from '../../netplan/tree.ts';

export interface TableNumber {
  readonly table: number;
  /** Its name, or who uses it. */
  readonly detail: string;
}

/** Lowest number first; `main` is always there. */
export function tableNumbers(
  host: Host,
  definitions: readonly MergedDefinition[],
): readonly TableNumber[] {
  const details = new Map<number, string>([[254, 'main']]);
  const add = (table: number, detail: string): void => {
    if (Number.isInteger(table) && table > 0 && !details.has(table)) details.set(table, detail);
  };
  for (const [name, table] of host.tableNames) add(table, name);
  for (const { id, kind, scalars, lists } of definitions) {
    if (kind === 'vrfs') add(Number(scalars.get('table')?.text), `VRF ${id}`);
    for (const path of ['routes', 'routing-policy'])
      for (const { node } of lists.get(path) ?? [])
        if (node.kind === 'mapping') add(Number(textOf(node, 'table')), `${path} of ${id}`);
  }
  return [...details]
    .map(([table, detail]) => ({ table, detail }))
    .toSorted((a, b) => a.table - b.table);
}
