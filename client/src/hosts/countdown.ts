/** The time that is left until a change rolls back, in the status bar: seen wherever the user is. */
import * as vscode from 'vscode';

export interface Countdown extends vscode.Disposable {
  /** `endsAt` in milliseconds since 1970. */
  start(endsAt: number): void;
}

export function createCountdown(host: string): Countdown {
  const item = vscode.window.createStatusBarItem(
    'routelens.countdown',
    vscode.StatusBarAlignment.Left,
  );
  item.name = vscode.l10n.t('RouteLens: change of a host');
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  let timer: NodeJS.Timeout | undefined;
  return {
    start: (endsAt) => {
      const draw = (): void => {
        const left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
        item.text = `$(watch) ${vscode.l10n.t('{0} rolls back in {1} s', host, left)}`;
      };
      clearInterval(timer);
      draw();
      item.show();
      timer = setInterval(draw, 500);
    },
    dispose: () => {
      clearInterval(timer);
      item.dispose();
    },
  };
}
