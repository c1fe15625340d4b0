import {
  ErrorCodes,
  ResponseError,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { rename, renameable } from '../../ide/netplan/rename.ts';
import { toOffset, toRange } from '../convert.ts';
import type { Session } from '../session.ts';
import { toWorkspaceEdit } from '../workspaceEdit.ts';

export function handlePrepareRename(
  { files }: Session,
  { textDocument, position }: PrepareRenameParams,
): PrepareRenameResult | null {
  const document = files.view(textDocument.uri)?.document;
  if (document?.kind !== 'netplan') return null;
  const found = renameable(document, toOffset(document.file, position));
  return found === undefined
    ? null
    : { range: toRange(document.file, found.span), placeholder: found.id };
}

/** A name that cannot be is refused with a sentence that the client shows. */
export function handleRename(
  { files }: Session,
  { textDocument, position, newName }: RenameParams,
): WorkspaceEdit | ResponseError<void> | null {
  const view = files.view(textDocument.uri);
  if (view?.document.kind !== 'netplan') return null;
  const { host, document } = view;
  const place = { host, document: view.document, offset: toOffset(document.file, position) };
  const renaming = rename(place, newName);
  if (renaming === undefined) return null;
  return renaming.kind === 'refused'
    ? new ResponseError(ErrorCodes.InvalidParams, renaming.reason)
    : toWorkspaceEdit(view, renaming.edits);
}
