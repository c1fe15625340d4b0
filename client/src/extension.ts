/**
 * Entry of the extension. Activation registers commands and looks at the open documents; the language client, by far the
 * largest part of the bundle, is evaluated only when a document turns out to be about routing.
 */
import * as vscode from 'vscode';
import { registerCommands } from './commands/index.ts';
import { isRoutingDocument } from './firstLook.ts';
import { PreviewPanels } from './preview/panels.ts';
import { registerRestore } from './preview/restore.ts';
import { ServerHandle } from './serverHandle.ts';

let server: ServerHandle | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('RouteLens', { log: true });
  const handle = new ServerHandle(context.extensionUri, output);
  const previews = new PreviewPanels({
    extensionUri: context.extensionUri,
    output,
    server: handle,
  });
  server = handle;
  context.subscriptions.push(
    output,
    handle,
    previews,
    registerCommands({ output, server: handle, previews }),
    registerRestore(previews),
    watchDocuments(handle),
  );
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Starts the server with the first routing document, and keeps the context key of the active editor. */
function watchDocuments(handle: ServerHandle): vscode.Disposable {
  const look = (document: vscode.TextDocument): void => {
    if (isRoutingDocument(document)) handle.startInBackground();
  };
  const showActive = (): void => {
    const active = vscode.window.activeTextEditor?.document;
    const reads = active !== undefined && isRoutingDocument(active);
    if (reads) handle.startInBackground();
    void vscode.commands.executeCommand('setContext', 'routelens.readsActiveEditor', reads);
  };
  vscode.workspace.textDocuments.forEach(look);
  showActive();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    // A script that is being written becomes one of ours with its first command; saving is soon enough to notice.
    vscode.workspace.onDidSaveTextDocument(showActive),
    vscode.window.onDidChangeActiveTextEditor(showActive),
  );
}
