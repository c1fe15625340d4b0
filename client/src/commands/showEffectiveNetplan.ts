/**
 * Command `routelens.showEffectiveNetplan`: what netplan makes of all its files, as a read-only document beside the editor.
 * Argument, optional: the netplan file (URI or its text); else the active document.
 */
import * as vscode from 'vscode';
import type { CommandSurroundings } from './surroundings.ts';

export async function showEffectiveNetplan(
  { effectiveNetplan }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  const [document] = args;
  const uri = uriOf(document) ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a netplan file first'));
    return;
  }
  await effectiveNetplan.show(uri);
}

function uriOf(value: unknown): string | undefined {
  if (value instanceof vscode.Uri) return value.toString();
  return typeof value === 'string' ? value : undefined;
}
