import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver/node';
import { codeActions, fixAll, type CodeAction as IdeCodeAction } from '../../ide/codeActions.ts';
import { syntaxFixes } from '../../ide/netplan/syntaxFixes.ts';
import { wordFixes } from '../../ide/netplan/wordFixes.ts';
import { toSpan } from '../convert.ts';
import { toDiagnostic } from '../diagnostic.ts';
import type { Session, View } from '../session.ts';
import { toWorkspaceEdit } from '../workspaceEdit.ts';
import { showRulePage } from './executeCommand.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.routelens`;

export function handleCodeAction(
  session: Session,
  { textDocument, range, context }: CodeActionParams,
): CodeAction[] {
  const view = session.files.view(textDocument.uri);
  if (view === undefined) return [];
  const { file } = view.document;
  const all = wants(context.only, fixAllKind) ? fixAll(view.findings, file.id) : undefined;
  const fixes = wants(context.only, CodeActionKind.QuickFix)
    ? [...netplanFixes(view, range), ...codeActions(view.findings, file.id, toSpan(file, range))]
    : [];
  return [...fixes, ...(all === undefined ? [] : [all])].flatMap((action) =>
    toCodeAction(session, view, action),
  );
}

/** Fixes that are made when somebody asks, because making them costs more than finding what is wrong. */
function netplanFixes(
  { host, document, findings }: View,
  range: CodeActionParams['range'],
): readonly IdeCodeAction[] {
  if (document.kind !== 'netplan') return [];
  const span = toSpan(document.file, range);
  return [
    ...syntaxFixes(document, findings, span),
    ...wordFixes(host, document, { findings, span }),
  ];
}

/** A kind is wanted if nothing, itself or a kind above it is asked for. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

function toCodeAction(session: Session, view: View, action: IdeCodeAction): CodeAction[] {
  const { title } = action;
  switch (action.kind) {
    case 'fix':
      return [
        {
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: action.isPreferred,
          diagnostics: [toDiagnostic(session, view, action.finding)],
          edit: toWorkspaceEdit(view, action.edits),
        },
      ];
    case 'fix-all':
      return [{ title, kind: fixAllKind, edit: toWorkspaceEdit(view, action.edits) }];
    case 'page':
      if (!session.client.showsDocuments) return [];
      return [
        {
          title,
          kind: CodeActionKind.QuickFix,
          command: { title, command: showRulePage, arguments: [action.page] },
        },
      ];
  }
}
