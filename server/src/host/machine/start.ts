/** The state in which the scripts of a host find the machine: what netplan sets, and beside it nothing is known. */
import { identityOf, isUnknown, known } from '../../base/fact.ts';
import type { Host, HostAddress, HostLink, HostRoute, HostSysctl } from '../model.ts';
import { addAddress4 } from './address4.ts';
import { addAddress6 } from './address6.ts';
import { placeStartRoute } from './startRoute.ts';
import { copyMachine } from './copy.ts';
import { addLink, unknownMachine } from './state.ts';
import type { Machine } from './types.ts';

const starts = new WeakMap<Host, Machine>();

/** A machine as netplan leaves it, for one replay. */
export function startMachine(host: Host): Machine {
  let start = starts.get(host);
  if (start === undefined) starts.set(host, (start = makeStart(host)));
  return copyMachine(start);
}

function makeStart(host: Host): Machine {
  const machine = unknownMachine();
  if (host.sysctls.some(setsListing)) machine.listsNexthops = false;
  for (const link of host.links) if (link.language === 'netplan') startLink(machine, link);
  for (const address of host.addresses)
    if (address.language === 'netplan') startAddress(machine, address);
  for (const route of host.routesEverAdded)
    if (route.language === 'netplan') startRoute(machine, host, route);
  return machine;
}

/** Whether a setting may be net.ipv4.nexthop_compat_mode. */
export function setsListing({ key }: Pick<HostSysctl, 'key'>): boolean {
  const last = key.at(-1);
  return last !== undefined && (isUnknown(last) || last === 'nexthop_compat_mode');
}

function startLink(machine: Machine, { name, kind }: HostLink): void {
  const text = known(name);
  if (text === undefined || machine.links.has(text)) return;
  const link = addLink(machine, text, {
    kind: kindOf(kind),
    up: undefined,
    addressesKnown: false,
    sure: false,
    origin: name.origin,
  });
  link.carrier = undefined;
}

function kindOf(kind: string | undefined): string | undefined {
  switch (kind) {
    case 'bridges':
      return 'bridge';
    case 'vlans':
      return 'vlan';
    case 'bonds':
      return 'bond';
    case 'vrfs':
      return 'vrf';
    default:
      return undefined;
  }
}

function startAddress(machine: Machine, { link, prefix }: HostAddress): void {
  const name = identityOf(link);
  const on = name === undefined ? undefined : machine.links.get(name);
  const value = known(prefix);
  if (on === undefined || value === undefined) return;
  const asked = {
    verb: 'add',
    dev: on.name,
    prefix: value,
    peer: undefined,
    broadcast: undefined,
    scope: undefined,
    noPrefixRoute: false,
    priority: 0,
    label: undefined,
    hasLifetime: false,
    noDad: false,
    isTemplate: false,
    sure: true,
    origin: prefix.origin,
  } as const;
  if (value.address.family === 4) addAddress4(machine, on, asked);
  else addAddress6(machine, on, asked);
}

function startRoute(machine: Machine, host: Host, route: HostRoute): void {
  if (route.automatic || isUnknown(route.family)) return;
  placeStartRoute(machine, host, route);
}
