/** Annotated texts to answers of the editor features, as texts to read: the only caller of these features in the tests. */
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import { codeLenses } from '../../server/src/ide/codeLens.ts';
import { completions } from '../../server/src/ide/completion.ts';
import { hover } from '../../server/src/ide/hover/hover.ts';
import type { Place } from '../../server/src/ide/types.ts';
import type { Document, Host } from '../../server/src/host/model.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { dedent, readFixture } from '../support/fixture.ts';

/** The host of a fixture, the document with the cursor (or the first one), and the cursor. */
export function placeOf(source: string): Place {
  const fixture = readFixture(dedent(source));
  const host = hostOfFixture(fixture);
  const path = fixture.cursor?.path ?? fixture.files[0]?.path;
  return { host, document: documentOf(host, path), offset: fixture.cursor?.start ?? 0 };
}

/** The Markdown of the hover at the cursor, or `nothing`. */
export function hoverAt(source: string): string {
  return hover(placeOf(source))?.markdown ?? 'nothing';
}

/** One line for each lens: line of the document, title. */
export function lensesOf(source: string): readonly string[] {
  const { host, document } = placeOf(source);
  const index = createLineIndex(document.file.text);
  return codeLenses(host, document).map(
    ({ span, title }) => `${positionAt(index, span.start).line + 1}: ${title}`,
  );
}

/** Labels of the completion at the cursor. */
export function completionsAt(source: string): readonly string[] {
  return completions(placeOf(source)).map(({ label }) => label);
}

function documentOf(host: Host, path: string | undefined): Document {
  const document = host.documents.find(({ file }) => file.id === path);
  if (document === undefined) throw new Error(`the fixture has no file ${path}`);
  return document;
}
