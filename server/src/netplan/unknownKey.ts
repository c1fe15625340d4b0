/** A key that netplan does not know here, with the key that was probably meant. */
import { codeSpan } from '../base/markdown.ts';
import type { YamlScalar } from '../yaml/types.ts';
import type { KeyRow, KeyTable } from './keys/table.ts';
import type { Refusal } from './refusal.ts';

/** Refusal of a key that no version has. */
export function refuseKey(key: YamlScalar, table: KeyTable): Refusal {
  const { text } = key;
  const why = `netplan refuses the whole file: "unknown key '${text}'"`;
  const base = { rule: 'netplan-unknown-key', why } as const;
  if (text === '<<')
    return { ...base, what: 'netplan has no merge keys', todo: 'write the keys out' };
  const what = `${codeSpan(text)} is no key of ${table.name}`;
  const near = nearestKey(text, [...table.rows.keys()]);
  if (near === undefined) return { ...base, what, todo: 'remove it, or check the indentation' };
  const fix = {
    title: `Change to ${near}`,
    safe: false,
    edits: [{ span: key.span, newText: near }],
  };
  return { ...base, what, todo: `write ${codeSpan(near)}`, fix };
}

/** Refusal of a key by versions that are older than the key. */
export function refuseNewKey(row: KeyRow, since: string): Refusal {
  return {
    rule: 'netplan-unknown-key',
    what: `${codeSpan(row.key)} came with netplan ${since}`,
    why: `the older netplan that is set as target refuses the whole file: "unknown key '${row.key}'"`,
    todo: 'remove it, or set the target to a newer netplan',
    until: since,
  };
}

/** The one key that differs by a typing mistake; undefined if none or several do. */
export function nearestKey(text: string, keys: readonly string[]): string | undefined {
  const allowed = text.length < 4 ? 1 : text.length < 9 ? 2 : 3;
  const plain = spelling(text);
  let best: string | undefined;
  let least = allowed + 1;
  for (const key of keys) {
    if (Math.abs(key.length - text.length) > allowed) continue;
    const steps = distance(plain, spelling(key), allowed);
    if (steps >= least) continue;
    best = key;
    least = steps;
  }
  return best;
}

/** Case, and `_` for `-`, are the smallest mistakes. */
function spelling(text: string): string {
  return text.toLowerCase().replaceAll('_', '-');
}

/** Letters to add, remove, change or swap from one text to the other; `limit + 1` if there are more than `limit`. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
