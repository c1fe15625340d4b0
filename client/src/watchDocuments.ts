/**
 * Looks at the open documents: the first one about routing starts the server, and the names of all of them are a context
 * key of the manifest, so that the title of each such editor has the preview button, whichever editor has the focus.
 */
import * as vscode from 'vscode';
import { isRoutingDocument } from './firstLook.ts';
import type { ServerHandle } from './serverHandle.ts';

/** Names rather than URIs, because a remote window calls the same file by another scheme. */
const contextKey = 'routelens.openFiles';
const activeKey = 'routelens.isActive';

export function watchDocuments(server: ServerHandle): vscode.Disposable {
  const look = (): void => {
    const documents = vscode.workspace.textDocuments.filter(isRoutingDocument);
    if (documents.length > 0) {
      server.startInBackground();
      // The view "Hosts" is of use only where there are files for hosts.
      void vscode.commands.executeCommand('setContext', activeKey, true);
    }
    const names = documents.map(({ uri: { path } }) => path.slice(path.lastIndexOf('/') + 1));
    void vscode.commands.executeCommand('setContext', contextKey, [...new Set(names)]);
  };
  look();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidCloseTextDocument(look),
    // A script that is being written becomes one of ours with its first command; saving is soon enough to notice.
    vscode.workspace.onDidSaveTextDocument(look),
  );
}
