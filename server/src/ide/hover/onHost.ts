/** What a host that was looked at has under the name of a link: "known on edge1". */
import type { HostFacts } from '../../plan/types.ts';
import { nameAt } from '../names/namePlaces.ts';
import type { Hover, Place } from '../types.ts';

export interface KnownHost {
  readonly name: string;
  readonly facts: HostFacts;
}

/** Undefined where the cursor is on no name of a link. A link that is not there may be made later, so it is said and no more. */
export function hoverOnHost(place: Place, { name, facts }: KnownHost): Hover | undefined {
  const found = nameAt(place);
  if (found?.kind !== 'link') return undefined;
  const { span } = found.origin;
  const link = facts.links.find((each) => each.name === found.text);
  if (link === undefined)
    return { span, markdown: `\`${name}\` has no link \`${found.text}\` now.` };
  const addresses = facts.addresses
    .filter((address) => address.link === link.name)
    .map(({ address, length }) => `\`${address}/${length}\``);
  const parts = [
    link.isUp ? 'up' : 'down',
    ...(link.kind === undefined ? [] : [link.kind]),
    ...(addresses.length === 0 ? ['no address'] : addresses),
    ...(link.setup === undefined ? [] : [`networkd: ${link.setup}`]),
  ];
  return { span, markdown: `Known on \`${name}\`: ${parts.join(' · ')}` };
}
