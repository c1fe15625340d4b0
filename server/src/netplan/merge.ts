/**
 * The links of several netplan files as netplan merges them: one link for each id; later values override, lists append.
 * Of `gateway4` and `gateway6` netplan keeps the first (set_str_if_null in src/parse.c, 1.2).
 */
import { known } from '../base/fact.ts';
import type { NetplanLink } from './types.ts';

/** The links in the order in which they were defined first; `links` are in the order of the files. */
export function mergeLinks(links: readonly NetplanLink[]): readonly NetplanLink[] {
  const merged = new Map<string, NetplanLink>();
  for (const link of links) {
    const id = known(link.id) ?? '';
    const old = merged.get(id);
    // Of two device types with one id netplan refuses the second.
    if (old === undefined) merged.set(id, link);
    else if (old.kind === link.kind) merged.set(id, mergeTwo(old, link));
  }
  return [...merged.values()];
}

function mergeTwo(old: NetplanLink, next: NetplanLink): NetplanLink {
  return {
    kind: old.kind,
    id: old.id,
    name: isPlainName(next) ? old.name : next.name,
    span: old.span,
    renderer: next.renderer ?? old.renderer,
    dhcp4: next.dhcp4 ?? old.dhcp4,
    dhcp6: next.dhcp6 ?? old.dhcp6,
    addresses: [...old.addresses, ...next.addresses],
    gateway4: old.gateway4 ?? next.gateway4,
    gateway6: old.gateway6 ?? next.gateway6,
    routes: [...old.routes, ...next.routes],
    routingPolicy: [...old.routingPolicy, ...next.routingPolicy],
    dhcp4UseRoutes: next.dhcp4UseRoutes ?? old.dhcp4UseRoutes,
    dhcp4RouteMetric: next.dhcp4RouteMetric ?? old.dhcp4RouteMetric,
  };
}

/** The name is the id, so nothing in this file says what the link is called. */
function isPlainName({ name, id }: NetplanLink): boolean {
  return name.origin.span.start === id.origin.span.start && known(name) === known(id);
}
