/** Brings previews back when the window is loaded again, from the state that the page kept. */
import * as vscode from 'vscode';
import { readPageState } from './messages.ts';
import { previewType } from './panel.ts';
import type { PreviewPanels } from './panels.ts';

export function registerRestore(previews: PreviewPanels): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(previewType, {
    async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
      const state = readPageState(kept);
      if (state === undefined) panel.dispose();
      else previews.adopt(panel, state.subject);
    },
  });
}
