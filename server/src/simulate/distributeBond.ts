/** The distribution of a bond: its transmit hash has no key, so every frame whose fields are told is decided. */
import { chooseBondMember, prepareBond } from '../kernel/bond.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { Flow } from '../net/flow.ts';
import { notesOnUndecided } from './notes.ts';
import type { Distribution, FlowDecision, Group, GroupBond, PreviewRefusal } from './types.ts';
import { weightedShares } from './weightedShares.ts';

export interface BondQuestion {
  readonly group: Group;
  readonly bond: GroupBond;
  readonly kernel: KernelProfile;
  readonly flows: readonly Flow[];
  /** Id of the flow profile, or `input`. */
  readonly profile: string;
  /** Links taken as down. */
  readonly down: readonly string[];
}

export function distributeBond(question: BondQuestion): Distribution | PreviewRefusal {
  const { group, bond, kernel, flows, profile, down } = question;
  const isDown = ({ device }: Group['members'][number]): boolean =>
    device !== undefined && down.includes(device);
  const ready = prepareBond(
    {
      mode: bond.mode,
      policy: bond.hashPolicy,
      members: group.members.map((member) => ({
        isDown: isDown(member),
        isPrimary: member.index === bond.primary,
      })),
    },
    kernel,
  );
  if (ready.kind === 'refused') return { group, reason: ready.reason };
  const counts = group.members.map(() => 0);
  const decisions = flows.map((flow): FlowDecision => {
    const choice = chooseBondMember(ready, flow);
    if (choice.kind !== 'member') return { member: null, why: choice.reason };
    counts[choice.index] = (counts[choice.index] ?? 0) + 1;
    return { member: choice.index };
  });
  const nDecided = counts.reduce((sum, count) => sum + count, 0);
  const weighted = weightedShares(flows, decisions, counts.length);
  return {
    group,
    policy: 0,
    seed: null,
    exact: nDecided > 0,
    members: group.members.map((member) => {
      const count = counts[member.index] ?? 0;
      const equal = isDown(member) ? 0 : 1 / ready.usable.length;
      const undecided = bond.mode === 'broadcast' && equal > 0 ? 1 : equal;
      const predicted = nDecided > 0 ? count / nDecided : undecided;
      return { ...member, predicted, flows: count, ...weighted[member.index] };
    }),
    flows: decisions,
    profile,
    notes: [...notesOnBond(question), ...notesOnUndecided(decisions)],
  };
}

function notesOnBond({ group, bond }: BondQuestion): string[] {
  const hashes = ['balance-xor', '802.3ad'].includes(bond.mode);
  const notes = hashes
    ? [
        `The members count in the order in which they join the bond, taken here as ${group.members.map(({ device }) => `\`${device ?? '?'}\``).join(', ')}; \`cat /proc/net/bonding/${group.name}\` shows the real one.`,
      ]
    : [];
  if (bond.hashPolicy === 'encap3+4' && hashes)
    notes.push(
      'With encap3+4 a hash that the packet carries already (of a socket or a network card) decides alone.',
    );
  return notes;
}
