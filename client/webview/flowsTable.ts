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

/**
 * HTML of the table in a region of its own that scrolls, also by keyboard; empty without flows.
 * Where no way is known for one and the same reason, this reason stands above, not two hundred times in the table.
 */
export function flowsTable({ group, traffic, id, strings }: FlowsInput): string {
  if (group.flows.length === 0) return '';
  const reason = commonReason(group.flows);
  const heads = [
    strings.columnSource,
    strings.columnDestination,
    strings.columnProtocol,
    strings.columnPorts,
    ...(reason === undefined ? [strings.columnNexthop] : []),
  ];
  const rows = group.flows.map((flow) => {
    const way = reason === undefined ? `<td>${choice(flow, group, strings)}</td>` : '';
    return `<tr>${packetCells(flow)}${way}</tr>`;
  });
  return [
    `<h3 id="${id}-flows">${escape(strings.flowsTitle)}</h3>`,
    ...(traffic === undefined ? [] : [`<p class="traffic">${sentence(traffic)}</p>`]),
    ...(reason === undefined
      ? []
      : [`<p class="traffic">${sentence(fill(strings.unknownWays, reason))}</p>`]),
    `<div class="scroll flows" role="region" tabindex="0" aria-labelledby="${id}-flows">`,
    `<table><caption>${escape(caption(group, strings))}</caption>`,
    `<thead><tr>${heads.map((text) => `<th scope="col">${escape(text)}</th>`).join('')}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

/** The reason why no flow has a known way, if it is the same for all. */
function commonReason(flows: readonly PreviewFlow[]): string | undefined {
  const [first] = flows;
  return flows.every(({ member, why }) => member === null && why === first?.why)
    ? first?.why
    : undefined;
}

function caption({ flows, nFlows }: PreviewGroup, strings: PreviewStrings): string {
  return flows.length < nFlows
    ? fill(strings.flowsShown, count(flows.length), count(nFlows))
    : fill(strings.flowsAll, count(nFlows));
}

function packetCells({ src, dst, proto, sport, dport }: PreviewFlow): string {
  const ports = sport === 0 && dport === 0 ? '–' : `${sport} → ${dport}`;
  return [
    `<td class="address">${escape(src)}</td><td class="address">${escape(dst)}</td>`,
    `<td>${escape(proto)}</td><td class="address">${escape(ports)}</td>`,
  ].join('');
}

function choice(flow: PreviewFlow, group: PreviewGroup, strings: PreviewStrings): string {
  const member = group.members.find(({ index }) => index === flow.member);
  if (member !== undefined) return swatch(member.index) + escape(memberName(member, strings));
  const why = flow.why === undefined ? '' : `: ${sentence(flow.why)}`;
  return `<span class="muted">${escape(strings.unknownMember)}${why}</span>`;
}
