/**
 * Fixes for values that are spelled wrongly: a word of a list, the id of a definition.
 * Invariant: what is offered is what netplan takes at that place, and no other word is as near.
 */
import type { Span } from '../../base/span.ts';
import type { Host } from '../../host/model.ts';
import { nearestKey } from '../../netplan/unknownKey.ts';
import type { Finding } from '../../rules/define.ts';
import type { CodeAction } from '../codeActions.ts';
import { isSameSpot } from '../diagnostics.ts';
import { definitionsWith, type NetplanDocument } from './definitions.ts';
import { stepsAt } from './walk.ts';
import { wordsOf } from './words.ts';

/** The fixes of refused values that touch `span`. */
export function wordFixes(
  host: Host,
  document: NetplanDocument,
  { findings, span }: { readonly findings: readonly Finding[]; readonly span: Span },
): readonly CodeAction[] {
  const { id, text } = document.file;
  return findings
    .filter(({ origin, fixes }) => fixes.length === 0 && isSameSpot(origin, id, span))
    .flatMap((finding) => {
      const { span: place } = finding.origin;
      const written = text.slice(place.start, place.end);
      const near = nearestKey(written, candidatesFor(host, document, finding));
      if (near === undefined || near === written) return [];
      const edits = [{ file: id, edits: [{ span: place, newText: near }] }];
      return [{ kind: 'fix', title: `Change to ${near}`, isPreferred: false, finding, edits }];
    });
}

function candidatesFor(
  host: Host,
  document: NetplanDocument,
  { rule, origin }: Finding,
): readonly string[] {
  if (rule === 'netplan-undefined-reference')
    return definitionsWith(host, document).map((definition) => definition.id);
  if (rule !== 'netplan-invalid-value') return [];
  const steps = stepsAt(document.yaml, origin.span.start)?.steps ?? [];
  const key = steps.findLast((step) => step.kind === 'key');
  return key === undefined ? [] : wordsOf(key.row).map(({ word }) => word);
}
