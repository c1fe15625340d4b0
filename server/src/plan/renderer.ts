/** Which program netplan hands a host's links to. */
import type { Host } from '../host/model.ts';
import type { YamlNode } from '../yaml/types.ts';

/** `NetworkManager` where a definition or the whole tree asks for it, else undefined: networkd. */
export function rendererOf({ documents, netplan }: Host): string | undefined {
  const written = [
    ...netplan.definitions.map(({ backend }) => backend),
    ...documents.flatMap((document) =>
      document.kind === 'netplan'
        ? valuesOf(document.yaml.root, 'network').flatMap((network) =>
            valuesOf(network, 'renderer').map((node) =>
              node.kind === 'scalar' ? node.text : undefined,
            ),
          )
        : [],
    ),
  ];
  return written.find((name) => name === 'NetworkManager');
}

function valuesOf(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  if (node?.kind !== 'mapping') return [];
  return node.entries.flatMap((entry) =>
    entry.key.text === key && entry.value !== undefined ? [entry.value] : [],
  );
}
