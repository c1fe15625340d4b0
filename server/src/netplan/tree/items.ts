/** Lists of mappings in definitions: routes, rules, peers. */
import type { YamlMapping } from '../../yaml/types.ts';
import type { Definition } from './state.ts';

export interface MappingItem {
  readonly mapping: YamlMapping;
  readonly file: string;
}

/** The entries of a list that are mappings, in the order of the files. */
export function mappingsIn(definition: Definition, path: string): MappingItem[] {
  return (definition.lists.get(path) ?? []).flatMap(({ node, file }) =>
    node.kind === 'mapping' ? [{ mapping: node, file }] : [],
  );
}
