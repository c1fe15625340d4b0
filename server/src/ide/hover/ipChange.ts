/** The hover on program, object and verb of an `ip` command: what the command changes in the state that it meets. */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import { stepsOf } from '../../host/commands.ts';
import { stateAfter } from '../../host/machine/stateAfter.ts';
import { roleAt } from '../ipWords.ts';
import { describeChanges } from '../machine/changes.ts';
import type { Hover, Place } from '../types.ts';

export function hoverIpChange({ host, document, offset }: Place): Hover | undefined {
  const step = stepsOf(document).find(
    ({ command, ip }) => ip !== undefined && touchesSpan(command.span, offset),
  );
  const word = step?.command.words.find(({ span }) => touchesSpan(span, offset));
  if (step?.ip === undefined || word === undefined) return undefined;
  const { kind } = roleAt(step.command, word);
  if (kind !== 'program' && kind !== 'object' && kind !== 'verb') return undefined;
  const state = stateAfter(host, document, step.ip.span.start);
  if (state?.last?.command.span.start !== step.ip.span.start) return undefined;
  const { refusal, isCertain } = state.last;
  if (refusal !== undefined) {
    const when = isCertain ? 'The kernel refuses this' : 'If it runs, the kernel refuses this';
    return { span: word.span, markdown: `${when}: ${codeSpan(refusal.says)}` };
  }
  const lines = describeChanges(state.changes);
  if (lines.length === 0) return undefined;
  return { span: word.span, markdown: lines.join('\n\n') };
}
