/** Keywords that are kept as written: metrics, settings of link kinds, words of `encap`. */
import type { Taken } from '../cursor.ts';
import type { IpEncap, IpWord } from '../types.ts';

export function wordOf({ row, word, values, isLocked }: Taken): IpWord {
  const base = { keyword: row.keyword, span: word.span, values };
  return isLocked === true ? { ...base, isLocked } : base;
}

/** The last `encap` among what was read, with the words behind it that are its own. */
export function encapOf(taken: readonly Taken[]): IpEncap | undefined {
  const at = taken.findLastIndex(({ row }) => row.keyword === 'encap');
  const own = taken[at];
  const [type] = own?.values ?? [];
  if (own === undefined || type === undefined) return undefined;
  const after = taken.slice(at + 1);
  const end = after.findIndex(({ scope }) => scope === own.scope);
  return { type, words: (end < 0 ? after : after.slice(0, end)).map((each) => wordOf(each)) };
}
