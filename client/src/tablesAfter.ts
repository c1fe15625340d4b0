/**
 * The read-only documents of "Show Tables After This Line": the server replays the script up to the line.
 * Nothing is registered with the editor before the first one is shown.
 */
import * as vscode from 'vscode';
import type { TablesAfterParams, TablesAfterResult } from '../../server/src/protocol.ts';
import { causeText } from './notify.ts';
import type { ServerHandle } from './serverHandle.ts';

const scheme = 'routelens-tables';

export class TablesAfter implements vscode.Disposable {
  readonly #server: ServerHandle;
  #provider: vscode.Disposable | undefined;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(server: ServerHandle) {
    this.#server = server;
  }

  /** Opens the tables after a line (0-based) of a document beside it. */
  async show(source: string, line: number): Promise<void> {
    this.#provider ??= vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: ({ query, fragment }) => this.#textFor(query, Number(fragment)),
    });
    const path = `/Tables after line ${line + 1}.txt`;
    const uri = vscode.Uri.from({ scheme, path, query: source, fragment: String(line) });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
  }

  dispose(): void {
    this.#provider?.dispose();
    this.#changed.dispose();
  }

  async #textFor(uri: string, line: number): Promise<string> {
    const params: TablesAfterParams = { textDocument: { uri }, line };
    try {
      const server = await this.#server.running();
      const result = await server.request<TablesAfterResult | null>(
        'routelens/tablesAfter',
        params,
      );
      return (
        result?.text ?? `# ${vscode.l10n.t('This file runs no commands that change the tables')}\n`
      );
    } catch (cause) {
      return `# ${vscode.l10n.t('The server did not answer: {0}', causeText(cause))}\n`;
    }
  }
}
