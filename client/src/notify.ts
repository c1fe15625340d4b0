/**
 * The one place that shows a failure to the user: a message says what failed, and its buttons say what can be done.
 * Everything else goes to the output channel.
 */
import * as vscode from 'vscode';

export interface Failure {
  /** What failed, as a sentence. */
  readonly what: string;
  readonly cause: unknown;
  readonly output: vscode.LogOutputChannel;
  /** Offered as a button where trying again makes sense. */
  readonly retry?: () => void;
}

/** Writes the cause to the output and shows the failure with its buttons. Does not wait for the answer. */
export function showFailure(failure: Failure): void {
  failure.output.error(`${failure.what}: ${causeText(failure.cause)}`);
  const openLog = vscode.l10n.t('Open Log');
  const retry = vscode.l10n.t('Retry');
  const buttons = failure.retry === undefined ? [openLog] : [retry, openLog];
  void vscode.window.showErrorMessage(failure.what, ...buttons).then((chosen) => {
    if (chosen === openLog) failure.output.show();
    if (chosen === retry) failure.retry?.();
  });
}

/** Text of anything that was thrown. */
export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
