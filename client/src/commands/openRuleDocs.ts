/**
 * Command `routelens.openRuleDocs`: the page of a rule.
 * Argument, optional: the address of the page. Without it the findings at the cursor are asked for theirs.
 */
import * as vscode from 'vscode';
import type { CommandSurroundings } from './surroundings.ts';

interface RulePage {
  readonly label: string;
  readonly detail: string;
  readonly target: vscode.Uri;
}

export async function openRuleDocs(
  _: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  const [address] = args;
  const target = typeof address === 'string' ? vscode.Uri.parse(address, true) : await choosePage();
  if (target !== undefined) await vscode.env.openExternal(target);
}

async function choosePage(): Promise<vscode.Uri | undefined> {
  const pages = pagesAtCursor();
  const [first] = pages;
  if (first === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no finding of RouteLens at the cursor'),
    );
    return undefined;
  }
  if (pages.length === 1) return first.target;
  const chosen = await vscode.window.showQuickPick(pages, {
    placeHolder: vscode.l10n.t('Which rule?'),
  });
  return chosen?.target;
}

/** The rules of all findings on the line of the cursor, each once. */
function pagesAtCursor(): RulePage[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return [];
  const { line } = editor.selection.active;
  const pages = new Map<string, RulePage>();
  for (const finding of vscode.languages.getDiagnostics(editor.document.uri)) {
    const { code, range } = finding;
    if (finding.source !== 'routelens' || typeof code !== 'object') continue;
    if (line < range.start.line || line > range.end.line) continue;
    pages.set(String(code.value), {
      label: String(code.value),
      detail: finding.message,
      target: code.target,
    });
  }
  return [...pages.values()];
}
