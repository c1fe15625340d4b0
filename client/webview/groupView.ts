/** One group on the page: what it is, how sure the answer is, chart, numbers, notes and flows. Pure. */
import type { PreviewGroup } from '../../server/src/protocol.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { bars } from './charts/bars.ts';
import { legend } from './charts/legend.ts';
import { flowsTable } from './flowsTable.ts';
import { escape, sentence } from './markup.ts';
import { membersTable } from './membersTable.ts';
import { sourceButton } from './sourceButton.ts';

export interface GroupInput {
  readonly group: PreviewGroup;
  readonly kernel: string;
  /** What the flows stand for; undefined for flows of the user. */
  readonly traffic: string | undefined;
  /** Place on the page, for ids. */
  readonly place: number;
  /** Pixels that the chart may take. */
  readonly width: number;
  readonly strings: PreviewStrings;
}

/** HTML of the section. */
export function groupView(input: GroupInput): string {
  const { group, kernel, traffic, place, width, strings } = input;
  const id = `group-${place}`;
  const hasRange = group.members.some((member) => member.low !== undefined);
  return [
    `<section class="group" aria-labelledby="${id}-name">`,
    heading(group, { id, kernel, strings }),
    truth(group, strings),
    `<figure class="chart">${bars({ group, width, id: `${id}-chart`, strings })}${legend(strings, hasRange)}</figure>`,
    membersTable(group, strings),
    notes(group, strings),
    flowsTable({ group, traffic, id, strings }),
    '</section>',
  ].join('\n');
}

interface Heading {
  readonly id: string;
  readonly kernel: string;
  readonly strings: PreviewStrings;
}

function heading(group: PreviewGroup, { id, kernel, strings }: Heading): string {
  const facts = [
    kindName(group.kind, strings),
    ...(group.kind === 'bond' ? [] : [`IPv${group.family}`]),
    fill(strings.forKernel, kernel),
  ];
  const hasDecider = isHashed(group) || group.kind === 'balance';
  const chosenBy = hasDecider ? `${escape(fill(strings.hashed, group.policyText))} · ` : '';
  return [
    `<header class="heading"><p class="eyebrow">${facts.map(escape).join(' · ')}</p>`,
    `<h2 id="${id}-name">${escape(group.name)}</h2>`,
    `<p class="place">${chosenBy}${sourceButton(group, strings)}</p></header>`,
  ].join('\n');
}

/** How sure the numbers are, in one sentence. */
function truth(group: PreviewGroup, strings: PreviewStrings): string {
  if (!group.exact) {
    const shares = group.kind === 'balance' ? strings.truthBalance : strings.truthShares;
    const text = isHashed(group) ? strings.truthRange : shares;
    return `<p class="truth truth-range">${escape(text)}</p>`;
  }
  const text = group.seed === null ? strings.truthExact : fill(strings.truthExactSeed, group.seed);
  return `<p class="truth truth-exact">${escape(text)}</p>`;
}

/** Kernels before 4.4 choose by packet or by cache entry; then there is neither an answer nor a range. */
function isHashed({ exact, members }: PreviewGroup): boolean {
  return exact || members.some((member) => member.low !== undefined);
}

function notes(group: PreviewGroup, strings: PreviewStrings): string {
  if (group.notes.length === 0) return '';
  const items = group.notes.map((note) => `<li>${sentence(note)}</li>`);
  return `<h3>${escape(strings.notesTitle)}</h3><ul class="notes">${items.join('')}</ul>`;
}

function kindName(kind: PreviewGroup['kind'], strings: PreviewStrings): string {
  switch (kind) {
    case 'route':
      return strings.kindRoute;
    case 'nexthop-group':
      return strings.kindNexthopGroup;
    case 'resilient-group':
      return strings.kindResilientGroup;
    case 'bond':
      return strings.kindBond;
    case 'balance':
      return strings.kindBalance;
  }
}
