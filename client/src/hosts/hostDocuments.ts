/** Files as they are on a host and as they would be, as read-only documents for the diff editor. */
import * as vscode from 'vscode';
import type { HostFile } from '../../../server/src/protocol.ts';

const scheme = 'routelens-host';

export class HostDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #provider: vscode.Disposable | undefined;

  /** Opens a file of the host beside what the workspace has. */
  async showDiff(host: string, file: HostFile): Promise<void> {
    this.#provider ??= vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? '',
    });
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const left = this.#keep(host, 'host', file);
    // The file itself can be edited in the diff; what is removed, or has no file here, cannot.
    const right =
      file.uri === null || file.after === null
        ? this.#keep(host, 'plan', file)
        : vscode.Uri.parse(file.uri);
    const title = vscode.l10n.t('{0} ({1} ↔ workspace)', name, host);
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
  }

  dispose(): void {
    this.#provider?.dispose();
    this.#changed.dispose();
  }

  #keep(host: string, side: 'host' | 'plan', { path, before, after }: HostFile): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, authority: side, path, query: host });
    this.#texts.set(uri.toString(), (side === 'host' ? before : after) ?? '');
    this.#changed.fire(uri);
    return uri;
  }
}
