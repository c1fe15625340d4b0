/** `preview --format json`: the shape is promised in `docs/cli.md`; a change of it is a breaking change. */
import type { Distribution, MemberShare } from '../../simulate/types.ts';
import type { PreviewReport } from '../preview.ts';

export function reportPreviewJson(report: PreviewReport): string {
  const { file, rangeOf, distributions, refusals } = report;
  const value = {
    version: 1,
    groups: distributions.map((one) => toJson(report, one)),
    refused: refusals.map(({ group, reason }) => ({
      file,
      line: rangeOf(group).start.line,
      name: group.name,
      reason,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function toJson(
  { file, rangeOf, flows: given }: PreviewReport,
  distribution: Distribution,
): unknown {
  const { group, policy, seed, exact, members, flows, profile, notes } = distribution;
  return {
    kind: group.kind,
    file,
    line: rangeOf(group).start.line,
    family: group.family,
    name: group.name,
    policy: group.bond?.hashPolicy ?? policy,
    ...(group.bond === undefined ? {} : { mode: group.bond.mode }),
    seed,
    exact,
    profile,
    members: members.map(memberJson),
    // Answers to the flows that were asked about; those of a built-in profile were not.
    flows:
      given === undefined
        ? []
        : flows.map(({ member, why }) => (why === undefined ? { member } : { member, why })),
    notes,
  };
}

function memberJson({
  index,
  gateway,
  device,
  weight,
  configured,
  predicted,
  low,
  high,
  flows,
}: MemberShare): unknown {
  const spread = low === undefined || high === undefined ? {} : { low, high };
  return {
    index,
    gateway: gateway ?? null,
    device: device ?? null,
    weight,
    configured,
    predicted,
    ...spread,
    flows,
  };
}
