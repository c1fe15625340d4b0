/** The hover: the first answer of the features that know the place. */
import type { Hover, Place } from '../types.ts';
import { hoverIpKeyword } from './ipKeyword.ts';
import { hoverMultipath } from './multipath.ts';
import { hoverNetplan } from './netplan.ts';
import { hoverSysctl } from './sysctl.ts';

/** What to say at an offset of a document, or undefined for nothing. */
export function hover(place: Place): Hover | undefined {
  return (
    hoverMultipath(place) ?? hoverIpKeyword(place) ?? hoverSysctl(place) ?? hoverNetplan(place)
  );
}
