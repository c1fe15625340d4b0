/**
 * The read-only documents of "Show Effective netplan": the server makes the text, and makes it again when a file changes.
 * Nothing is registered with the editor before the first one is shown.
 */
import * as vscode from 'vscode';
import type { EffectiveNetplanParams, EffectiveNetplanResult } from '../../server/src/protocol.ts';
import { causeText } from './notify.ts';
import type { ServerHandle } from './serverHandle.ts';

const scheme = 'routelens-netplan';

/** Milliseconds from the last keystroke to a new text. */
const quiet = 300;

export class EffectiveNetplan implements vscode.Disposable {
  readonly #server: ServerHandle;
  #registered: Registered | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: ServerHandle) {
    this.#server = server;
  }

  /** Opens the document for a netplan file beside it. */
  async show(source: string): Promise<void> {
    this.#registered ??= this.#register();
    const path = '/Effective netplan.yaml';
    const uri = vscode.Uri.from({ scheme, path, query: source });
    this.#registered.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#registered?.listeners.dispose();
  }

  #register(): Registered {
    const changed = new vscode.EventEmitter<vscode.Uri>();
    const listeners = vscode.Disposable.from(
      changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: changed.event,
        provideTextDocumentContent: ({ query }) => this.#textFor(query),
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme !== scheme && document.uri.scheme !== 'output')
          this.#refreshSoon(changed);
      }),
      this.#server.onDidStart(() => this.#refreshSoon(changed)),
    );
    return { changed, listeners };
  }

  #refreshSoon(changed: vscode.EventEmitter<vscode.Uri>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === scheme) changed.fire(uri);
    }, quiet);
  }

  async #textFor(uri: string): Promise<string> {
    const params: EffectiveNetplanParams = { textDocument: { uri } };
    try {
      const server = await this.#server.running();
      const result = await server.request<EffectiveNetplanResult | null>(
        'routelens/effectiveNetplan',
        params,
      );
      return result?.text ?? `# ${vscode.l10n.t('This is not a netplan file')}\n`;
    } catch (cause) {
      return `# ${vscode.l10n.t('The server did not answer: {0}', causeText(cause))}\n`;
    }
  }
}

interface Registered {
  readonly changed: vscode.EventEmitter<vscode.Uri>;
  readonly listeners: vscode.Disposable;
}
