import { compareRunning } from '../../plan/compareRunning.ts';
import { lookAt, planFor } from '../../remote/prepare.ts';
import type { HostLookResult } from '../../protocol.ts';
import { withGuard } from './connect.ts';
import type { HostRequest } from './params.ts';
import type { Surroundings } from './surroundings.ts';
import { toFiles, toHistory, toSummary } from './toProtocol.ts';
import { belongingOf } from './tree.ts';

/** `routelens/host/look`: what the host says of itself, and what of the folder it does not have. Reads only. */
export function lookAtHost(
  surroundings: Surroundings,
  request: HostRequest,
): Promise<HostLookResult> {
  return withGuard(surroundings, request, async (guard) => {
    const look = await lookAt(guard);
    const history = toHistory(await guard.history());
    const facts = toSummary(look.facts);
    const { host, folder } = request;
    const belonging = folder === undefined ? undefined : belongingOf(surroundings, host, folder);
    if (belonging === undefined || folder === undefined)
      return { facts, history, drift: null, missing: [] };
    surroundings.session.files.setTarget(folder, { name: host, facts: look.facts });
    const { tree, wishes, uriOf } = belonging;
    const { analyze } = surroundings.session.files;
    const { plan, expectation } = planFor(look, tree, { wishes, analyze });
    return {
      facts,
      history,
      drift: toFiles(plan.files, uriOf),
      missing: expectation === undefined ? [] : compareRunning(expectation, look.facts),
    };
  });
}
