/** `$(…)` and `<(…)`: the commands inside run apart; what they write is known where every one of them is known. */
import { unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import type { WordPart } from './adapter.ts';
import { limits, spend } from './budget.ts';
import { walkList } from './evaluator.ts';
import { slicePieces, textOf, unknownPiece } from './pieces.ts';
import { apart } from './session.ts';
import { documentOf } from './output.ts';
import type { Outcome, Scope, Sink } from './session.ts';
import type { HereDocument, HerePiece } from './types.ts';

type Substitution = Extract<WordPart, { type: 'CommandExpansion' | 'ProcessSubstitution' }>;

/** The output of a substitution, without the line ends that close it. */
export function expandSubstitution(
  part: Substitution,
  span: Span,
  scope: Scope,
): readonly HerePiece[] {
  const isOutput = part.type === 'CommandExpansion';
  const { sink, outcome } = runSubstitution(part, span, scope);
  if (isOutput && outcome !== undefined)
    scope.session.substitution = outcome === 'gone' ? 'unsure' : outcome;
  const output = isOutput && sink.known ? withoutLineEnds(sink.pieces) : undefined;
  if (output !== undefined && output.length < limits.pieces) {
    spend(scope.session.budget, 0, textOf(output).length);
    return output;
  }
  return [unknownPiece(unknown(`it is the output of \`${shorten(part.text)}\``), span)];
}

/** What `< <(…)` gives a command to read, where all of it is known. */
export function processInput(
  part: Substitution,
  span: Span,
  scope: Scope,
): HereDocument | undefined {
  const { sink } = runSubstitution(part, span, scope);
  if (!sink.known || sink.pieces.length >= limits.pieces) return undefined;
  spend(scope.session.budget, 0, textOf(sink.pieces).length);
  return documentOf(sink, span);
}

function runSubstitution(
  { script, type, operator }: Substitution & { readonly operator?: string },
  span: Span,
  scope: Scope,
): { readonly sink: Sink; readonly outcome: Outcome | undefined } {
  const isOutput = type === 'CommandExpansion';
  const sink: Sink = { pieces: [], known: true, uncertainty: scope.uncertainty };
  if (script === undefined) {
    sink.known = false;
    return { sink, outcome: undefined };
  }
  const source =
    script.source === undefined
      ? scope.source
      : { ...scope.source, text: script.source, broken: [], locate: () => span };
  const outcome = walkList(script, {
    ...apart(scope),
    source,
    sink: isOutput || operator === '<' ? sink : undefined,
    output: undefined,
    captured: isOutput,
    guarded: false,
  });
  if (isOutput && readsFile(script)) sink.known = false;
  return { sink, outcome };
}

/** `$(< FILE)`: what the file holds (Bash manual, 3.5.4). */
function readsFile({ commands: [first, ...others] }: NonNullable<Substitution['script']>): boolean {
  const command = first?.command;
  if (command?.type !== 'Command' || command.name !== undefined || others.length > 0) return false;
  return command.prefix.some(
    (part) => part.type !== 'Assignment' && part.type !== 'HereDoc' && part.operator === '<',
  );
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
