import type { ExecuteCommandParams } from 'vscode-languageserver/node';
import type { Session } from '../session.ts';

/** Opens the page of a rule; the argument is its address. */
export const showRulePage = 'routelens.showRulePage';

export function handleExecuteCommand(
  { connection }: Session,
  { command, arguments: [page] = [] }: ExecuteCommandParams,
): null {
  if (command === showRulePage && typeof page === 'string' && page.startsWith('https://')) {
    void connection.window.showDocument({ uri: page, external: true });
  }
  return null;
}
