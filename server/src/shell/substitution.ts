/** `$(…)` and `<(…)`: the commands inside run apart; what they write is known where every one of them is known. */
import { unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { WordPart } from './adapter.ts';
import { limits, spend } from './budget.ts';
import { walkList } from './evaluator.ts';
import { slicePieces, textOf, unknownPiece } from './pieces.ts';
import { apart } from './session.ts';
import type { Scope, Sink } from './session.ts';
import type { HerePiece } from './types.ts';

type Substitution = Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>;

/** The output of a substitution, without the line ends that close it. */
export function expandSubstitution(
  part: Substitution,
  span: Span,
  scope: Scope,
): readonly HerePiece[] {
  const { script } = part;
  const isOutput = part.type === 'CommandExpansion';
  const sink: Sink = { pieces: [], known: true, uncertainty: scope.uncertainty };
  if (script === undefined) sink.known = false;
  else {
    const source =
      script.source === undefined
        ? scope.source
        : { ...scope.source, text: script.source, broken: [], locate: () => span };
    const outcome = walkList(script, {
      ...apart(scope),
      source,
      sink: isOutput ? sink : undefined,
      output: undefined,
      captured: isOutput,
      guarded: false,
    });
    if (isOutput) scope.session.substitution = outcome === 'gone' ? 'unsure' : outcome;
  }
  const output = isOutput && sink.known ? withoutLineEnds(sink.pieces) : undefined;
  if (output !== undefined && output.length < limits.pieces) {
    spend(scope.session.budget, 0, textOf(output).length);
    return output;
  }
  return [unknownPiece(unknown(`it is the output of \`${shorten(part.text)}\``), span)];
}

function withoutLineEnds(pieces: readonly HerePiece[]): readonly HerePiece[] {
  const text = textOf(pieces);
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return slicePieces(pieces, 0, end);
}

function shorten(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length <= 40 ? flat : `${flat.slice(0, 37)}…`;
}
