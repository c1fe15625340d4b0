/** The texts of open documents, changed in place as the client sends edits. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfUri } from './uri.ts';

export interface OpenDocument {
  readonly uri: string;
  /** The path on this disk, else the URI itself. */
  readonly path: string;
  readonly isOnDisk: boolean;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

export interface OpenDocuments {
  readonly all: () => readonly OpenDocument[];
  readonly get: (uri: string) => OpenDocument | undefined;
  readonly open: (item: { uri: string; languageId: string; version: number; text: string }) => void;
  readonly change: (
    id: { uri: string; version: number },
    changes: readonly TextDocumentContentChangeEvent[],
  ) => void;
  readonly close: (uri: string) => void;
}

interface Entry {
  readonly document: TextDocument;
  readonly open: OpenDocument;
}

export function createOpenDocuments(): OpenDocuments {
  const entries = new Map<string, Entry>();
  const put = (document: TextDocument): void => {
    entries.set(document.uri, { document, open: toOpenDocument(document) });
  };
  return {
    all: () => [...entries.values()].map(({ open }) => open),
    get: (uri) => entries.get(uri)?.open,
    open: ({ uri, languageId, version, text }) =>
      put(TextDocument.create(uri, languageId, version, text)),
    change: ({ uri, version }, changes) => {
      const entry = entries.get(uri);
      if (entry !== undefined) put(TextDocument.update(entry.document, [...changes], version));
    },
    close: (uri) => {
      entries.delete(uri);
    },
  };
}

function toOpenDocument(document: TextDocument): OpenDocument {
  const path = pathOfUri(document.uri);
  return {
    uri: document.uri,
    path: path ?? document.uri,
    isOnDisk: path !== undefined,
    languageId: document.languageId,
    version: document.version,
    text: document.getText(),
  };
}
