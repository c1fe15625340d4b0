/**
 * Drop-ins of networkd (`10-wan.network.d/route.conf`) say something of the link that their file names, so they are read with it.
 * The same for those of a `.netdev` file that makes a bond.
 * systemd.network(5): any of the folders may hold them, whichever folder holds the file.
 */
import { networkdBond, networkdLink, readNetworkd } from '../formats/networkd/read.ts';
import { impliedStep } from './formatStep.ts';
import { maskedDocuments } from './order.ts';
import type { Document } from './model.ts';

/** The documents, with drop-ins read for the link of their file. */
export function withDropIns(documents: readonly Document[]): readonly Document[] {
  if (!documents.some((document) => dropInOf(document) !== undefined)) return documents;
  const links = linksByFile(documents);
  return documents.map((document) => {
    const link = links.get(dropInOf(document) ?? '');
    if (link === undefined || document.kind !== 'networkd') return document;
    const { text, path, id } = document.file;
    const { steps, script, problems } = readNetworkd(text, { path, file: id, link });
    const read = steps.map((step) => impliedStep(step)).filter((step) => step !== undefined);
    return { ...document, script, steps: read, problems };
  });
}

/** The name of the file that a drop-in without a match of its own belongs to. */
function dropInOf({ kind, file }: Document): string | undefined {
  if (kind !== 'networkd' || networkdLink(file.text) !== undefined) return undefined;
  return /([^/]+\.(?:network|netdev))\.d\/[^/]+$/.exec(file.path)?.[1];
}

function linksByFile(documents: readonly Document[]): ReadonlyMap<string, string> {
  const masked = maskedDocuments(documents);
  const links = new Map<string, string>();
  for (const document of documents) {
    const { kind, file } = document;
    const name = /([^/]+\.(?:network|netdev))$/.exec(file.path)?.[1];
    const read = name?.endsWith('.netdev') === true ? networkdBond : networkdLink;
    const link =
      name === undefined || kind !== 'networkd' || masked.has(document)
        ? undefined
        : read(file.text);
    if (name !== undefined && link !== undefined) links.set(name, link);
  }
  return links;
}
