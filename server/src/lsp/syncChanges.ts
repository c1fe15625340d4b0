/** Everything that changes answers without an edit of an open text: settings, folders, files on the disk. */
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  InlayHintRefreshRequest,
} from 'vscode-languageserver/node';
import { guardNotification } from './boundary.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';
import type { Sync } from './syncDocuments.ts';
import { watchers } from './watchedFiles.ts';

export function syncChanges(session: Session, { files, publisher }: Sync): void {
  const { connection, client } = session;
  const refresh = (): void => {
    publisher.schedule();
    if (client.pullsDiagnostics && client.refreshesDiagnostics)
      void connection.languages.diagnostics.refresh();
    if (client.refreshesCodeLenses)
      connection.sendRequest(CodeLensRefreshRequest.type).catch(ignore);
    if (client.refreshesInlayHints)
      connection.sendRequest(InlayHintRefreshRequest.type).catch(ignore);
  };
  const applySettings = guardNotification(connection, (section: unknown) => {
    files.setSettings(readSettings(section));
    refresh();
  });
  const pullSettings = (): void => {
    connection.workspace.getConfiguration('routelens').then(applySettings, ignore);
  };
  connection.onInitialized(
    guardNotification(connection, () => {
      register(session);
      if (client.answersConfiguration) pullSettings();
      if (client.changesWorkspaceFolders) followFolders(session, { files, refresh });
    }),
  );
  connection.onDidChangeConfiguration(
    guardNotification(connection, ({ settings }: { settings: unknown }) => {
      if (client.answersConfiguration) pullSettings();
      else applySettings(sectionOf(settings));
    }),
  );
  connection.onDidChangeWatchedFiles(
    guardNotification(connection, () => {
      files.forgetDisk();
      refresh();
    }),
  );
}

function register({ connection, client }: Session): void {
  if (client.watchesFiles)
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(ignore);
  if (client.registersConfiguration) {
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'routelens' })
      .catch(ignore);
  }
}

function followFolders(
  { connection }: Session,
  { files, refresh }: { files: Sync['files']; refresh: () => void },
): void {
  connection.workspace.onDidChangeWorkspaceFolders(
    guardNotification(connection, ({ added, removed }) => {
      files.changeFolders({
        added: added.map(({ uri }) => uri),
        removed: removed.map(({ uri }) => uri),
      });
      refresh();
    }),
  );
}

/** Clients without `workspace/configuration` send everything, or the section alone. */
function sectionOf(settings: unknown): unknown {
  if (typeof settings === 'object' && settings !== null && 'routelens' in settings)
    return settings.routelens;
  return settings;
}

/** A client that answers a request of ours with an error goes without that service. */
function ignore(): void {}
