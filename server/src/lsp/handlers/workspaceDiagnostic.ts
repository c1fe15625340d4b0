import {
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostic.ts';
import { resultIdOf } from '../resultId.ts';
import type { Session, View } from '../session.ts';

export function handleWorkspaceDiagnostic(
  session: Session,
  params: WorkspaceDiagnosticParams,
): WorkspaceDiagnosticReport {
  const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  const reports = session.files.allViews().map((view) => reportOf(session, view, previous));
  const reported = new Set(reports.map(({ uri }) => uri));
  const gone = [...previous.keys()].filter((uri) => !reported.has(uri)).map(emptyReport);
  return { items: [...reports, ...gone] };
}

function reportOf(
  session: Session,
  view: View,
  previous: ReadonlyMap<string, string>,
): WorkspaceDocumentDiagnosticReport {
  const { id: uri } = view.document.file;
  const items = diagnosticsOf(session, view);
  const resultId = resultIdOf(items);
  return previous.get(uri) === resultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version: null, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items };
}

/** A file that was removed keeps no findings. */
function emptyReport(uri: string): WorkspaceDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}
