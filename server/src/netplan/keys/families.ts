/** All addresses of one route or rule are of one IP family (check_and_set_family of netplan). */
import { codeSpan } from '../../base/markdown.ts';
import { parseStrictAddress } from '../../net/address.ts';
import type { YamlMapping } from '../../yaml/types.ts';
import { refuseAddress } from '../refusal.ts';
import type { Report } from '../refusal.ts';

/** Reports the first address whose family differs from the family of the address before it. */
export function checkFamilies(mapping: YamlMapping, keys: readonly string[], report: Report): void {
  let first: { readonly text: string; readonly family: number } | undefined;
  for (const entry of mapping.entries) {
    if (!keys.includes(entry.key.text) || entry.value?.kind !== 'scalar') continue;
    const text = entry.value.text;
    const family = parseStrictAddress(text.split('/')[0] ?? '')?.family;
    if (family === undefined) continue;
    if (first !== undefined && first.family !== family) {
      const what = `${codeSpan(text)} is IPv${family}, but ${codeSpan(first.text)} is IPv${first.family}`;
      report(
        entry.value.span,
        refuseAddress(
          what,
          `IP family mismatch in route to ${text}`,
          'write addresses of one family',
        ),
      );
      return;
    }
    first ??= { text, family };
  }
}
