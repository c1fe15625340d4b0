/** The hover: the first answer of the features that know the place. */
import type { Hover, Place } from '../types.ts';
import { hoverBond } from './bond.ts';
import { hoverIpChange } from './ipChange.ts';
import { hoverIpKeyword } from './ipKeyword.ts';
import { hoverIptables } from './iptables.ts';
import { hoverMultipath } from './multipath.ts';
import { hoverNetplan } from './netplan.ts';
import { hoverNft } from './nft.ts';
import { hoverNotFollowed } from './notFollowed.ts';
import { hoverSysctl } from './sysctl.ts';

/** What to say at an offset of a document, or undefined for nothing. */
export function hover(place: Place): Hover | undefined {
  return (
    hoverMultipath(place) ??
    hoverBond(place) ??
    joined(hoverIpChange(place), hoverIpKeyword(place)) ??
    hoverIptables(place) ??
    hoverNft(place) ??
    hoverSysctl(place) ??
    hoverNotFollowed(place) ??
    hoverNetplan(place)
  );
}

/** What the command does here first, what its word means everywhere after it. */
function joined(here: Hover | undefined, everywhere: Hover | undefined): Hover | undefined {
  if (here === undefined || everywhere === undefined) return here ?? everywhere;
  return { span: here.span, markdown: `${here.markdown}\n\n---\n\n${everywhere.markdown}` };
}
