/** Wires the methods of the protocol to their handlers. Every handler runs behind the catch boundary. */
import type { Connection, InitializeParams, InitializeResult } from 'vscode-languageserver/node';
import { guardRequest, takeOneParameter } from './boundary.ts';
import { capabilities } from './capabilities.ts';
import { createFileStore } from './fileStore.ts';
import { handleCodeAction } from './handlers/codeAction.ts';
import { handleCodeLens } from './handlers/codeLens.ts';
import { handleCompletion } from './handlers/completion.ts';
import { handleDiagnostic } from './handlers/diagnostic.ts';
import { handleDocumentSymbol } from './handlers/documentSymbol.ts';
import { handleEffectiveNetplan } from './handlers/effectiveNetplan.ts';
import { handleTablesAfter } from './handlers/tablesAfter.ts';
import { handleExecuteCommand } from './handlers/executeCommand.ts';
import { handleFoldingRange } from './handlers/foldingRange.ts';
import { handleHover } from './handlers/hover.ts';
import { handleInlayHint } from './handlers/inlayHint.ts';
import { handlePreview } from './handlers/preview.ts';
import {
  handleDefinition,
  handleDocumentHighlight,
  handleReferences,
} from './handlers/references.ts';
import { handlePrepareRename, handleRename } from './handlers/rename.ts';
import { handleSelectionRange } from './handlers/selectionRange.ts';
import { handleSemanticTokens } from './handlers/semanticTokens.ts';
import { handleSignatureHelp } from './handlers/signatureHelp.ts';
import { handleWorkspaceDiagnostic } from './handlers/workspaceDiagnostic.ts';
import { handleWorkspaceSymbol } from './handlers/workspaceSymbol.ts';
import { registerHosts } from './hosts/register.ts';
import type { Remote } from './hosts/remoteModule.ts';
import { createPublisher } from './publisher.ts';
import { readClientFeatures, type Session } from './session.ts';
import { readSettings } from './settings.ts';
import { syncChanges } from './syncChanges.ts';
import { syncDocuments } from './syncDocuments.ts';
import { version } from './version.ts';

/** Answers `initialize`, then registers everything else for this client. */
export function startServer(connection: Connection, loadRemote: () => Remote): void {
  connection.onInitialize((params) => initialize(connection, params, loadRemote));
  connection.listen();
}

function initialize(
  connection: Connection,
  params: InitializeParams,
  loadRemote: () => Remote,
): InitializeResult {
  const files = createFileStore();
  const session: Session = { connection, files, client: readClientFeatures(params.capabilities) };
  files.setFolders((params.workspaceFolders ?? []).map(({ uri }) => uri));
  files.setSettings(readSettings(params.initializationOptions));
  const publisher = createPublisher(session);
  answerRequests(session);
  registerHosts(session, {
    loadRemote,
    pullSettings: async () => {
      if (session.client.answersConfiguration)
        files.setSettings(readSettings(await connection.workspace.getConfiguration('routelens')));
    },
  });
  syncDocuments(session, { files, publisher });
  syncChanges(session, { files, publisher });
  return { capabilities, serverInfo: { name: 'routelens', version } };
}

function answerRequests(session: Session): void {
  const { connection } = session;
  const answer = <P, R>(empty: R, handle: (session: Session, params: P) => R) =>
    guardRequest(connection, empty, (params: P) => handle(session, params));
  connection.onHover(answer(null, handleHover));
  connection.onCompletion(answer(null, handleCompletion));
  connection.onCodeLens(answer(null, handleCodeLens));
  connection.onCodeAction(answer(null, handleCodeAction));
  connection.onDocumentSymbol(answer(null, handleDocumentSymbol));
  connection.onFoldingRanges(answer(null, handleFoldingRange));
  connection.onDefinition(answer(null, handleDefinition));
  connection.onReferences(answer(null, handleReferences));
  connection.onDocumentHighlight(answer(null, handleDocumentHighlight));
  connection.onPrepareRename(answer(null, handlePrepareRename));
  connection.onRenameRequest(answer(null, handleRename));
  connection.onSelectionRanges(answer(null, handleSelectionRange));
  connection.onSignatureHelp(answer(null, handleSignatureHelp));
  connection.onWorkspaceSymbol(answer([], handleWorkspaceSymbol));
  connection.languages.semanticTokens.on(answer({ data: [] }, handleSemanticTokens));
  connection.onExecuteCommand(answer(null, handleExecuteCommand));
  connection.languages.diagnostics.on(answer({ kind: 'full', items: [] }, handleDiagnostic));
  connection.languages.diagnostics.onWorkspace(answer({ items: [] }, handleWorkspaceDiagnostic));
  connection.languages.inlayHint.on(answer(null, handleInlayHint));
  connection.onRequest('routelens/preview', takeOneParameter(answer(null, handlePreview)));
  connection.onRequest('routelens/effectiveNetplan', answer(null, handleEffectiveNetplan));
  connection.onRequest('routelens/tablesAfter', takeOneParameter(answer(null, handleTablesAfter)));
}
