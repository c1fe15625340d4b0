/** A word of a list that counts only alone: `default` of `wakeonwlan` (handle_wowlan, src/parse.c of netplan 1.2). */
import { codeSpan } from '../base/markdown.ts';
import type { YamlNode } from '../yaml/types.ts';
import { refuseConflict } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** True where the exclusive word stands beside others. */
export function isMixed(items: readonly YamlNode[], exclusive: string): boolean {
  const words = items.map((item) => (item.kind === 'scalar' ? item.text.toLowerCase() : ''));
  return words.includes(exclusive) && words.some((text) => text !== exclusive);
}

export function refuseMixed(exclusive: string): Refusal {
  const netplan = `'${exclusive}' is an exclusive flag for wakeonwlan`;
  const what = `${codeSpan(exclusive)} stands beside other words`;
  return refuseConflict(what, netplan, 'write it alone, or remove it');
}
