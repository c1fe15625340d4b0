/** The entry of the language status menu: the state of the server, and a way to its output or to a new start. */
import * as vscode from 'vscode';
import { documentSelector } from './selector.ts';

export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

export interface StatusItem extends vscode.Disposable {
  show(state: ServerState): void;
}

/** Makes the item; it is there from the first start of the server on. */
export function createStatusItem(): StatusItem {
  const item = vscode.languages.createLanguageStatusItem('routelens.server', documentSelector());
  item.name = 'RouteLens';
  return {
    show: (state) => showState(item, state),
    dispose: () => item.dispose(),
  };
}

function showState(item: vscode.LanguageStatusItem, state: ServerState): void {
  const isRunning = state === 'running';
  item.text = stateText(state);
  item.busy = state === 'starting';
  item.severity =
    state === 'failed'
      ? vscode.LanguageStatusSeverity.Error
      : vscode.LanguageStatusSeverity.Information;
  item.command =
    isRunning || state === 'starting'
      ? { command: 'routelens.showOutput', title: vscode.l10n.t('Show Output') }
      : { command: 'routelens.restartServer', title: vscode.l10n.t('Restart') };
}

function stateText(state: ServerState): string {
  switch (state) {
    case 'starting':
      return vscode.l10n.t('RouteLens: starting');
    case 'running':
      return vscode.l10n.t('RouteLens: ready');
    case 'stopped':
      return vscode.l10n.t('RouteLens: stopped');
    case 'failed':
      return vscode.l10n.t('RouteLens: the server does not start');
  }
}
