/** Everything below the options: problems, groups, and what cannot be previewed. Pure. */
import type { PreviewResult } from '../../server/src/protocol.ts';
import type { PreviewSubject } from '../src/preview/messages.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { groupView } from './groupView.ts';
import { escape, sentence } from './markup.ts';
import { sourceButton } from './sourceButton.ts';

export interface ResultInput {
  readonly result: PreviewResult;
  readonly subject: PreviewSubject;
  readonly width: number;
  readonly strings: PreviewStrings;
}

/** HTML of the result. */
export function resultView({ result, subject, width, strings }: ResultInput): string {
  const { groups, refused, kernel } = result;
  const isEmpty = groups.length === 0 && refused.length === 0;
  return [
    ...(isEmpty ? [`<p class="empty">${escape(strings.nothingHere)}</p>`] : []),
    ...groups.map((group, place) => {
      const traffic = result.profiles.find(({ id }) => id === group.profile)?.text;
      return groupView({ group, kernel, traffic, place, width, strings });
    }),
    ...(refused.length === 0 ? [] : [refusals({ result, subject, width, strings })]),
  ].join('\n');
}

/** HTML of the sentences about bad options and flow lines; empty without any. */
export function problemList(problems: readonly string[], strings: PreviewStrings): string {
  if (problems.length === 0) return '';
  const items = problems.map((problem) => `<li>${sentence(problem)}</li>`);
  return `<p class="problems-title">${escape(strings.problemsTitle)}</p><ul>${items.join('')}</ul>`;
}

/** The status line: short, read out after each new result, and what tests wait for. */
export function statusText({ groups }: PreviewResult, strings: PreviewStrings): string {
  if (groups.length === 0) return strings.drawnNothing;
  const nMembers = groups.reduce((sum, group) => sum + group.members.length, 0);
  const nFlows = groups.reduce((sum, group) => sum + group.nFlows, 0);
  return fill(strings.drawn, nMembers, nFlows);
}

function refusals({ result, subject, strings }: ResultInput): string {
  const items = result.refused.map(
    ({ line, reason }) =>
      `<li>${sourceButton({ uri: subject.uri, line }, strings)} ${sentence(reason)}</li>`,
  );
  return `<section class="refused"><h2>${escape(strings.refusedTitle)}</h2><ul>${items.join('')}</ul></section>`;
}
