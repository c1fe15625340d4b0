/** What makes two spellings one name: `main` and `254`, `0x10` and `16`. */
import { parseNumber } from '../../iproute/scalars.ts';

/** The number of a table, or its name where no file gives it one; undefined for what is no table. */
export function tableKey(text: string, names: ReadonlyMap<string, number>): string | undefined {
  if (text === 'all' || text === 'cache' || text === '') return undefined;
  const number = parseNumber(text) ?? names.get(text);
  return number === undefined ? text : String(number);
}

export function markKey(mark: number): string {
  return String(mark);
}
