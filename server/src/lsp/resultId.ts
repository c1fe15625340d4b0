/**
 * Names the contents of a diagnostic report, so that an unchanged one need not be sent again.
 * The name is made from the contents alone: the server remembers nothing.
 */
import { createHash } from 'node:crypto';
import type { Diagnostic } from 'vscode-languageserver/node';

export function resultIdOf(items: readonly Diagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(items)).digest('base64');
}
