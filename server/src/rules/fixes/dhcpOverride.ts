/**
 * Writing a key of `dhcp4-overrides`: over the old value, beside the other overrides, or below `dhcp4`.
 * With `dhcp6` on, `dhcp6-overrides` gets the same: networkd has one setting for both, and netplan refuses two values.
 */
import type { TextEdit } from '../../base/edit.ts';
import type { Host } from '../../host/model.ts';
import type { NetplanDefinition } from '../../host/netplanSets.ts';
import {
  booleanAt,
  isOn,
  isWrittenIn,
  lastEntryAt,
  type PlacedEntry,
} from '../../host/netplanTree.ts';
import type { FileEdit, Fix } from '../define.ts';
import { documentOf } from './lines.ts';
import { addBeside } from './netplanEntry.ts';

export interface Override {
  readonly key: 'route-metric' | 'use-routes';
  readonly value: string;
  readonly title: string;
}

type Protocol = 'dhcp4' | 'dhcp6';

/** A fix that sets an override of a link; undefined where no place for it is in the link's own text. */
export function overrideFix(
  host: Host,
  definition: NetplanDefinition,
  override: Override,
): Fix | undefined {
  const protocols: readonly Protocol[] = isOn(booleanAt(definition, ['dhcp6']))
    ? ['dhcp4', 'dhcp6']
    : ['dhcp4'];
  const edits = protocols
    .map((protocol) => editOf({ host, definition, protocol }, override))
    .filter((edit) => edit !== undefined);
  if (edits.length < protocols.length) return undefined;
  return { title: override.title, safe: false, edits };
}

interface Target {
  readonly host: Host;
  readonly definition: NetplanDefinition;
  readonly protocol: Protocol;
}

function editOf({ host, definition, protocol }: Target, override: Override): FileEdit | undefined {
  const neighbour = neighbourOf(definition, protocol, override.key);
  if (neighbour === undefined || !isWrittenIn(definition, neighbour)) return undefined;
  const { file } = neighbour;
  const text = documentOf(host, file)?.file.text;
  return text === undefined
    ? undefined
    : { file, edits: [editAt(text, neighbour, { ...override, protocol })] };
}

/** The entry itself, or another override, or the switch of the protocol. */
function neighbourOf(
  definition: NetplanDefinition,
  protocol: Protocol,
  key: string,
): PlacedEntry | undefined {
  const section = `${protocol}-overrides`;
  const present = lastEntryAt(definition, [section, key]);
  if (present !== undefined) return present;
  const overrides = lastEntryAt(definition, [section]);
  if (overrides === undefined) return lastEntryAt(definition, [protocol]);
  const { value } = overrides.node;
  const last = value?.kind === 'mapping' ? value.entries.at(-1) : undefined;
  if (value?.kind !== 'mapping' || last === undefined) return undefined;
  return { file: overrides.file, node: last, parent: value };
}

function editAt(
  text: string,
  { node, parent }: PlacedEntry,
  { key, value, protocol }: Override & { readonly protocol: Protocol },
): TextEdit {
  if (node.key.text === key && node.value !== undefined)
    return { span: node.value.span, newText: value };
  const line = `${key}: ${value}`;
  const place = { text, parent, entry: node };
  if (node.key.text !== protocol) return addBeside(place, [line]);
  const section = `${protocol}-overrides`;
  return addBeside(place, parent.flow ? [`${section}: {${line}}`] : [`${section}:`, `  ${line}`]);
}
