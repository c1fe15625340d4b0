/** Writing a key of `dhcp4-overrides`: over the old value, beside the other overrides, or below `dhcp4`. */
import type { TextEdit } from '../../base/edit.ts';
import type { Host } from '../../host/model.ts';
import type { NetplanDefinition } from '../../host/netplanSets.ts';
import { isWrittenIn, lastEntryAt, type PlacedEntry } from '../../host/netplanTree.ts';
import type { Fix } from '../define.ts';
import { documentOf } from './lines.ts';
import { addBeside } from './netplanEntry.ts';

const section = 'dhcp4-overrides';

export interface Override {
  readonly key: 'route-metric' | 'use-routes';
  readonly value: string;
  readonly title: string;
}

/** A fix that sets an override of a link; undefined where no place for it is in the link's own text. */
export function overrideFix(
  host: Host,
  definition: NetplanDefinition,
  override: Override,
): Fix | undefined {
  const neighbour = neighbourOf(definition, override.key);
  if (neighbour === undefined || !isWrittenIn(definition, neighbour)) return undefined;
  const { file } = neighbour;
  const text = documentOf(host, file)?.file.text;
  if (text === undefined) return undefined;
  const edit = editAt(text, neighbour, override);
  return { title: override.title, safe: false, edits: [{ file, edits: [edit] }] };
}

/** The entry itself, or another override, or `dhcp4`. */
function neighbourOf(definition: NetplanDefinition, key: string): PlacedEntry | undefined {
  const present = lastEntryAt(definition, [section, key]);
  if (present !== undefined) return present;
  const overrides = lastEntryAt(definition, [section]);
  if (overrides === undefined) return lastEntryAt(definition, ['dhcp4']);
  const { value } = overrides.node;
  const last = value?.kind === 'mapping' ? value.entries.at(-1) : undefined;
  if (value?.kind !== 'mapping' || last === undefined) return undefined;
  return { file: overrides.file, node: last, parent: value };
}

function editAt(text: string, { node, parent }: PlacedEntry, { key, value }: Override): TextEdit {
  if (node.key.text === key && node.value !== undefined)
    return { span: node.value.span, newText: value };
  const line = `${key}: ${value}`;
  const place = { text, parent, entry: node };
  if (node.key.text !== 'dhcp4') return addBeside(place, [line]);
  return addBeside(place, parent.flow ? [`${section}: {${line}}`] : [`${section}:`, `  ${line}`]);
}
