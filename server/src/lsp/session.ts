/**
 * What the handlers share: the connection, what the client can do, and the files.
 * Invariant: no handler keeps anything between two requests; what is remembered is in `files` and `settings`.
 */
import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { SourceFile } from '../base/sourceFile.ts';
import type { Document, Host } from '../host/model.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { KnownHost } from '../ide/hover/onHost.ts';
import type { Finding } from '../rules/define.ts';
import type { Group } from '../simulate/types.ts';
import type { Analyzer } from '../workspace/analyzer.ts';
import type { Settings } from './settings.ts';

/** A file within its host, with all findings of this host after the severities of the settings. */
export interface View {
  readonly host: Host;
  readonly document: Document;
  readonly findings: readonly Finding[];
  readonly groups: readonly Group[];
  readonly showsInlayHints: boolean;
  /** The host that these files are for, if it was looked at. */
  readonly known?: KnownHost;
}

/** The files of the client: open ones, and those on the disk around them. */
export interface Files {
  /** Undefined where nothing is known of the URI. */
  readonly view: (uri: string) => View | undefined;
  /** URIs of all open documents. */
  readonly openUris: () => readonly string[];
  /** The version of an open document. */
  readonly versionOf: (uri: string) => number | undefined;
  readonly settings: () => Settings;
  /** The kernel of the settings, else the newest. */
  readonly kernel: () => KernelProfile;
  readonly analyze: Analyzer['analyze'];
  /** URIs of the folders of host trees in the workspace. */
  readonly folders: () => readonly string[];
  /** URI of a folder that is named from a workspace folder on; undefined where there is none. */
  readonly folderNamed: (name: string) => string | undefined;
  /** The files of the host in a folder, by URI. */
  readonly folder: (uri: string) => HostFolder | undefined;
  /** What a host said of itself: from now on its files are read for its kernel and its netplan. */
  readonly setTarget: (folder: string, target: KnownHost) => void;
  /** One view for each file of every host around an open document or in a workspace folder. */
  readonly allViews: () => readonly View[];
}

export interface HostFolder {
  readonly uri: string;
  readonly files: readonly SourceFile[];
  readonly isTree: boolean;
  /** Paths below the root of files that are too large to be read. */
  readonly tooLarge: readonly string[];
}

export interface ClientFeatures {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly markdownDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly showsDocuments: boolean;
  readonly watchesFiles: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly changesWorkspaceFolders: boolean;
  readonly refreshesInlayHints: boolean;
  /** Completions may have places to fill in. */
  readonly snippets: boolean;
}

export interface Session {
  readonly connection: Connection;
  readonly client: ClientFeatures;
  readonly files: Files;
}

/** The file that a finding's origin names, within the same host. */
export function fileIn(host: Host, id: string): SourceFile | undefined {
  return host.documents.find(({ file }) => file.id === id)?.file;
}

/** What the client announced in `initialize`. */
export function readClientFeatures({
  textDocument,
  workspace,
  window,
}: ClientCapabilities): ClientFeatures {
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    markdownDiagnostics: textDocument?.diagnostic?.markupMessageSupport === true,
    relatedInformation:
      textDocument?.publishDiagnostics?.relatedInformation === true ||
      textDocument?.diagnostic?.relatedInformation === true,
    showsDocuments: window?.showDocument?.support === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    changesWorkspaceFolders: workspace?.workspaceFolders === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
  };
}
