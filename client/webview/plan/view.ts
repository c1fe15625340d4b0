/** The page of a plan as HTML: what would be done, what speaks against it, what happens, and what became of it. Pure. */
import type { PlanState } from '../../src/hosts/planMessages.ts';
import type { PlanStrings } from '../../src/hosts/planStrings.ts';
import { fill } from '../../src/preview/strings.ts';
import { escape, sentence } from '../markup.ts';
import { progressView } from './progressView.ts';

export function planView(state: PlanState, strings: PlanStrings): string {
  const { plan } = state;
  const { facts, host, digest } = plan;
  const netplan = facts.netplan === null ? strings.noNetplan : `netplan ${facts.netplan}`;
  return [
    `<p class="eyebrow">${escape(`${facts.release} · Linux ${facts.kernel} · ${netplan}`)}</p>`,
    `<h2>${escape(fill(strings.title, host))}</h2>`,
    progressView(state, strings),
    state.phase === 'planned' ? actionsView(state, strings) : '',
    warningsView(state, strings),
    filesView(state, strings),
    listView(strings.runsTitle, plan.runs),
    listView(strings.probesTitle, plan.probes),
    `<p class="status">${escape(fill(strings.digest, digest.slice(0, 12)))}</p>`,
  ].join('\n');
}

function isEmpty({ plan }: PlanState): boolean {
  return plan.files.length === 0 && plan.runs.length === 0;
}

function actionsView(state: PlanState, strings: PlanStrings): string {
  if (isEmpty(state)) return `<p class="banner">${escape(strings.nothing)}</p>`;
  const { host, seconds } = state.plan;
  return `<div class="actions">
<button class="primary" data-action="apply">${escape(fill(strings.apply, host))}</button>
<button data-action="again">${escape(strings.again)}</button>
<p>${escape(fill(strings.promise, seconds))}</p>
</div>`;
}

const signs = { error: '✕', warning: '!', information: 'i' } as const;

function warningsView(state: PlanState, strings: PlanStrings): string {
  const { warnings } = state.plan;
  if (isEmpty(state) && warnings.length === 0) return '';
  if (warnings.length === 0) return `<p class="quiet-line">${escape(strings.noWarnings)}</p>`;
  const items = warnings.map(({ severity, text, details }) => {
    const list = details.map((detail) => `<li><code>${escape(detail)}</code></li>`).join('');
    return `<li class="finding ${severity}"><span class="sign" role="img" aria-label="${escape(strings[severity])}">${signs[severity]}</span><div>${sentence(text)}${list === '' ? '' : `<ul class="details">${list}</ul>`}</div></li>`;
  });
  return `<h3>${escape(strings.warningsTitle)}</h3>\n<ul class="findings">${items.join('\n')}</ul>`;
}

function filesView({ plan: { files } }: PlanState, strings: PlanStrings): string {
  if (files.length === 0) return '';
  const rows = files.map(({ path, change }) => {
    const label = fill(strings.showDiffOf, path);
    return `<tr><td class="change-${change}">${escape(strings[change])}</td><th scope="row"><code>${escape(path)}</code></th><td><button class="source" data-action="diff" data-path="${escape(path)}" aria-label="${escape(label)}">${escape(strings.showDiff)}</button></td></tr>`;
  });
  return `<h3>${escape(strings.filesTitle)}</h3>\n<div class="scroll"><table class="files"><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function listView(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li><code>${escape(line)}</code></li>`).join('');
  return `<h3>${escape(title)}</h3>\n<ol class="lines">${items}</ol>`;
}
