/**
 * Files that netplan accepts and then falls over while it writes the configuration of networkd.
 * Measured with netplan 1.2.2: an assertion failure, exit by signal, nothing written. NetworkManager takes the same file.
 */
import type { Fact } from '../base/fact.ts';
import { known } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { NetplanLink, NetplanRoute } from './types.ts';

/** The problems of links; `renderer` is that of the network. */
export function findCrashes(
  links: readonly NetplanLink[],
  renderer: Fact<string> | undefined,
): readonly Problem[] {
  const defaultRenderer = known(renderer) ?? 'networkd';
  return links.flatMap((link) => {
    const isNetworkd = (known(link.renderer) ?? defaultRenderer) === 'networkd';
    return isNetworkd ? link.routes.flatMap((route) => familyless(route)) : [];
  });
}

/** `to: default` alone: get_global_network in util.c does not know whether to write 0.0.0.0/0 or ::/0. */
function familyless({ to, via, from }: NetplanRoute): Problem[] {
  if (to?.value !== 'default' || via !== undefined || from !== undefined) return [];
  return [
    {
      rule: 'netplan-invalid-value',
      span: to.origin.span,
      what: 'the route to `default` has no gateway',
      why: 'netplan cannot tell IPv4 from IPv6 then and stops with an assertion failure, so nothing at all is configured',
      todo: 'add `via:` with the address of the gateway, or write `0.0.0.0/0` or `::/0` instead of `default`',
    },
  ];
}
