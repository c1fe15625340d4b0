/** Findings as diagnostics of the protocol. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
} from 'vscode-languageserver/node';
import { assertNever } from '../base/assertNever.ts';
import { describeFinding } from '../ide/diagnostics.ts';
import type { Finding, Related, Severity } from '../rules/define.ts';
import { toRange } from './convert.ts';
import { fileIn, type Session, type View } from './session.ts';

/** The diagnostics of the file of a view. */
export function diagnosticsOf(session: Session, view: View): Diagnostic[] {
  const { id } = view.document.file;
  return view.findings
    .filter(({ origin }) => origin.file === id)
    .map((finding) => toDiagnostic(session, view, finding));
}

export function toDiagnostic(
  { client }: Pick<Session, 'client'>,
  { host, document }: View,
  finding: Finding,
): Diagnostic {
  const { text, markdown, page } = describeFinding(finding);
  const diagnostic: Diagnostic = {
    range: toRange(document.file, finding.origin.span),
    severity: toSeverity(finding.severity),
    source: 'routelens',
    code: finding.rule,
    codeDescription: { href: page },
    message: client.markdownDiagnostics ? { kind: 'markdown', value: markdown } : text,
  };
  const tags = finding.tags.map((tag) =>
    tag === 'unnecessary' ? DiagnosticTag.Unnecessary : DiagnosticTag.Deprecated,
  );
  if (tags.length > 0) diagnostic.tags = tags;
  const related = client.relatedInformation
    ? finding.related.flatMap((place) => toRelated(host, place))
    : [];
  if (related.length > 0) diagnostic.relatedInformation = related;
  return diagnostic;
}

function toRelated(
  host: View['host'],
  { origin, message }: Related,
): DiagnosticRelatedInformation[] {
  const file = fileIn(host, origin.file);
  return file === undefined
    ? []
    : [{ location: { uri: file.id, range: toRange(file, origin.span) }, message }];
}

function toSeverity(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'information':
      return DiagnosticSeverity.Information;
    case 'hint':
      return DiagnosticSeverity.Hint;
    default:
      return assertNever(severity);
  }
}
