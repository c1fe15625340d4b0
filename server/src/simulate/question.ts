/** What a preview works on, after options and files are put together. */
import type { MultipathRoute } from '../kernel/route.ts';
import type { Flow } from '../net/flow.ts';
import type { HashInForce } from './hashInForce.ts';
import type { Group } from './types.ts';

export interface Question {
  readonly group: Group;
  readonly route: MultipathRoute;
  readonly hash: HashInForce;
  readonly flows: readonly Flow[];
  /** Id of the flow profile, or `input`. */
  readonly profile: string;
}
