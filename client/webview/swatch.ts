/** The spot of colour before a nexthop's name. Decoration: the name beside it says the same. */
import { seriesClass } from './memberLabel.ts';

/** SVG of the spot. */
export function swatch(index: number): string {
  return `<svg class="swatch ${seriesClass(index)}" width="10" height="10" aria-hidden="true"><rect class="spot" x="0.5" y="0.5" width="9" height="9" rx="2"/></svg>`;
}
