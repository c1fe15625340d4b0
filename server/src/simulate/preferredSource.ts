/**
 * The source address that the kernel takes for packets through a nexthop: inet_select_addr(), net/ipv4/devinet.c,
 * v6.18: the primary address of the device whose subnet holds the gateway, else the device's first.
 */
import { known } from '../base/fact.ts';
import type { Host, HostAddress, HostNexthop } from '../host/model.ts';
import type { Address, Family } from '../net/address.ts';
import { prefixContains } from '../net/prefix.ts';

/** Undefined where the files do not tell, for example with an address from DHCP. */
export function preferredSource(
  host: Host,
  nexthop: HostNexthop,
  family: Family,
): Address | undefined {
  if (family !== 4) return undefined;
  const gateway = known(nexthop.via);
  const device = known(nexthop.dev);
  const onDevice = host.addresses.filter(
    (address) => address.family !== 6 && isOn(address, device),
  );
  const holding =
    gateway === undefined ? undefined : onDevice.find((address) => holds(address, gateway));
  if (holding !== undefined) return known(holding.prefix)?.address;
  // An unknown address among them could be the one that holds the gateway.
  if (device === undefined || onDevice.some(({ prefix }) => known(prefix) === undefined))
    return undefined;
  return known(onDevice[0]?.prefix)?.address;
}

function isOn({ link }: HostAddress, device: string | undefined): boolean {
  return device === undefined || known(link) === device;
}

function holds({ prefix }: HostAddress, gateway: Address): boolean {
  const value = known(prefix);
  return value !== undefined && prefixContains(value, gateway);
}
