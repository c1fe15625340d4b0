/**
 * Pushes diagnostics to clients that do not pull them.
 * All edits that arrived in one turn of the event loop make one publication; nothing ever waits for a timer.
 */
import { guardNotification } from './boundary.ts';
import { diagnosticsOf } from './diagnostic.ts';
import type { Session } from './session.ts';

export interface Publisher {
  /** Publishes for all open documents soon: an edit of one file can change the findings of another. */
  readonly schedule: () => void;
  /** Takes back the findings of a document that was closed. */
  readonly clear: (uri: string) => void;
}

export function createPublisher(session: Session): Publisher {
  const { connection, client, files } = session;
  if (client.pullsDiagnostics) return { schedule: () => undefined, clear: () => undefined };
  let isScheduled = false;
  const publish = guardNotification(connection, () => {
    isScheduled = false;
    for (const uri of files.openUris()) publishOne(session, uri);
  });
  return {
    schedule: () => {
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(publish, undefined);
    },
    clear: (uri) => {
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

function publishOne(session: Session, uri: string): void {
  const view = session.files.view(uri);
  const diagnostics = view === undefined ? [] : diagnosticsOf(session, view);
  const version = session.files.versionOf(uri);
  void session.connection.sendDiagnostics(
    version === undefined ? { uri, diagnostics } : { uri, version, diagnostics },
  );
}
