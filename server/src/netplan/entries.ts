/** Look-ups in YAML mappings as netplan does them: the later of two equal keys wins. */
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from '../yaml/types.ts';

/** The entry that counts, or undefined. */
export function lastEntry(mapping: YamlMapping, key: string): YamlEntry | undefined {
  return mapping.entries.findLast((entry) => entry.key.text === key);
}

export function hasKey(mapping: YamlMapping, key: string): boolean {
  return lastEntry(mapping, key) !== undefined;
}

/** The value of the entry that counts, if it is a scalar. `key:` alone is no scalar here. */
export function scalarOf(mapping: YamlMapping, key: string): YamlScalar | undefined {
  const value = lastEntry(mapping, key)?.value;
  return value?.kind === 'scalar' ? value : undefined;
}

/** The text of a scalar value; empty for `key:` alone; undefined if the key is absent or holds something else. */
export function textOf(mapping: YamlMapping, key: string): string | undefined {
  const entry = lastEntry(mapping, key);
  if (entry === undefined) return undefined;
  if (entry.value === undefined) return '';
  return entry.value.kind === 'scalar' ? entry.value.text : undefined;
}

/** All mappings under a key: netplan reads a repeated section as one. */
export function mappingsOf(mapping: YamlMapping, key: string): YamlMapping[] {
  return valuesOf(mapping, key).filter((value) => value.kind === 'mapping');
}

/** The items of all sequences under a key: netplan appends them. */
export function itemsOf(mapping: YamlMapping, key: string): YamlNode[] {
  return valuesOf(mapping, key).flatMap((value) => (value.kind === 'sequence' ? value.items : []));
}

function valuesOf(mapping: YamlMapping, key: string): YamlNode[] {
  return mapping.entries.flatMap((entry) =>
    entry.key.text === key && entry.value !== undefined ? [entry.value] : [],
  );
}
