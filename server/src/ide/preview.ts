/**
 * The preview of flow hashing for every group of a file: distributions, and the groups that cannot be previewed.
 * Editor and command line show the same answer.
 */
import type { Host } from '../host/model.ts';
import { distribute, type DistributeOptions } from '../simulate/distribute.ts';
import { flowProfiles } from '../simulate/flowProfiles.ts';
import { findUnreadNexthops } from '../simulate/nexthopObjects.ts';
import type { Distribution, Group, PreviewRefusal } from '../simulate/types.ts';
import type { Flow } from '../net/flow.ts';
import { refusalAt } from './refusedCommand.ts';

export interface Preview {
  readonly distributions: readonly Distribution[];
  readonly refusals: readonly PreviewRefusal[];
}

/** The groups of a host, and those that are refused because nexthop objects make them: none is passed over. */
export function groupsToShow(host: Host, groups: readonly Group[]): readonly Group[] {
  return [...groups, ...findUnreadNexthops(host)];
}

/** Distributes the flows over each group. */
export function previewGroups(
  host: Host,
  groups: readonly Group[],
  options: DistributeOptions,
): Preview {
  const answers = groups.map((group): Distribution | PreviewRefusal => {
    const refusal = refusalAt(host, group.origin);
    return refusal === undefined
      ? distribute(group, host, options)
      : { group, reason: `\`ip\` refuses this command: ${refusal}` };
  });
  return {
    distributions: answers.filter((answer): answer is Distribution => !('reason' in answer)),
    refusals: answers.filter((answer): answer is PreviewRefusal => 'reason' in answer),
  };
}

/** The flows that a distribution has placed, in the order of its decisions. */
export function flowsOf(
  { profile, group }: Distribution,
  given: readonly Flow[] | undefined,
): readonly Flow[] {
  return given ?? flowProfiles.find(({ id }) => id === profile)?.createFlows(group.family) ?? [];
}
