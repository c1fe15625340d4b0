/** The numbers of the chart as a table: the same for those who read rather than look, and for copying. */
import type { PreviewGroup, PreviewMember } from '../../server/src/protocol.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { count, escape, percent } from './markup.ts';
import { memberName } from './memberLabel.ts';
import { swatch } from './swatch.ts';

/** HTML of the table. The range has a column only where the choice is not exact. */
export function membersTable(group: PreviewGroup, strings: PreviewStrings): string {
  const hasRange = group.members.some((member) => member.low !== undefined);
  const numbers = [
    strings.columnWeight,
    strings.columnConfigured,
    strings.columnPredicted,
    ...(hasRange ? [strings.columnRange] : []),
    strings.columnFlows,
  ];
  const head = [
    ...[strings.columnNexthop, strings.columnGateway].map(
      (text) => `<th scope="col">${escape(text)}</th>`,
    ),
    ...numbers.map((text) => `<th scope="col" class="number">${escape(text)}</th>`),
  ];
  const rows = group.members.map((member) => memberRow(member, strings, hasRange));
  return [
    '<div class="scroll"><table class="members">',
    `<caption class="unseen">${escape(strings.membersTitle)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>${rows.join('')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

function memberRow(member: PreviewMember, strings: PreviewStrings, hasRange: boolean): string {
  const numbers = [
    count(member.weight),
    percent(member.configured),
    percent(member.predicted),
    ...(hasRange ? [range(member, strings)] : []),
    count(member.flows),
  ];
  return [
    `<tr><th scope="row">${swatch(member.index)}${escape(memberName(member, strings))}</th>`,
    `<td class="address">${escape(member.gateway ?? '–')}</td>`,
    ...numbers.map((text) => `<td class="number">${escape(text)}</td>`),
    '</tr>',
  ].join('');
}

function range({ low, high }: PreviewMember, strings: PreviewStrings): string {
  if (low === undefined || high === undefined) return '–';
  return fill(strings.rangeShare, (low * 100).toFixed(1), percent(high));
}
