/** What the files say that the host will have: its addresses and the parameters of its bonds. */
import { isUnknown, known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { formatAddress } from '../net/address.ts';
import type { FactBond, HostFacts } from './types.ts';

/** Addresses after the change; undefined where the link of the SSH connection may get one that no file tells. */
export function plannedAddresses(
  host: Host,
  { connection, addresses }: HostFacts,
): ReadonlySet<string> | undefined {
  const own = addresses.find(({ address }) => address === connection?.server);
  if (own === undefined) return undefined;
  const isNamed = host.links.some(({ name }) => known(name) === own.link);
  const mayGetMore =
    host.links.some(({ name, dhcp4 }) => dhcp4 && known(name) === own.link) ||
    host.addresses.some(({ link, prefix }) => isUnknown(link.value) || isUnknown(prefix.value));
  if (!isNamed || mayGetMore) return undefined;
  return new Set(
    host.addresses.flatMap(({ prefix }) => {
      const value = known(prefix);
      return value === undefined ? [] : [formatAddress(value.address)];
    }),
  );
}

/** Parameters of a bond that its file tells; undefined for what nobody wrote. */
export interface ExpectedBond {
  readonly name: string;
  readonly mode: string | undefined;
  readonly hashPolicy: string | undefined;
}

export function expectedBonds({ links }: Host): readonly ExpectedBond[] {
  return links.flatMap(({ name, bond }) => {
    const link = known(name);
    if (link === undefined || bond === undefined) return [];
    return [{ name: link, mode: known(bond.mode), hashPolicy: known(bond.hashPolicy) }];
  });
}

/** Bonds whose mode or hash policy in the files is not the one that the driver has now. */
export function otherBonds(
  expected: readonly ExpectedBond[],
  bonds: readonly FactBond[],
): readonly string[] {
  return expected.flatMap(({ name, mode, hashPolicy }) => {
    const running = bonds.find((each) => each.name === name);
    if (running === undefined) return [];
    const differs =
      isOther(mode, running.options.get('mode')) ||
      isOther(hashPolicy, running.options.get('xmit_hash_policy'));
    return differs ? [name] : [];
  });
}

/** The driver prints `802.3ad 4`. A value that nobody wrote is left as it is. */
function isOther(wanted: string | undefined, running: string | undefined): boolean {
  return wanted !== undefined && running !== undefined && running.split(' ')[0] !== wanted;
}
