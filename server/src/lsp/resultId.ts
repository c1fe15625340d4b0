/**
 * Names the contents of a diagnostic report, so that an unchanged one need not be sent again.
 * The name is made from the contents alone: the server remembers nothing. FNV-1a twice, because loading a library
 * for it would cost more at start-up than all reports of a day.
 */
import type { Diagnostic } from 'vscode-languageserver/node';

export function resultIdOf(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  return `${text.length}-${hash(text, 0x811c_9dc5)}-${hash(text, 0x01c9_dc5f)}`;
}

function hash(text: string, start: number): string {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x0100_0193);
  return (value >>> 0).toString(16);
}
