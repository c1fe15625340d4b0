/** Puts the files of one host together: open texts, and for hosts on this disk the files that are not open. */
import type { SourceFile } from '../base/sourceFile.ts';
import type { DiskFile } from '../workspace/disk.ts';
import { pathInHost } from '../workspace/hostPath.ts';
import { hostRootOf, type HostRoot } from '../workspace/hostRoot.ts';
import type { DiskFiles } from './diskFiles.ts';
import type { OpenDocument, OpenDocuments } from './openDocuments.ts';
import { uriOfPath } from './uri.ts';

export interface FileSources {
  readonly opened: OpenDocuments;
  readonly disk: DiskFiles;
  /** Paths of the workspace folders; URIs where they are not on this disk. */
  folders: readonly string[];
}

/** The host of a document, open or on the disk. */
export function rootOfDocument(
  { opened, disk, folders }: FileSources,
  { path, isOnDisk }: Pick<OpenDocument, 'path' | 'isOnDisk'>,
): HostRoot {
  if (isOnDisk) return disk.rootOf(path, folders);
  // `untitled:Untitled-1` has no folder, so it is a host of its own.
  if (!path.includes('/')) return { root: path, isTree: false };
  // No disk here holds the document: only what else is open tells where its host begins.
  const hasFolder = (folder: string): boolean =>
    opened.all().some((one) => one.path.startsWith(`${folder}/`));
  return hostRootOf(path, { hasFolder, workspaceFolders: folders });
}

/** The files of a host, by path. */
export function filesOfHost(
  sources: FileSources,
  root: HostRoot,
  isOnDisk: boolean,
): readonly SourceFile[] {
  const { opened, disk, folders } = sources;
  const open = opened
    .all()
    .filter((one) => one.isOnDisk === isOnDisk && rootOfDocument(sources, one).root === root.root);
  const openPaths = new Set(open.map(({ path }) => path));
  const closed = isOnDisk
    ? disk.filesOf(root, folders).filter(({ path }) => !openPaths.has(path))
    : [];
  return [
    ...open.map((one) => openFile(one, root)),
    ...closed.map((file) => closedFile(file, root)),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function openFile(
  { uri, path, languageId, version, text }: OpenDocument,
  root: HostRoot,
): SourceFile {
  return { id: uri, path: pathInHost(root, path), text, version, languageId };
}

/** Files on the disk have version 0: their text alone tells them apart. */
function closedFile({ path, text }: DiskFile, root: HostRoot): SourceFile {
  return { id: uriOfPath(path), path: pathInHost(root, path), text, version: 0 };
}
