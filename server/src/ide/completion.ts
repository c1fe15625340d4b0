/** What can stand at the cursor. Nothing is offered where the place is not understood. */
import type { Span } from '../base/span.ts';
import { completeIpCommand } from './completion/ipCommand.ts';
import type { Place } from './types.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'keyword' | 'link' | 'key' | 'value';
  readonly detail?: string;
  readonly doc?: string;
  /** What is replaced: the word that was begun. */
  readonly span: Span;
}

/** Candidates for the word at the cursor; the editor filters them by what was typed. */
export function completions(place: Place): readonly Completion[] {
  return completeIpCommand(place);
}
