/**
 * Bars of a group: one row a nexthop with its name, its share and a bar; a mark where the configured weight lies, and
 * whiskers where the kernel's choice is a range. Pure: data in, SVG text out. Classes only, so that the strict content
 * security policy holds and themes apply.
 */
import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { ScaleLinear } from 'd3-scale';
import type { PreviewGroup, PreviewMember } from '../../../server/src/protocol.ts';
import { fill } from '../../src/preview/strings.ts';
import type { PreviewStrings } from '../../src/preview/strings.ts';
import { escape, percent } from '../markup.ts';
import { memberGateway, memberName, nSeries, seriesClass } from '../memberLabel.ts';
import { patternDefinitions } from './patterns.ts';

export interface BarsInput {
  readonly group: PreviewGroup;
  /** Pixels; the text keeps its size whatever the width. */
  readonly width: number;
  /** Makes the ids of this chart unique on the page. */
  readonly id: string;
  readonly strings: PreviewStrings;
}

const row = { height: 70, label: 20, bar: 32, thickness: 20 };
const axisHeight = 24;
/** Room for half of the first and of the last axis label. */
const edge = 18;

type Scale = ScaleLinear<number, number>;

/** The chart as an SVG element. */
export function bars(input: BarsInput): string {
  const { group, width, id, strings } = input;
  const height = group.members.length * row.height + axisHeight;
  const x = shareScale(group.members, width);
  const rows = group.members.map((member, place) =>
    barRow(member, { ...input, x, y: place * row.height }),
  );
  return [
    `<svg class="bars" role="img" aria-labelledby="${id}-title ${id}-text" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="${id}-title">${escape(fill(strings.chartTitle, group.name))}</title>`,
    `<desc id="${id}-text">${escape(description(group, strings))}</desc>`,
    patternDefinitions(id),
    axis(x, height - axisHeight),
    ...rows,
    '</svg>',
  ].join('\n');
}

/** From 0 to all flows, or to a rounder end not far above the largest share where many members make all of them small. */
function shareScale(members: readonly PreviewMember[], width: number): Scale {
  const largest =
    max(members, (member) => Math.max(member.predicted, member.configured, member.high ?? 0)) ?? 1;
  const end = largest > 0.4 ? 1 : largest * 1.1;
  return scaleLinear([0, end], [edge, width - edge]).nice(4);
}

function axis(x: Scale, bottom: number): string {
  const ticks = x.ticks(4).map((tick) => {
    const at = round(x(tick));
    return [
      `<line class="grid" x1="${at}" x2="${at}" y1="${row.bar - 6}" y2="${bottom}"/>`,
      `<text class="tick" x="${at}" y="${bottom + 16}" text-anchor="middle">${round(tick * 100)} %</text>`,
    ].join('');
  });
  return `<g aria-hidden="true">${ticks.join('')}</g>`;
}

interface Row extends BarsInput {
  readonly x: Scale;
  readonly y: number;
}

function barRow(member: PreviewMember, { x, y, width, id, strings }: Row): string {
  const [from, to] = [round(x(0)), round(x(member.predicted))];
  const shape = `x="${from}" y="${row.bar}" width="${round(Math.max(0, to - from))}" height="${row.thickness}" rx="2"`;
  const track = `x="${from}" y="${row.bar}" width="${round(x.range()[1] ?? to) - from}" height="${row.thickness}" rx="2"`;
  const gateway = memberGateway(member);
  const via =
    gateway === undefined ? '' : `<tspan class="detail" dx="8">${escape(gateway)}</tspan>`;
  return [
    `<g transform="translate(0 ${y})" class="${seriesClass(member.index)}">`,
    `<text class="name" x="${from}" y="${row.label}">${escape(memberName(member, strings))}${via}</text>`,
    `<text class="share" x="${width - edge}" y="${row.label}" text-anchor="end">${percent(member.predicted)}</text>`,
    `<rect class="track" ${track}/>`,
    `<rect class="bar" ${shape}/>`,
    `<rect class="texture" ${shape} fill="url(#${id}-pattern-${member.index % nSeries})"/>`,
    whiskers(member, x),
    configuredMark(round(x(member.configured))),
    '</g>',
  ].join('');
}

/** The range of 90 % of boots, with a halo so that it reads on the bar and beside it. */
function whiskers({ low, high }: PreviewMember, x: Scale): string {
  if (low === undefined || high === undefined) return '';
  const [from, to] = [round(x(low)), round(x(high))];
  const middle = row.bar + row.thickness / 2;
  const path = `M${from} ${middle - 5}v10M${from} ${middle}H${to}M${to} ${middle - 5}v10`;
  return `<path class="range-halo" d="${path}"/><path class="range" d="${path}"/>`;
}

function configuredMark(at: number): string {
  const top = row.bar - 3;
  const bottom = row.bar + row.thickness + 3;
  return `<path class="configured" d="M${at} ${top}V${bottom}M${at} ${top}l-4 -5h8z"/>`;
}

/** The chart in words, for those who do not see it. */
function description({ members }: PreviewGroup, strings: PreviewStrings): string {
  return members
    .map((member) =>
      fill(
        strings.chartBar,
        memberName(member, strings),
        percent(member.predicted),
        percent(member.configured),
      ),
    )
    .join('; ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
