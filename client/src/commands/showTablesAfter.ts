/**
 * Command `routelens.showTablesAfter`: routing tables and policy rules after a line of a script, as a read-only document beside
 * the editor. Arguments, optional: the script (URI or its text) and the line, counted from 0; else the place of the cursor.
 */
import * as vscode from 'vscode';
import type { CommandSurroundings } from './surroundings.ts';

export async function showTablesAfter(
  { tablesAfter }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  const [document, atLine] = args;
  const editor = vscode.window.activeTextEditor;
  const uri = uriOf(document) ?? editor?.document.uri.toString();
  const line = typeof atLine === 'number' ? atLine : editor?.selection.active.line;
  if (uri === undefined || line === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a script first'));
    return;
  }
  await tablesAfter.show(uri, line);
}

function uriOf(value: unknown): string | undefined {
  if (value instanceof vscode.Uri) return value.toString();
  return typeof value === 'string' ? value : undefined;
}
