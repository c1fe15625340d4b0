/** The merged definitions that a netplan file shares with the others of its tree. */
import type { Document, Host } from '../../host/model.ts';
import type { MergedDefinition } from '../../netplan/tree.ts';
import { hierarchiesOf } from '../../netplan/tree/order.ts';

export type NetplanDocument = Extract<Document, { kind: 'netplan' }>;

/** Documents that netplan reads together with this one in netplan's order, and those that are hidden by them. */
export interface Together {
  readonly files: readonly NetplanDocument[];
  readonly hidden: readonly { readonly file: NetplanDocument; readonly by: NetplanDocument }[];
}

/** The files of the tree that a document belongs to, itself among them. */
export function filesWith(host: Host, document: NetplanDocument): Together {
  const files = host.documents.flatMap((one) =>
    one.kind === 'netplan' ? [{ id: one.file.id, path: one.file.path, document: one }] : [],
  );
  const own = hierarchiesOf(files).find((hierarchy) =>
    [...hierarchy.files, ...hierarchy.shadowed.map(({ file }) => file)].some(
      ({ id }) => id === document.file.id,
    ),
  );
  if (own === undefined) return { files: [document], hidden: [] };
  return {
    files: own.files.map((file) => file.document),
    hidden: own.shadowed.map(({ file, by }) => ({ file: file.document, by: by.document })),
  };
}

/** All definitions of that tree after merging, in the order in which they were defined first. */
export function definitionsWith(
  host: Host,
  document: NetplanDocument,
): readonly MergedDefinition[] {
  const ids = new Set(filesWith(host, document).files.map(({ file }) => file.id));
  return host.netplan.definitions.filter(({ place }) => ids.has(place.file));
}

/** The merged definition of an id. */
export function definitionWith(
  host: Host,
  document: NetplanDocument,
  id: string,
): MergedDefinition | undefined {
  return definitionsWith(host, document).find((definition) => definition.id === id);
}

/** Who configures a definition in the end. */
export function rendererOf(
  host: Host,
  document: NetplanDocument,
  definition: MergedDefinition | undefined,
): 'networkd' | 'NetworkManager' | 'ovs' {
  if (definition?.kind === 'modems' || definition?.kind === 'nm-devices') return 'NetworkManager';
  const global = filesWith(host, document)
    .files.map(({ netplan }) => netplan.renderer?.value)
    .findLast((word) => word === 'networkd' || word === 'NetworkManager');
  return definition?.backend ?? (global === 'NetworkManager' ? 'NetworkManager' : 'networkd');
}
