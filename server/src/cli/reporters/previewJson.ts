/** `preview --format json`: the shape is promised in `docs/cli.md`; a change of it is a breaking change. */
import type { FlowRow } from '../../simulate/flows.ts';
import { balanceText } from '../../simulate/policyText.ts';
import type { Distribution, FlowDecision, Group, MemberShare } from '../../simulate/types.ts';
import type { PreviewReport } from '../preview.ts';

export function reportPreviewJson(report: PreviewReport): string {
  const { fileOf, rangeOf, distributions, refusals } = report;
  const value = {
    version: 1,
    groups: distributions.map((one) => toJson(report, one)),
    refused: refusals.map(({ group, reason }) => ({
      file: fileOf(group),
      line: rangeOf(group).start.line,
      name: group.name,
      reason,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function toJson({ fileOf, rangeOf, flowRows }: PreviewReport, distribution: Distribution): unknown {
  const { group, policy, seed, exact, members, flows, profile, notes } = distribution;
  return {
    kind: group.kind,
    file: fileOf(group),
    line: rangeOf(group).start.line,
    family: group.family,
    name: group.name,
    policy: group.bond?.hashPolicy ?? balancerOf(group) ?? policy,
    ...(group.bond === undefined ? {} : { mode: group.bond.mode }),
    seed,
    exact,
    profile,
    members: members.map(memberJson),
    flows: answersOf(flowRows, flows),
    notes,
  };
}

/** One answer for each row of the input, in its order; the flows of a built-in profile nobody asked about. */
function answersOf(
  rows: readonly FlowRow[],
  decisions: readonly FlowDecision[],
): readonly FlowDecision[] {
  let n = 0;
  return rows.map((row) => {
    if ('problem' in row) return { member: null, why: row.problem };
    const { member = null, why } = decisions[n++] ?? {};
    return why === undefined ? { member } : { member, why };
  });
}

function balancerOf({ balance }: Group): string | undefined {
  return balance === undefined ? undefined : balanceText(balance);
}

function memberJson({
  index,
  gateway,
  device,
  label,
  weight,
  configured,
  predicted,
  low,
  high,
  flows,
  byteShare,
  packetShare,
}: MemberShare): unknown {
  const spread = low === undefined || high === undefined ? {} : { low, high };
  return {
    index,
    gateway: gateway ?? null,
    device: device ?? null,
    ...(label === undefined ? {} : { label }),
    weight,
    configured,
    predicted,
    ...spread,
    flows,
    ...(byteShare === undefined ? {} : { byteShare }),
    ...(packetShare === undefined ? {} : { packetShare }),
  };
}
