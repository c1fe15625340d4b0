/** The syntax of files that scripts source, kept as long as the file is the same object. */
import type { Script } from './adapter.ts';
import { withinLength, withoutNul } from './readable.ts';
import type { Source } from './source.ts';
import { withoutCarriageReturns } from './source.ts';
import { surveyScript } from './survey.ts';
import type { Survey } from './survey.ts';
import { parseTolerantly } from './tolerant.ts';
import type { SourcedFile } from './types.ts';

export interface SourcedSyntax {
  readonly body: Script;
  readonly source: Source;
  readonly survey: Survey;
}

const read = new WeakMap<SourcedFile, SourcedSyntax>();

/** Parses a sourced file; the same object gives the same answer. */
export function readSourced(file: SourcedFile): SourcedSyntax {
  const known = read.get(file);
  if (known !== undefined) return known;
  const plain = withoutCarriageReturns(withinLength(file.text).text);
  const whole = withoutNul(plain.text);
  const tolerant = parseTolerantly(whole.text);
  const syntax: SourcedSyntax = {
    body: tolerant.syntax,
    source: {
      text: tolerant.text,
      locate: plain.locate,
      file: file.id,
      fileText: file.text,
      broken: [...tolerant.broken, ...whole.broken],
    },
    survey: surveyScript(tolerant.syntax),
  };
  read.set(file, syntax);
  return syntax;
}
