/** What is on the page of a plan is what is on the disk: files that are not saved are saved first, if the user wants it. */
import * as vscode from 'vscode';

/** False where the user gives up. `folder` is a URI. */
export async function savedFolder(folder: string): Promise<boolean> {
  const inside = `${vscode.Uri.parse(folder).path.replace(/\/$/, '')}/`;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, isUntitled, uri }) => isDirty && !isUntitled && uri.path.startsWith(inside),
  );
  if (unsaved.length === 0) return true;
  const save = vscode.l10n.t('Save and Go On');
  const names = unsaved.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  const text = vscode.l10n.t('Not saved yet: {0}', names.join(', '));
  if ((await vscode.window.showWarningMessage(text, save)) !== save) return false;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}
