/** Distributions as `routelens/preview` answers them. */
import { protocolName } from '../net/protocol.ts';
import { flowsOf } from '../ide/preview.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import { formatAddress } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import type { PreviewFlow, PreviewGroup, PreviewMember, PreviewResult } from '../protocol.ts';
import { flowProfiles } from '../simulate/flowProfiles.ts';
import { deciderText, policyText } from '../simulate/policyText.ts';
import type { Distribution, FlowDecision, MemberShare } from '../simulate/types.ts';

/** More rows help nobody, and a message of a million rows stops the editor. */
const maxFlows = 200;

/** What can be chosen on this kernel. */
export function describeKernel(
  kernel: KernelProfile,
): Pick<PreviewResult, 'kernel' | 'policies' | 'hasSeed' | 'profiles'> {
  const ids = kernel.ipv4Policies.length === 0 ? [0] : kernel.ipv4Policies;
  return {
    kernel: kernel.version,
    policies: ids.map((id) => ({ id, text: policyText(id, 4) })),
    hasSeed: kernel.hasSeed,
    profiles: flowProfiles.map(({ id, text }) => ({ id, text })),
  };
}

interface GroupPlace {
  readonly line: number;
  /** Flows of the user; undefined: those of the profile. */
  readonly given: readonly Flow[] | undefined;
}

export function toPreviewGroup(
  distribution: Distribution,
  { line, given }: GroupPlace,
): PreviewGroup {
  const { group, policy, seed, exact, members, flows: decisions, profile, notes } = distribution;
  const flows = flowsOf(distribution, given);
  return {
    kind: group.kind,
    uri: group.origin.file,
    line,
    family: group.family,
    name: group.name,
    policy,
    policyText: deciderText(group, policy),
    seed,
    exact,
    members: members.map(toMember),
    flows: flows.slice(0, maxFlows).map((flow, i) => toFlow(flow, decisions[i])),
    nFlows: flows.length,
    profile,
    notes,
  };
}

function toMember({ gateway, device, label, low, high, ...member }: MemberShare): PreviewMember {
  const { index, weight, configured, predicted, flows } = member;
  return {
    index,
    gateway: gateway ?? null,
    device: device ?? null,
    ...(label === undefined ? {} : { label }),
    weight,
    configured,
    predicted,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    flows,
  };
}

function toFlow(
  { src, dst, proto, sport, dport }: Flow,
  decision: FlowDecision | undefined,
): PreviewFlow {
  const { member = null, why } = decision ?? {};
  return {
    src: formatAddress(src),
    dst: formatAddress(dst),
    proto: protocolName(proto),
    sport,
    dport,
    member,
    ...(why === undefined ? {} : { why }),
  };
}
