/** The table of flows: where each one goes, or why that cannot be known. */
import type { PreviewFlow, PreviewGroup } from '../../server/src/protocol.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { count, escape, sentence } from './markup.ts';
import { memberName } from './memberLabel.ts';
import { swatch } from './swatch.ts';

export interface FlowsInput {
  readonly group: PreviewGroup;
  /** What the flows stand for; undefined for flows of the user. */
  readonly traffic: string | undefined;
  /** Of the group, for the id of the heading. */
  readonly id: string;
  readonly strings: PreviewStrings;
}

/** HTML of the table in a region of its own that scrolls, also by keyboard; empty without flows. */
export function flowsTable({ group, traffic, id, strings }: FlowsInput): string {
  if (group.flows.length === 0) return '';
  const heads = [
    strings.columnSource,
    strings.columnDestination,
    strings.columnProtocol,
    strings.columnPorts,
    strings.columnNexthop,
  ];
  return [
    `<h3 id="${id}-flows">${escape(strings.flowsTitle)}</h3>`,
    ...(traffic === undefined ? [] : [`<p class="traffic">${sentence(traffic)}</p>`]),
    `<div class="scroll flows" role="region" tabindex="0" aria-labelledby="${id}-flows">`,
    `<table><caption>${escape(caption(group, strings))}</caption>`,
    `<thead><tr>${heads.map((text) => `<th scope="col">${escape(text)}</th>`).join('')}</tr></thead>`,
    `<tbody>${group.flows.map((flow) => flowRow(flow, group, strings)).join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

function caption({ flows, nFlows }: PreviewGroup, strings: PreviewStrings): string {
  return flows.length < nFlows
    ? fill(strings.flowsShown, count(flows.length), count(nFlows))
    : fill(strings.flowsAll, count(nFlows));
}

function flowRow(flow: PreviewFlow, group: PreviewGroup, strings: PreviewStrings): string {
  const ports = flow.sport === 0 && flow.dport === 0 ? '–' : `${flow.sport} → ${flow.dport}`;
  return [
    `<tr><td class="address">${escape(flow.src)}</td><td class="address">${escape(flow.dst)}</td>`,
    `<td>${escape(flow.proto)}</td><td class="address">${escape(ports)}</td>`,
    `<td>${choice(flow, group, strings)}</td></tr>`,
  ].join('');
}

function choice(flow: PreviewFlow, group: PreviewGroup, strings: PreviewStrings): string {
  const member = group.members.find(({ index }) => index === flow.member);
  if (member !== undefined) return swatch(member.index) + escape(memberName(member, strings));
  const why = flow.why === undefined ? '' : `: ${sentence(flow.why)}`;
  return `<span class="muted">${escape(strings.unknownMember)}${why}</span>`;
}
