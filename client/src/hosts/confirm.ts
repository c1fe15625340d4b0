/** The question before a change, and the message after it. */
import * as vscode from 'vscode';
import type { HostApplyResult, HostPlanResult } from '../../../server/src/protocol.ts';

/** Lines of a question that still fit a window. */
const mostLines = 8;

/** True if the user confirms exactly this plan. */
export async function confirmPlan(plan: HostPlanResult): Promise<boolean> {
  const { host, files, runs, warnings, seconds, digest } = plan;
  const nErrors = warnings.filter(({ severity }) => severity === 'error').length;
  const lines = [
    ...files.map(({ path, change }) => `${change} ${path}`),
    ...runs.map((run) => vscode.l10n.t('run {0}', run)),
  ];
  const shown =
    lines.length > mostLines
      ? [
          ...lines.slice(0, mostLines - 1),
          vscode.l10n.t('and {0} more', lines.length - mostLines + 1),
        ]
      : lines;
  const detail = [
    ...(nErrors === 0 ? [] : [vscode.l10n.t('{0} errors speak against this plan.', nErrors), '']),
    ...shown,
    '',
    vscode.l10n.t('It rolls back by itself after {0} seconds unless you keep it then.', seconds),
    vscode.l10n.t('Plan {0}', digest.slice(0, 12)),
  ].join('\n');
  const apply =
    nErrors === 0 ? vscode.l10n.t('Apply') : vscode.l10n.t('Apply Although Errors Stand');
  const question = vscode.l10n.t('Apply this plan to {0}?', host);
  return (
    (await vscode.window.showWarningMessage(question, { modal: true, detail }, apply)) === apply
  );
}

/** What became of a change, in one line. */
export function tellResult(host: string, result: HostApplyResult, show: () => void): void {
  const { outcome, why, differing, missing } = result;
  const isWhole = differing.length === 0 && missing.length === 0;
  const details = vscode.l10n.t('Show Details');
  const then = (chosen: string | undefined): void => {
    if (chosen === details) show();
  };
  switch (outcome) {
    case 'kept': {
      const text = isWhole
        ? vscode.l10n.t('{0}: the change is kept.', host)
        : vscode.l10n.t('{0}: the change is kept, but not all is as the files say.', host);
      if (isWhole) void vscode.window.showInformationMessage(text, details).then(then);
      else void vscode.window.showWarningMessage(text, details).then(then);
      return;
    }
    case 'rolled-back': {
      const text = vscode.l10n.t('{0}: rolled back. {1}', host, why);
      void vscode.window.showWarningMessage(text, details).then(then);
      return;
    }
    case 'not-started': {
      const text = vscode.l10n.t('{0}: nothing was done. {1}', host, why);
      void vscode.window.showErrorMessage(text, details).then(then);
      return;
    }
    case 'unknown': {
      void vscode.window.showErrorMessage(`${host}: ${why}`, details).then(then);
    }
  }
}
