/**
 * The preview of flow hashing for every group of a file: distributions, and the groups that cannot be previewed.
 * Editor and command line show the same answer.
 */
import type { Host } from '../host/model.ts';
import { distribute, type DistributeOptions } from '../simulate/distribute.ts';
import { flowProfiles } from '../simulate/flowProfiles.ts';
import type { Distribution, Group, PreviewRefusal } from '../simulate/types.ts';
import type { Flow } from '../net/flow.ts';

export interface Preview {
  readonly distributions: readonly Distribution[];
  readonly refusals: readonly PreviewRefusal[];
}

/** Distributes the flows over each group. */
export function previewGroups(
  host: Host,
  groups: readonly Group[],
  options: DistributeOptions,
): Preview {
  const answers = groups.map((group) => distribute(group, host, options));
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
