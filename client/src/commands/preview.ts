/**
 * Command `routelens.preview`: the flow preview beside the editor.
 * Arguments, all optional: the document (URI or its text) and the 0-based line of one group. Without them the groups of
 * the active document are shown.
 */
import * as vscode from 'vscode';
import type { CommandSurroundings } from './surroundings.ts';

export function preview({ previews }: CommandSurroundings, args: readonly unknown[]): void {
  const [document, line] = args;
  const uri = uriOf(document) ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (uri === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a netplan file or a script with ip commands first'),
    );
    return;
  }
  previews.open({ uri, line: typeof line === 'number' ? line : null });
}

function uriOf(value: unknown): string | undefined {
  if (value instanceof vscode.Uri) return value.toString();
  return typeof value === 'string' ? value : undefined;
}
