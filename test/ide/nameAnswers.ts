/** What references and rename answer, as text. */
import { applyEdits } from '../../server/src/base/edit.ts';
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import { definitionsOf, referencesOf } from '../../server/src/ide/references.ts';
import { rename } from '../../server/src/ide/rename.ts';
import { placeOf } from './answers.ts';

/** `file:line text` of each place of the name at the cursor; `=` before the text marks a definition. */
export function places(source: string): readonly string[] {
  const place = placeOf(source);
  const definitions = definitionsOf(place);
  return referencesOf(place, { withDefinitions: true }).map((origin) => {
    const { file, span } = origin;
    const text = place.host.documents.find((one) => one.file.id === file)?.file.text ?? '';
    const line = positionAt(createLineIndex(text), span.start).line + 1;
    const isDefinition = definitions.some(
      (one) => one.file === file && one.span.start === span.start,
    );
    return `${file}:${line} ${isDefinition ? '=' : ''}${text.slice(span.start, span.end)}`;
  });
}

/** All files after a rename at the cursor, or why it is refused. */
export function renamed(source: string, name: string): string | undefined {
  const place = placeOf(source);
  const renaming = rename(place, name);
  if (renaming === undefined || renaming.kind === 'refused') return renaming?.reason;
  return place.host.documents
    .map(({ file }) =>
      applyEdits(
        file.text,
        renaming.edits.filter((edit) => edit.file === file.id).flatMap(({ edits }) => edits),
      ),
    )
    .map((text) => text.trimEnd())
    .join('\n---\n');
}
