/** Nothing connects to a host from a workspace that is not trusted: its settings name hosts, folders and scripts. */
import * as vscode from 'vscode';

/** True in a trusted workspace; else says what has to be done. */
export function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const text = vscode.l10n.t('RouteLens connects to hosts only from a workspace that you trust.');
  void vscode.window.showWarningMessage(text, manage).then((chosen) => {
    if (chosen === manage) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}
