/** What `ssh` asks, as a box of the editor. Nothing is stored. */
import * as vscode from 'vscode';
import type { HostSecretParams } from '../../../server/src/protocol.ts';

/** Null: no answer. */
export async function askSecret({ host, prompt, kind }: HostSecretParams): Promise<string | null> {
  if (!vscode.workspace.isTrusted) return null;
  switch (kind) {
    case 'notice':
      void vscode.window.showInformationMessage(`${host}: ${prompt}`);
      return '';
    case 'confirm': {
      const yes = vscode.l10n.t('Yes');
      const options = { modal: true, detail: prompt };
      const text = vscode.l10n.t('SSH asks for {0}', host);
      return (await vscode.window.showWarningMessage(text, options, yes)) === yes ? 'yes' : null;
    }
    case 'secret': {
      const given = await vscode.window.showInputBox({
        title: vscode.l10n.t('SSH: {0}', host),
        prompt: prompt.trim(),
        password: true,
        ignoreFocusOut: true,
      });
      return given ?? null;
    }
  }
}
