/** What a preview works on, after options and files are put together. */
import type { MultipathRoute } from '../kernel/route.ts';
import type { Flow } from '../net/flow.ts';
import type { HashInForce } from './hashInForce.ts';
import type { Group } from './types.ts';

export interface Question {
  readonly group: Group;
  readonly route: MultipathRoute;
  readonly hash: HashInForce;
  /** Why packets carry a hash of their own that policy 1 takes; undefined: the files do not say that they do. */
  readonly packetHash: string | undefined;
  readonly flows: readonly Flow[];
  /** Id of the flow profile, or `input`. */
  readonly profile: string;
}
