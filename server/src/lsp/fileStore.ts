/**
 * The files that the handlers see: open documents first, the disk around them second, put together to hosts.
 * Invariant: a file that is open counts with its open text, wherever it is asked for.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import { kernelProfile, newestKernel } from '../kernel/profiles.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { DiskFile } from '../workspace/disk.ts';
import { createAnalyzer, type HostAnalysis } from '../workspace/analyzer.ts';
import { pathInHost } from '../workspace/hostPath.ts';
import { hostRootOf, type HostRoot } from '../workspace/hostRoot.ts';
import { createDiskFiles } from './diskFiles.ts';
import { createOpenDocuments, type OpenDocument, type OpenDocuments } from './openDocuments.ts';
import type { Files, View } from './session.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { applySeverities } from './severities.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

/** Hosts of workspace folders that are checked although nothing of them is open. */
const maxClosedHosts = 12;

export interface FileStore extends Files, Pick<OpenDocuments, 'open' | 'change' | 'close'> {
  readonly setFolders: (uris: readonly string[]) => void;
  readonly changeFolders: (change: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
  }) => void;
  readonly setSettings: (settings: Settings) => void;
  /** Something on the disk is no longer what it was. */
  readonly forgetDisk: () => void;
}

export function createFileStore(): FileStore {
  const opened = createOpenDocuments();
  const disk = createDiskFiles();
  const analyzer = createAnalyzer();
  let folders: readonly string[] = [];
  let settings = defaultSettings;

  const rootOf = ({ path, isOnDisk }: Pick<OpenDocument, 'path' | 'isOnDisk'>): HostRoot =>
    isOnDisk ? disk.rootOf(path, folders) : rootAmongOpen(path, opened.all(), folders);

  const analyze = (root: HostRoot, isOnDisk: boolean): HostAnalysis => {
    const open = opened
      .all()
      .filter((one) => one.isOnDisk === isOnDisk && rootOf(one).root === root.root);
    const openPaths = new Set(open.map(({ path }) => path));
    const onDisk = isOnDisk ? disk.filesOf(root, folders) : [];
    const files = [
      ...open.map((one) => openFile(one, root)),
      ...onDisk.filter(({ path }) => !openPaths.has(path)).map((file) => closedFile(file, root)),
    ].toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return analyzer.analyze(files, { kernel: kernelOf(settings), isTree: root.isTree });
  };

  const view = (uri: string): View | undefined => {
    const place = opened.get(uri) ?? closedPlace(uri);
    if (place === undefined) return undefined;
    const { host, findings, groups } = analyze(rootOf(place), place.isOnDisk);
    const document = host.documents.find(({ file }) => file.id === uri);
    return document === undefined
      ? undefined
      : { host, document, findings: applySeverities(findings, settings), groups };
  };

  const allViews = (): readonly View[] => {
    const openRoots = opened.all().map((one) => ({ root: rootOf(one), isOnDisk: one.isOnDisk }));
    const closedRoots = folders
      .flatMap((folder) => disk.rootsBelow(folder, folders))
      .slice(0, maxClosedHosts)
      .map((root) => ({ root, isOnDisk: true }));
    const roots = new Map(
      [...openRoots, ...closedRoots].map((one) => [`${one.isOnDisk} ${one.root.root}`, one]),
    );
    return [...roots.values()].flatMap(({ root, isOnDisk }) => {
      const { host, findings, groups } = analyze(root, isOnDisk);
      const shown = applySeverities(findings, settings);
      return host.documents.map((document) => ({ host, document, findings: shown, groups }));
    });
  };

  return {
    view,
    allViews,
    versionOf: (uri) => opened.get(uri)?.version,
    openUris: () => opened.all().map(({ uri }) => uri),
    open: opened.open,
    change: opened.change,
    close: opened.close,
    setFolders: (uris) => {
      folders = uris.map(toFolder);
      disk.forget();
    },
    changeFolders: ({ added, removed }) => {
      const gone = new Set(removed.map(toFolder));
      folders = [...folders.filter((folder) => !gone.has(folder)), ...added.map(toFolder)];
      disk.forget();
    },
    setSettings: (next) => {
      settings = next;
    },
    forgetDisk: disk.forget,
  };
}

function toFolder(uri: string): string {
  return pathOfUri(uri) ?? uri;
}

function kernelOf({ kernel }: Settings): KernelProfile {
  const asked = kernel === undefined ? undefined : kernelProfile(kernel);
  const profile = asked ?? kernelProfile(newestKernel);
  if (profile === undefined) throw new Error(`no profile of kernel ${newestKernel}`);
  return profile;
}

/** A document that no disk here holds: only what else is open tells where its host begins. */
function rootAmongOpen(
  path: string,
  open: readonly OpenDocument[],
  folders: readonly string[],
): HostRoot {
  if (!path.includes('/')) return { root: path, isTree: false };
  const hasFolder = (folder: string): boolean =>
    open.some((one) => one.path.startsWith(`${folder}/`));
  return hostRootOf(path, { hasFolder, workspaceFolders: folders });
}

function closedPlace(uri: string): Pick<OpenDocument, 'path' | 'isOnDisk'> | undefined {
  const path = pathOfUri(uri);
  return path === undefined ? undefined : { path, isOnDisk: true };
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
