/** How a member is called and drawn, the same in the chart and in both tables. */
import type { PreviewMember } from '../../server/src/protocol.ts';
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';

/** Colours and patterns in the style sheet and the charts; a seventh member looks like the first, its label does not. */
export const nSeries = 6;

/** What a balancing rule does, else the link, else the gateway, else the place in the list, counted from 1. */
export function memberName(member: PreviewMember, strings: PreviewStrings): string {
  return (
    member.label ?? member.device ?? member.gateway ?? fill(strings.noDevice, member.index + 1)
  );
}

/** The gateway where the name does not say it already. */
export function memberGateway(member: PreviewMember): string | undefined {
  return member.device === null ? undefined : (member.gateway ?? undefined);
}

/** Class of the member's colour. */
export function seriesClass(index: number): string {
  return `series-${index % nSeries}`;
}
