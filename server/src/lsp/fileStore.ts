/**
 * The files that the handlers see: open documents first, the disk around them second, put together to hosts.
 * Invariant: a file that is open counts with its open text, wherever it is asked for.
 */
import { kernelProfile, newestKernel } from '../kernel/profiles.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import { createAnalyzer, type Analyzer, type HostAnalysis } from '../workspace/analyzer.ts';
import { isFolder } from '../workspace/disk.ts';
import type { HostRoot } from '../workspace/hostRoot.ts';
import { createDiskFiles } from './diskFiles.ts';
import { filesOfHost, rootOfDocument, type FileSources } from './hostFiles.ts';
import { createOpenDocuments, type OpenDocument, type OpenDocuments } from './openDocuments.ts';
import type { KnownHost } from '../ide/hover/onHost.ts';
import type { Files, View } from './session.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { applySeverities } from './severities.ts';
import { pathOfUri, uriOfPath } from './uri.ts';

/** Hosts of workspace folders that are checked although nothing of them is open. */
const maxClosedHosts = 12;

export interface FileStore extends Files, Pick<OpenDocuments, 'open' | 'change' | 'close'> {
  readonly setFolders: (uris: readonly string[]) => void;
  readonly changeFolders: (change: FolderChange) => void;
  readonly setSettings: (settings: Settings) => void;
  /** Something on the disk is no longer what it was. */
  readonly forgetDisk: () => void;
}

export interface FolderChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

interface State extends FileSources {
  readonly analyzer: Analyzer;
  settings: Settings;
  /** Hosts that were looked at, by the root of their files. */
  readonly targets: Map<string, KnownHost>;
}

export function createFileStore(): FileStore {
  const state: State = {
    opened: createOpenDocuments(),
    disk: createDiskFiles(),
    analyzer: createAnalyzer(),
    folders: [],
    settings: defaultSettings,
    targets: new Map(),
  };
  const { opened, disk } = state;
  const setFolders = (folders: readonly string[]): void => {
    state.folders = folders;
    disk.forget();
  };
  return {
    view: (uri) => viewOf(state, uri),
    allViews: () => allViews(state),
    ...hostFolders(state),
    openUris: () => opened.all().map(({ uri }) => uri),
    versionOf: (uri) => opened.get(uri)?.version,
    open: opened.open,
    change: opened.change,
    close: opened.close,
    setFolders: (uris) => setFolders(uris.map(toFolder)),
    changeFolders: ({ added, removed }) => {
      const gone = new Set(removed.map(toFolder));
      setFolders([...state.folders.filter((folder) => !gone.has(folder)), ...added.map(toFolder)]);
    },
    setSettings: (settings) => {
      state.settings = settings;
    },
    forgetDisk: disk.forget,
  };
}

/** What the requests about hosts ask of the files. */
function hostFolders(
  state: State,
): Pick<
  Files,
  'settings' | 'kernel' | 'analyze' | 'folders' | 'folderNamed' | 'folder' | 'setTarget'
> {
  return {
    settings: () => state.settings,
    kernel: () => kernelOf(state.settings),
    analyze: state.analyzer.analyze,
    folders: () =>
      state.folders
        .flatMap((folder) => state.disk.rootsBelow(folder, state.folders))
        .filter(({ isTree }) => isTree)
        .map(({ root }) => uriOfPath(root)),
    folderNamed: (name) => {
      const found = state.folders.map((folder) => `${folder}/${name}`).find(isFolder);
      return found === undefined ? undefined : uriOfPath(found);
    },
    folder: (uri) => {
      const root = rootAt(state, uri);
      return root === undefined
        ? undefined
        : {
            uri,
            files: filesOfHost(state, root, true),
            isTree: root.isTree,
            tooLarge: state.disk.tooLarge(root, state.folders),
          };
    },
    setTarget: (folder, target) => {
      const root = rootAt(state, folder);
      if (root !== undefined) state.targets.set(root.root, target);
    },
  };
}

/** Undefined for a folder that is on no disk here. */
function rootAt({ disk, folders }: State, uri: string): HostRoot | undefined {
  const path = pathOfUri(uri)?.replace(/\/$/, '');
  return path === undefined ? undefined : disk.rootOf(`${path}/.`, folders);
}

function viewOf(state: State, uri: string): View | undefined {
  const place = state.opened.get(uri) ?? closedPlace(uri);
  if (place === undefined) return undefined;
  const root = rootOfDocument(state, place);
  const { host, findings, groups } = analyze(state, root, place.isOnDisk);
  const document = host.documents.find(({ file }) => file.id === uri);
  if (document === undefined) return undefined;
  const { settings } = state;
  const shown = applySeverities(findings, settings);
  const known = state.targets.get(root.root);
  return {
    host,
    document,
    findings: shown,
    groups,
    showsInlayHints: settings.inlayHints,
    ...(known === undefined ? {} : { known }),
  };
}

function allViews(state: State): readonly View[] {
  const { opened, disk, folders, settings } = state;
  const openHosts = opened
    .all()
    .map((one) => ({ root: rootOfDocument(state, one), isOnDisk: one.isOnDisk }));
  const closedHosts = folders
    .flatMap((folder) => disk.rootsBelow(folder, folders))
    .slice(0, maxClosedHosts)
    .map((root) => ({ root, isOnDisk: true }));
  const hosts = new Map(
    [...openHosts, ...closedHosts].map((one) => [`${one.isOnDisk} ${one.root.root}`, one]),
  );
  return [...hosts.values()].flatMap(({ root, isOnDisk }) => {
    const { host, findings, groups } = analyze(state, root, isOnDisk);
    const shown = applySeverities(findings, settings);
    const showsInlayHints = settings.inlayHints;
    const ours = host.documents.filter(({ kind }) => kind !== 'other');
    return ours.map((document) => ({
      host,
      document,
      findings: shown,
      groups,
      showsInlayHints,
    }));
  });
}

function analyze(state: State, root: HostRoot, isOnDisk: boolean): HostAnalysis {
  const files = filesOfHost(state, root, isOnDisk);
  // Somebody who writes a version means it; else the host knows best.
  const facts = state.targets.get(root.root)?.facts;
  const netplan = state.settings.netplan ?? facts?.netplan;
  const own = state.settings.kernel === undefined ? kernelProfile(facts?.kernel ?? '') : undefined;
  return state.analyzer.analyze(files, {
    kernel: own ?? kernelOf(state.settings),
    ...(netplan === undefined ? {} : { netplanVersion: netplan }),
    isTree: root.isTree,
  });
}

/** A document that is not open can be asked about too, if it is on the disk. */
function closedPlace(uri: string): Pick<OpenDocument, 'path' | 'isOnDisk'> | undefined {
  const path = pathOfUri(uri);
  return path === undefined ? undefined : { path, isOnDisk: true };
}

function toFolder(uri: string): string {
  return pathOfUri(uri) ?? uri;
}

/** The kernel of the settings; one that makes no sense is as good as none. */
function kernelOf({ kernel }: Settings): KernelProfile {
  const profile = kernelProfile(kernel ?? newestKernel) ?? kernelProfile(newestKernel);
  if (profile === undefined) throw new Error(`no profile of kernel ${newestKernel}`);
  return profile;
}
