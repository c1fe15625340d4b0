/** Carrier of links: netif_carrier_ok(), as the drivers of virtual links keep it. */
import type { MachineLink } from './types.ts';

/** True if the link has a carrier by now; undefined if that cannot be known (hardware, tunnels with a partner). */
export function carrierOf(link: MachineLink): boolean | undefined {
  switch (link.kind) {
    case 'veth':
      return link.peer === undefined ? undefined : both(link.up, link.peer.up);
    case 'bridge':
      return link.carrier ?? true;
    case 'vlan':
    case 'macvlan':
    case 'macvtap':
    case 'ipvlan':
      return link.lower === undefined ? undefined : both(link.up, link.lower.carrier);
    case 'loopback':
    case 'dummy':
    case 'ifb':
    case 'vxlan':
    case 'vrf':
      return true;
    default:
      return undefined;
  }
}

/**
 * br_port_state_selection(), net/bridge/br_stp.c: a bridge has a carrier while one of its ports forwards.
 * One that never had a port has a carrier, too.
 */
export function bridgeCarrier(bridge: MachineLink): boolean | undefined {
  let answer: boolean | undefined = false;
  for (const port of bridge.ports) {
    const live = both(bridge.up, both(port.up, port.carrier));
    if (live === true) return true;
    if (live === undefined) answer = undefined;
  }
  return answer;
}

function both(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}
