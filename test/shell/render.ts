/** A script as text, one line a command, for tests. */
import { isUnknown } from '../../server/src/base/fact.ts';
import type { HereDocument, ShellCommand, ShellWord } from '../../server/src/shell/types.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

/** `name | words | context`; an unknown word is `?symbol`, or `?` without one. */
export function renderShell(text: string): string[] {
  return parseShell(text).commands.map(renderCommand);
}

export function renderCommand(command: ShellCommand): string {
  const context = Object.entries(command.context).flatMap(([key, value]) =>
    value === false ? [] : [value === true ? key : `${key}=${isUnknown(value) ? '?' : value}`],
  );
  const input =
    command.input === undefined ? [] : [`input ${JSON.stringify(renderPieces(command.input))}`];
  return [
    command.words.map(renderWord).join(' '),
    ...(context.length === 0 ? [] : [context.join(' ')]),
    ...input,
  ].join(' | ');
}

export function renderWord(word: ShellWord): string {
  if (!isUnknown(word.value))
    return word.value === '' || /\s/.test(word.value) ? JSON.stringify(word.value) : word.value;
  return `?${word.value.symbol ?? ''}${word.several === true ? '*' : ''}`;
}

export function renderPieces(document: HereDocument): string {
  return document.pieces
    .map((piece) => (piece.unknown === undefined ? piece.text : `?${piece.unknown.symbol ?? ''}`))
    .join('');
}
