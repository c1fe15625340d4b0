/**
 * What netplan prints for a refusal of libyaml. It guesses the cause from the character that the scanner stands on and from
 * the state of the parser (parser_error of netplan 1.2, src/error.c), so its words are often about something else.
 */
import type { Parser } from './parser.ts';
import type { Refusal } from './scanner.ts';

export function netplanWords({ scanner, isAtBlockKey }: Parser, { message }: Refusal): string {
  const { text, at } = scanner;
  const letter = text[at];
  if (letter === '\t') return 'tabs are not allowed for indent';
  // The end of a line that is not empty: netplan has cut the line off by then, to show it.
  const isCut = letter === '\n' && at > 0 && text[at - 1] !== '\n';
  if ((letter === ' ' || letter === undefined || isCut) && !scanner.isAvailable)
    return 'aliases are not supported';
  return isAtBlockKey ? 'inconsistent indentation' : message;
}
