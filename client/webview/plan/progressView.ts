/** What happens to a plan: the steps, the countdown with its two buttons, and the result as the host told it. Pure. */
import type { PlanState } from '../../src/hosts/planMessages.ts';
import type { PlanStrings } from '../../src/hosts/planStrings.ts';
import { fill } from '../../src/preview/strings.ts';
import { escape, sentence } from '../markup.ts';

export function progressView(state: PlanState, strings: PlanStrings): string {
  if (state.phase === 'planned') return '';
  const parts = [
    state.phase === 'done' ? resultView(state, strings) : countdownView(state, strings),
    stepsView(state, strings),
  ];
  return parts.join('\n');
}

function countdownView({ phase, endsAt }: PlanState, strings: PlanStrings): string {
  const left =
    endsAt === null
      ? ''
      : `<p class="countdown" role="timer" data-ends="${endsAt}" data-text="${escape(strings.rollsBackIn)}"></p>`;
  const buttons =
    phase === 'asking'
      ? `<button class="primary" data-action="keep">${escape(strings.keep)}</button>
<button data-action="rollBack">${escape(strings.rollBack)}</button>`
      : '';
  const question = phase === 'asking' ? `<p class="question">${escape(strings.works)}</p>` : '';
  return `<section class="going" aria-live="polite">${question}${left}<div class="buttons">${buttons}</div></section>`;
}

function stepsView({ steps, phase }: PlanState, strings: PlanStrings): string {
  const items = steps.map(
    ({ text, isBad }) => `<li class="${isBad ? 'bad' : 'good'}">${escape(text)}</li>`,
  );
  const busy = phase === 'applying' || phase === 'deciding' ? '<li class="busy">…</li>' : '';
  return `<h3>${escape(strings.progressTitle)}</h3>\n<ol class="steps">${items.join('\n')}${busy}</ol>`;
}

function resultView({ result, failure }: PlanState, strings: PlanStrings): string {
  const again = `<div class="buttons"><button data-action="again">${escape(strings.again)}</button></div>`;
  if (result === null)
    return `<section class="banner bad" role="status"><p class="question">${sentence(fill(strings.failed, failure ?? ''))}</p>${again}</section>`;
  const { outcome, why, differing, missing, log } = result;
  const isGood = outcome === 'kept' && differing.length === 0 && missing.length === 0;
  const words = {
    kept: strings.kept,
    'rolled-back': fill(strings.rolledBack, why),
    'not-started': fill(strings.notStarted, why),
    unknown: fill(strings.unknown, why),
  };
  const proof = outcome === 'kept' ? strings.filesAsPlanned : strings.filesAsBefore;
  const isDecided = outcome === 'kept' || outcome === 'rolled-back';
  return `<section class="banner ${isGood ? 'good' : 'bad'}" role="status">
<p class="question">${escape(words[outcome])}</p>
${isDecided && differing.length === 0 ? `<p>${escape(proof)}</p>` : ''}
${outcome === 'kept' && missing.length === 0 ? `<p>${escape(strings.running)}</p>` : ''}
${listOf(strings.differing, differing)}
${listOf(strings.missing, missing)}
${log.length === 0 ? '' : `<details><summary>${escape(strings.log)}</summary><pre>${escape(log.join('\n'))}</pre></details>`}
${again}
</section>`;
}

function listOf(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<p>${escape(title)}</p><ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`;
}
