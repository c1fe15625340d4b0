/**
 * An IPv6 gateway that the kernel does not take: an own address, an address that nothing reaches, a link-local one without link.
 * The gateways of IPv4 are judged over all files of a host, by `gateway-not-onlink`.
 */
import { known } from '../base/fact.ts';
import { refusedCommands } from '../host/machine/refusals.ts';
import type { IpCommand } from '../iproute/types.ts';
import { defineRule } from './define.ts';
import { refusalReport } from './refusalRule.ts';

export const gatewayInvalid = defineRule({
  id: 'gateway-invalid',
  severity: 'error',
  summary: 'IPv6 gateway that the kernel does not take',
  fix: 'none',
  check(host, report) {
    for (const refused of refusedCommands(host)) {
      const { refusal, command, file } = refused;
      const via = refusal.kind === 'gateway-invalid' ? gatewayOf(command) : undefined;
      if (via === undefined) continue;
      report(
        via.file === file ? via : { file, span: command.span },
        refusalReport(refused, wordingOf(refusal.says)),
      );
    }
  },
});

/** Where the first IPv6 gateway stands. */
function gatewayOf(command: IpCommand) {
  const hops =
    command.object === 'route' ? command.nexthops : command.object === 'nexthop' ? [command] : [];
  return hops.find(({ via }) => known(via)?.family === 6)?.via?.origin;
}

function wordingOf(says: string): {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
} {
  const why = 'the kernel refuses the route';
  if (says.includes('local address'))
    return {
      what: 'this gateway is an address of the host itself',
      why,
      todo: 'name the address of the router',
    };
  if (says.includes('Egress device not specified'))
    return {
      what: 'this gateway is link-local, and no link is named',
      why: 'every link has such addresses, so that the kernel cannot know which one is meant, and refuses the route',
      todo: 'add `dev` with the link',
    };
  if (says.includes('No route to host'))
    return {
      what: 'no network of the link has this gateway',
      why,
      todo: 'correct the gateway, give the link an address on its network, or add `onlink` where it is reached directly',
    };
  return {
    what: 'this address cannot be a gateway',
    why,
    todo: 'name a unicast address that another host on the link has',
  };
}
