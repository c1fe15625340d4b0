/** The preview panels: one for each document and line. */
import * as vscode from 'vscode';
import type { PreviewSubject } from './messages.ts';
import { PreviewPanel, previewType } from './panel.ts';
import type { PreviewSurroundings } from './panel.ts';

/** All open previews. */
export class PreviewPanels implements vscode.Disposable {
  readonly #surroundings: PreviewSurroundings;
  readonly #panels = new Set<PreviewPanel>();

  constructor(surroundings: PreviewSurroundings) {
    this.#surroundings = surroundings;
  }

  /** Shows the preview of the subject, an old one if there is one. */
  open(subject: PreviewSubject): void {
    const open = [...this.#panels].find((panel) => panel.isAbout(subject));
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const title = vscode.l10n.t('Flow preview');
    this.adopt(vscode.window.createWebviewPanel(previewType, title, column), subject);
  }

  /** Takes over a panel that the editor made, new or restored. */
  adopt(webviewPanel: vscode.WebviewPanel, subject: PreviewSubject): void {
    const panel = new PreviewPanel(webviewPanel, subject, this.#surroundings);
    this.#panels.add(panel);
    webviewPanel.onDidDispose(() => {
      this.#panels.delete(panel);
      panel.dispose();
    });
  }

  dispose(): void {
    for (const panel of this.#panels) panel.dispose();
  }
}
