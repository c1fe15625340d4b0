/**
 * Names places of a host for people: a file below the host's root and a line.
 * Hovers and lenses say "where it is set" with it; findings carry spans instead.
 */
import type { Origin } from '../base/fact.ts';
import { positionAt } from '../base/lineIndex.ts';
import { codeSpan } from '../base/markdown.ts';
import { lineIndexOf } from '../base/sourceFile.ts';
import type { Document, Host } from '../host/model.ts';

/** `` `etc/sysctl.d/60-router.conf` line 3 `` in Markdown, or `line 3` within the file that the reader looks at. */
export function describePlace(host: Host, origin: Origin, reader: Document): string {
  const document = host.documents.find((one) => one.file.id === origin.file);
  if (document === undefined) return 'another file';
  const line = positionAt(lineIndexOf(document.file), origin.span.start).line + 1;
  return document.file.id === reader.file.id
    ? `line ${line}`
    : `${codeSpan(document.file.path)} line ${line}`;
}
