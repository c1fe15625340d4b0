/**
 * Entry of the extension. Activation registers commands and looks at the open documents; the language client, by far the
 * largest part of the bundle, is evaluated only when a document turns out to be about routing.
 */
import * as vscode from 'vscode';
import { registerCommands } from './commands/index.ts';
import { EffectiveNetplan } from './effectiveNetplan.ts';
import { Hosts } from './hosts/hosts.ts';
import { PreviewPanels } from './preview/panels.ts';
import { registerRestore } from './preview/restore.ts';
import { ServerHandle } from './serverHandle.ts';
import { TablesAfter } from './tablesAfter.ts';
import { watchDocuments } from './watchDocuments.ts';

let server: ServerHandle | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('RouteLens', { log: true });
  const handle = new ServerHandle(context.extensionUri, output);
  const previews = new PreviewPanels({
    extensionUri: context.extensionUri,
    output,
    server: handle,
  });
  const effectiveNetplan = new EffectiveNetplan(handle);
  const tablesAfter = new TablesAfter(handle);
  const hosts = new Hosts({
    extensionUri: context.extensionUri,
    output,
    server: handle,
    state: context.workspaceState,
  });
  server = handle;
  context.subscriptions.push(
    output,
    handle,
    previews,
    effectiveNetplan,
    tablesAfter,
    hosts,
    registerCommands({ output, server: handle, previews, effectiveNetplan, tablesAfter, hosts }),
    registerRestore(previews),
    watchDocuments(handle),
  );
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
