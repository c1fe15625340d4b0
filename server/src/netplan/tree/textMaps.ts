/**
 * `external-ids` and `other-config` of Open vSwitch: a key that is written again must have the value that it has
 * (handle_generic_map of netplan 1.2, src/parse.c).
 */
import { codeSpan } from '../../base/markdown.ts';
import type { YamlMapping } from '../../yaml/types.ts';
import { atStart, refuseConflict } from '../refusal.ts';
import { originIn } from './state.ts';
import type { Placed, TreeState } from './state.ts';

export const textMaps: readonly string[] = ['external-ids', 'other-config'];

/** Takes over the entries; what differs from an earlier one is reported and left as it was. */
export function applyTextMap(
  state: TreeState,
  scalars: Map<string, Placed>,
  { path, mapping }: { readonly path: string; readonly mapping: YamlMapping },
): void {
  const report = atStart(mapping.span, (span, refusal) =>
    state.report(originIn(state, span), refusal),
  );
  for (const { key, value } of mapping.entries) {
    if (value !== undefined && value.kind !== 'scalar') continue;
    const text = value?.text ?? '';
    const known = scalars.get(`${path}.${key.text}`);
    if (known !== undefined && known.text !== text) {
      const what = `${codeSpan(key.text)} has another value already, ${codeSpan(known.text)}`;
      const netplan = `duplicate map entry '${key.text}'`;
      report(key.span, refuseConflict(what, netplan, 'keep one of the two'));
      return;
    }
    scalars.set(`${path}.${key.text}`, { text, origin: originIn(state, (value ?? key).span) });
  }
}
