import { GuardFailure } from '../../remote/failure.ts';
import type { HostSettleResult } from '../../protocol.ts';
import { withGuard } from './connect.ts';
import type { HostRequest } from './params.ts';
import type { Surroundings } from './surroundings.ts';

export interface SettleRequest extends HostRequest {
  readonly change: string;
  readonly keep: boolean;
}

/** `routelens/host/decide`: the answer to the question of a change that goes on here. */
export function decidePlan({ questions }: Surroundings, digest: string, keep: boolean): null {
  const answer = questions.get(digest);
  if (answer === undefined)
    throw new GuardFailure('too-late', 'nothing waits for an answer: the host has decided');
  answer(keep);
  return null;
}

/** `routelens/host/settle`: keeps or rolls back a change that was armed by somebody else, and reads what became of it. */
export function settleChange(
  surroundings: Surroundings,
  request: SettleRequest,
): Promise<HostSettleResult> {
  const { change, keep } = request;
  return withGuard(surroundings, request, async (guard) => {
    if (keep) await guard.keep(change);
    else await guard.rollBack(change);
    return { state: (await guard.status(change)).state };
  });
}
