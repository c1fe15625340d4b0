/** What the server announces. One line a feature; a feature that is not here is not reachable. */
import {
  CodeActionKind,
  TextDocumentSyncKind,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { fixAllKind } from './handlers/codeAction.ts';
import { showRulePage } from './handlers/executeCommand.ts';
import { tokenLegend } from './handlers/semanticTokens.ts';

export const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: {
    openClose: true,
    change: TextDocumentSyncKind.Incremental,
    save: { includeText: false },
  },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  selectionRangeProvider: true,
  completionProvider: { triggerCharacters: [' ', '-', '[', '{'] },
  signatureHelpProvider: { triggerCharacters: [' '] },
  semanticTokensProvider: { legend: tokenLegend, full: true },
  inlayHintProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  executeCommandProvider: { commands: [showRulePage] },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  diagnosticProvider: {
    identifier: 'routelens',
    interFileDependencies: true,
    workspaceDiagnostics: true,
  },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
