/**
 * Multipath routes as their commands stand in a document.
 * Taken from the reading, not from the host: a command that the kernel would refuse still has a lens and a hover.
 */
import { identityOf, isUnknown, known } from '../base/fact.ts';
import type { Fact } from '../base/fact.ts';
import { stepsOf } from '../host/commands.ts';
import type { Document } from '../host/model.ts';
import type { IpNexthop, IpRouteCommand } from '../iproute/types.ts';
import { formatAddress } from '../net/address.ts';
import type { Family } from '../net/address.ts';
import type { ShellCommand } from '../shell/types.ts';

export interface MultipathCommand {
  readonly command: ShellCommand;
  readonly route: IpRouteCommand;
}

const installingVerbs: ReadonlySet<string> = new Set([
  'add',
  'replace',
  'change',
  'append',
  'prepend',
]);

/** Every command of the document that installs a route with the word `nexthop`, in text order. */
export function multipathCommands(document: Document): readonly MultipathCommand[] {
  return stepsOf(document).flatMap(({ command, ip }) =>
    ip?.object === 'route' && ip.multipath && ip.implied !== true && installingVerbs.has(ip.verb)
      ? [{ command, route: ip }]
      : [],
  );
}

/** 6 if the command or an address in it says so, else 4 as `ip route` itself assumes. */
export function familyOf(route: IpRouteCommand): Family {
  if (route.family !== undefined && !isUnknown(route.family)) return route.family;
  const destination = known(route.destination);
  if (destination !== undefined && destination !== 'default') return destination.address.family;
  for (const nexthop of route.nexthops) {
    const via = known(nexthop.via);
    if (via !== undefined) return via.family;
  }
  return 4;
}

/** A name for people: the link, else the gateway, else the variable as written, else `?`. */
export function nameNexthop(nexthop: IpNexthop): string {
  const device = known(nexthop.dev);
  if (device !== undefined) return device;
  const gateway = known(nexthop.via);
  if (gateway !== undefined) return formatAddress(gateway);
  return identityOf(nexthop.dev) ?? symbolOf(nexthop.via) ?? '?';
}

/** The share of each nexthop by its weight, 0 to 1; undefined where a weight is not known. */
export function sharesOf(nexthops: readonly IpNexthop[]): readonly (number | undefined)[] {
  const weights = nexthops.map((nexthop) => known(nexthop.weight));
  const total = weights.reduce<number | undefined>(
    (sum, weight) => (sum === undefined || weight === undefined ? undefined : sum + weight),
    0,
  );
  return weights.map((weight) =>
    total === undefined || weight === undefined || total === 0 ? undefined : weight / total,
  );
}

/** `50.0 %`, or `? %`. */
export function formatShare(share: number | undefined): string {
  return share === undefined ? '? %' : `${(share * 100).toFixed(1)} %`;
}

function symbolOf(fact: Fact<unknown> | undefined): string | undefined {
  if (fact === undefined || !isUnknown(fact.value) || fact.value.symbol === undefined)
    return undefined;
  return `$${fact.value.symbol}`;
}
