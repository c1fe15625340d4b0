/** Bonds as groups to preview, whatever file or command they come from. */
import { isUnknown, known } from '../base/fact.ts';
import { bondHashPolicies, bondModes } from '../host/bonds.ts';
import type { Host, HostBond } from '../host/model.ts';
import type { BondMode } from '../kernel/bond.ts';
import type { BondHashPolicy } from '../kernel/bondHash.ts';
import type { Group, GroupMember } from './types.ts';

/** Bonds in the order in which they are defined. */
export function findBonds(host: Host): Group[] {
  return host.links.flatMap(({ name, bond }) =>
    bond === undefined || (bond.members.length < 2 && bond.openMembers === undefined)
      ? []
      : [groupOf(known(name) ?? 'bond', bond)],
  );
}

function groupOf(name: string, bond: HostBond): Group {
  const mode = bondModes.find((one) => one === (known(bond.mode) ?? 'balance-rr'));
  const hashPolicy = bondHashPolicies.find((one) => one === (known(bond.hashPolicy) ?? 'layer2'));
  const primary = bond.members.findIndex((member) => known(member) === known(bond.primary));
  const refusal = refusalOf(bond, mode, hashPolicy);
  return {
    kind: 'bond',
    origin: bond.origin,
    family: 4,
    name,
    members: membersOf(bond, mode),
    policy: undefined,
    seed: undefined,
    bond: {
      mode: mode ?? 'balance-rr',
      hashPolicy: hashPolicy ?? 'layer2',
      primary: bond.primary === undefined || primary < 0 ? undefined : primary,
    },
    ...(refusal === undefined ? {} : { refusal }),
  };
}

function membersOf({ members }: HostBond, mode: BondMode | undefined): GroupMember[] {
  const configured = mode === 'broadcast' ? 1 : 1 / members.length;
  return members.map((member, index) => ({
    index,
    gateway: undefined,
    device: known(member),
    weight: 1,
    configured,
  }));
}

function refusalOf(
  bond: HostBond,
  mode: BondMode | undefined,
  hashPolicy: BondHashPolicy | undefined,
): string | undefined {
  for (const fact of [bond.mode, bond.hashPolicy]) {
    if (fact !== undefined && isUnknown(fact.value))
      return `a parameter is not known: ${fact.value.reason}`;
  }
  if (bond.openMembers !== undefined)
    return `which links are its members is not known: ${bond.openMembers}`;
  if (mode === undefined) return `the kernel has no bond mode \`${known(bond.mode) ?? ''}\``;
  if (hashPolicy === undefined)
    return `the kernel has no transmit hash policy \`${known(bond.hashPolicy) ?? ''}\``;
  return undefined;
}
