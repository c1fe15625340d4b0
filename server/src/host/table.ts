/** Routing tables by number and name. RT_TABLE_* of include/uapi/linux/rtnetlink.h. */
import { isUnknown, type Fact } from '../base/fact.ts';
import type { ScriptStep } from './model.ts';

export const mainTable = 254;

/** `main`, `254` and an absent table are one; unknown names stay names; undefined for a table that cannot be known. */
export function tableIdentity(
  table: Fact<number | string> | undefined,
  names: ReadonlyMap<string, number>,
): string | undefined {
  if (table === undefined) return String(mainTable);
  if (isUnknown(table.value))
    return table.value.symbol === undefined ? undefined : `$${table.value.symbol}`;
  const { value } = table;
  return String(typeof value === 'string' ? (names.get(value) ?? value) : value);
}

/** True if the number of the table is known: a name may be given to any number in a file that is not here. */
export function hasNumber(
  table: Fact<number | string> | undefined,
  names: ReadonlyMap<string, number>,
): boolean {
  if (table === undefined) return true;
  const { value } = table;
  return typeof value === 'number' || (typeof value === 'string' && names.has(value));
}

export function isMainTable(
  table: Fact<number | string> | undefined,
  names: ReadonlyMap<string, number>,
): boolean {
  return tableIdentity(table, names) === String(mainTable);
}

/** The names that a command adds: `grep -q isp1 rt_tables || echo "101 isp1" >> rt_tables` leaves alone one that is there. */
export function addTableNames(
  names: Map<string, number>,
  { tableNames = new Map(), command: { context } }: Pick<ScriptStep, 'tableNames' | 'command'>,
): void {
  // A function may return, and a loop go on, where the name is found.
  const mayNotRun = context.conditional || context.loop || context.functionName !== undefined;
  for (const [name, id] of tableNames) if (!mayNotRun || !names.has(name)) names.set(name, id);
}
