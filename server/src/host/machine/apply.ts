/** Carries out one command on a machine. */
import { addAddress4, deleteAddress4, forgetAddress4 } from './address4.ts';
import { addAddress6, deleteAddress6, forgetAddress6, forgetLinkLocal } from './address6.ts';
import { route4 } from './fib4.ts';
import { route6 } from './fib6.ts';
import { flushRoutes } from './flush.ts';
import { forget } from './forget.ts';
import { addLinkCommand, deleteLinkCommand, setLinkCommand } from './linkCommands.ts';
import { disable4 } from './sync4.ts';
import { findLink } from './state.ts';
import { neighbour } from './neighbours.ts';
import { removeNexthop } from './nexthopEvents.ts';
import { nexthop } from './nexthops.ts';
import type { MachineCommand } from './read/command.ts';
import type { HopRequest, RouteRequest } from './requests.ts';
import { flushRules, rule } from './rules.ts';
import type { Machine, MachineRefusal } from './types.ts';
import { noDevice } from './words.ts';

/** The refusal, or undefined for a command that is carried out or of which nobody can tell. */
export function applyCommand(
  machine: Machine,
  command: MachineCommand,
): MachineRefusal | undefined {
  switch (command.kind) {
    case 'route':
      return applyRoute(machine, command.request);
    case 'flush-routes':
      if (!command.sure) return forget(machine, { touches: 'routes' });
      return flushRoutes(machine, command.request);
    case 'rule':
      return rule(machine, command.request);
    case 'flush-rules':
      if (!command.sure) return forget(machine, { touches: 'rules', family: command.family });
      flushRules(machine, command.family, command.protocol);
      return undefined;
    case 'address':
      return applyAddress(machine, command.request);
    case 'flush-addresses':
      if (!command.sure) return forget(machine, { touches: 'links' });
      return flushAddresses(machine, command);
    case 'link-add':
      return addLinkCommand(machine, command.request);
    case 'link-set':
      if (!command.request.sure) return forget(machine, { touches: 'links' });
      return setLinkCommand(machine, command.request);
    case 'link-del':
      if (!command.sure) return forget(machine, { touches: 'links' });
      return deleteLinkCommand(machine, command.dev, command.sure);
    case 'nexthop':
      return nexthop(machine, command.request);
    case 'flush-nexthops':
      if (!command.sure) return forget(machine, { touches: 'nexthops' });
      for (const each of machine.nexthops.values())
        if (command.family === undefined || each.family === command.family)
          removeNexthop(machine, each);
      if (command.family === undefined) machine.nexthopsKnown = true;
      return undefined;
    case 'neighbour': {
      const link = findLink(machine, command.dev);
      return link === undefined ? noDevice(command.dev) : neighbour(machine, link, command.request);
    }
    case 'none':
      return undefined;
    case 'unknown':
      return forget(machine, command);
  }
}

/** `ip` looks the links up before it asks the kernel. */
function applyRoute(machine: Machine, request: RouteRequest): MachineRefusal | undefined {
  const missing = request.hops.find((hop) => isMissing(machine, hop));
  if (missing?.dev !== undefined) return noDevice(missing.dev);
  return request.family === 4 ? route4(machine, request) : route6(machine, request);
}

function isMissing(machine: Machine, { dev }: HopRequest): boolean {
  return dev !== undefined && findLink(machine, dev) === undefined;
}

type AddressCommand = Extract<MachineCommand, { readonly kind: 'address' }>;

function applyAddress(
  machine: Machine,
  request: AddressCommand['request'],
): MachineRefusal | undefined {
  const link = findLink(machine, request.dev);
  if (link === undefined) return noDevice(request.dev);
  const { family } = request.prefix.address;
  if (request.verb === 'del') {
    if (!request.sure) return forget(machine, { touches: 'links' });
    return family === 4
      ? deleteAddress4(machine, link, request)
      : deleteAddress6(machine, link, request);
  }
  return family === 4 ? addAddress4(machine, link, request) : addAddress6(machine, link, request);
}

function flushAddresses(
  machine: Machine,
  { dev, family, scope }: Extract<MachineCommand, { readonly kind: 'flush-addresses' }>,
): MachineRefusal | undefined {
  const link = findLink(machine, dev);
  if (link === undefined) return { ...noDevice(dev), says: `Device "${dev}" does not exist.` };
  for (const address of link.addresses.slice()) {
    if (family !== undefined && family !== address.family) continue;
    if (scope !== undefined && scope !== address.scope) continue;
    if (address.family === 4) forgetAddress4(machine, link, address);
    else forgetAddress6(machine, link, address);
  }
  if (family !== 4 && (scope === undefined || scope === 253)) forgetLinkLocal(machine, link);
  if (scope !== undefined) return undefined;
  if (family !== 6 && !link.addressesKnown) disable4(machine, link);
  if (family === undefined) link.addressesKnown = true;
  return undefined;
}
