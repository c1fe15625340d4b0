import {
  DocumentDiagnosticReportKind,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { diagnosticsOf } from '../diagnostic.ts';
import { resultIdOf } from '../resultId.ts';
import type { Session } from '../session.ts';

export function handleDiagnostic(
  session: Session,
  params: DocumentDiagnosticParams,
): DocumentDiagnosticReport {
  const view = session.files.view(params.textDocument.uri);
  const items = view === undefined ? [] : diagnosticsOf(session, view);
  const resultId = resultIdOf(items);
  return resultId === params.previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
