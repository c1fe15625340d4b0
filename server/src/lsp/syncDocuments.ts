/** Texts of open documents, as the client edits them. */
import { guardNotification } from './boundary.ts';
import type { FileStore } from './fileStore.ts';
import type { Publisher } from './publisher.ts';
import type { Session } from './session.ts';

export interface Sync {
  readonly files: FileStore;
  readonly publisher: Publisher;
}

export function syncDocuments({ connection, client }: Session, { files, publisher }: Sync): void {
  connection.onDidOpenTextDocument(
    guardNotification(connection, ({ textDocument }) => {
      if (!client.watchesFiles) files.forgetDisk();
      files.open(textDocument);
      publisher.schedule();
    }),
  );
  connection.onDidChangeTextDocument(
    guardNotification(connection, ({ textDocument, contentChanges }) => {
      files.change(textDocument, contentChanges);
      publisher.schedule();
    }),
  );
  connection.onDidCloseTextDocument(
    guardNotification(connection, ({ textDocument: { uri } }) => {
      files.close(uri);
      if (!client.watchesFiles) files.forgetDisk();
      publisher.clear(uri);
      publisher.schedule();
    }),
  );
  connection.onDidSaveTextDocument(
    guardNotification(connection, () => {
      if (!client.watchesFiles) files.forgetDisk();
    }),
  );
}
