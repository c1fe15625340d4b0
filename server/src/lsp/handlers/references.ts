import {
  DocumentHighlightKind,
  type DefinitionParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type Location,
  type ReferenceParams,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import type { Origin } from '../../base/fact.ts';
import { definitionsOf, highlightsOf, referencesOf } from '../../ide/references.ts';
import type { Place } from '../../ide/types.ts';
import { toOffset, toRange } from '../convert.ts';
import { fileIn, type Session } from '../session.ts';

export function handleDefinition({ files }: Session, params: DefinitionParams): Location[] {
  const place = placeAt(files, params);
  return place === undefined ? [] : toLocations(place, definitionsOf(place));
}

export function handleReferences({ files }: Session, params: ReferenceParams): Location[] {
  const place = placeAt(files, params);
  if (place === undefined) return [];
  const withDefinitions = params.context.includeDeclaration;
  return toLocations(place, referencesOf(place, { withDefinitions }));
}

export function handleDocumentHighlight(
  { files }: Session,
  params: DocumentHighlightParams,
): DocumentHighlight[] {
  const place = placeAt(files, params);
  if (place === undefined) return [];
  return highlightsOf(place).map(({ span, kind }) => ({
    range: toRange(place.document.file, span),
    kind: kind === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** The place that a request points at. */
export function placeAt(
  files: Session['files'],
  { textDocument, position }: TextDocumentPositionParams,
): Place | undefined {
  const view = files.view(textDocument.uri);
  if (view === undefined) return undefined;
  const { host, document } = view;
  return { host, document, offset: toOffset(document.file, position) };
}

function toLocations({ host }: Place, origins: readonly Origin[]): Location[] {
  return origins.flatMap(({ file: id, span }) => {
    const file = fileIn(host, id);
    return file === undefined ? [] : [{ uri: id, range: toRange(file, span) }];
  });
}
