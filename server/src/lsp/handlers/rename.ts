import {
  ErrorCodes,
  ResponseError,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { rename, renameable } from '../../ide/rename.ts';
import { toRange } from '../convert.ts';
import type { Session } from '../session.ts';
import { toWorkspaceEdit } from '../workspaceEdit.ts';
import { placeAt } from './references.ts';

export function handlePrepareRename(
  { files }: Session,
  params: PrepareRenameParams,
): PrepareRenameResult | null {
  const place = placeAt(files, params);
  const found = place === undefined ? undefined : renameable(place);
  return place === undefined || found === undefined
    ? null
    : { range: toRange(place.document.file, found.span), placeholder: found.text };
}

/** A name that cannot be is refused with a sentence that the client shows. */
export function handleRename(
  { files }: Session,
  params: RenameParams,
): WorkspaceEdit | ResponseError<void> | null {
  const view = files.view(params.textDocument.uri);
  const place = placeAt(files, params);
  const renaming = place === undefined ? undefined : rename(place, params.newName);
  if (view === undefined || renaming === undefined) return null;
  return renaming.kind === 'refused'
    ? new ResponseError(ErrorCodes.InvalidParams, renaming.reason)
    : toWorkspaceEdit(view, renaming.edits);
}
