/** Carries out one command on a machine. */
import { addAddress4, deleteAddress4 } from './address4.ts';
import { addAddress6, deleteAddress6 } from './address6.ts';
import { route4 } from './fib4.ts';
import { route6 } from './fib6.ts';
import { flushAddresses } from './flushAddresses.ts';
import { flushRoutes } from './flush.ts';
import { forget } from './forget.ts';
import { addLinkCommand, deleteLinkCommand, nameLink, setLinkCommand } from './linkCommands.ts';
import { findLink } from './state.ts';
import { flushNeighbours, neighbour } from './neighbours.ts';
import { flushNexthops, nexthop } from './nexthops.ts';
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
      if (!command.sure)
        return forget(machine, { touches: 'rules', family: command.request.family });
      flushRules(machine, command.request);
      return undefined;
    case 'address':
      return applyAddress(machine, command.request);
    case 'flush-addresses':
      if (!command.sure) return forget(machine, { touches: 'links' });
      return flushAddresses(machine, command.request);
    case 'link-add':
    case 'link-set':
    case 'link-names':
    case 'link-del':
      return applyLink(machine, command);
    case 'nexthop':
      return nexthop(machine, command.request);
    case 'flush-nexthops':
      if (!command.sure) return forget(machine, { touches: 'nexthops' });
      return flushNexthops(machine, command.request);
    case 'neighbour': {
      const link = findLink(machine, command.dev);
      return link === undefined ? noDevice(command.dev) : neighbour(machine, link, command.request);
    }
    case 'flush-neighbours':
      if (!command.sure) return forget(machine, { touches: 'neighbours' });
      return flushNeighbours(machine, command.request);
    case 'none':
      return undefined;
    case 'unknown':
      return forget(machine, command);
  }
}

type LinkCommand = Extract<
  MachineCommand,
  { readonly kind: 'link-add' | 'link-set' | 'link-names' | 'link-del' }
>;

function applyLink(machine: Machine, command: LinkCommand): MachineRefusal | undefined {
  if (command.kind === 'link-add') return addLinkCommand(machine, command.request);
  const sure = command.kind === 'link-del' ? command.sure : command.request.sure;
  if (!sure) return forget(machine, { touches: 'links' });
  if (command.kind === 'link-set') return setLinkCommand(machine, command.request);
  if (command.kind === 'link-names') return nameLink(machine, command.request);
  return deleteLinkCommand(machine, command.dev, sure);
}

/** `ip` looks the links up before it asks the kernel. */
function applyRoute(machine: Machine, request: RouteRequest): MachineRefusal | undefined {
  const missing = request.hops.find((hop) => isMissing(machine, hop));
  if (missing?.dev !== undefined) return noDevice(missing.dev);
  const asked = { ...request, hops: request.hops.map((hop) => byFirstName(machine, hop)) };
  return request.family === 4 ? route4(machine, asked) : route6(machine, asked);
}

function byFirstName({ otherNames }: Machine, hop: HopRequest): HopRequest {
  const link = hop.dev === undefined ? undefined : otherNames.get(hop.dev);
  return link === undefined ? hop : { ...hop, dev: link.name };
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
