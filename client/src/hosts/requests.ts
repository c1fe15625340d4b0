/** The requests about hosts, with what could not be done as an exception. */
import type {
  HostApplyParams,
  HostApplyResult,
  HostDecideParams,
  HostFailure,
  HostLookResult,
  HostParams,
  HostPlanParams,
  HostPlanResult,
  HostSettleParams,
  HostSettleResult,
  HostsResult,
} from '../../../server/src/protocol.ts';
import type { ServerHandle } from '../serverHandle.ts';

export interface HostRequests {
  readonly list: () => Promise<HostsResult>;
  readonly look: (params: HostParams) => Promise<HostLookResult>;
  readonly plan: (params: HostPlanParams) => Promise<HostPlanResult>;
  readonly apply: (params: HostApplyParams) => Promise<HostApplyResult>;
  readonly decide: (params: HostDecideParams) => Promise<unknown>;
  readonly settle: (params: HostSettleParams) => Promise<HostSettleResult>;
}

export function hostRequests(server: ServerHandle): HostRequests {
  const ask = async <Result extends object>(method: string, params: object): Promise<Result> => {
    const running = await server.running();
    const answer = await running.request<Result | HostFailure | null>(method, params);
    if (answer !== null && 'failure' in answer) throw new Error(answer.failure);
    // Only an answer to `decide` is empty.
    return (answer ?? {}) as Result;
  };
  const canAsk = true;
  return {
    list: () => ask('routelens/hosts', {}),
    look: (params) => ask('routelens/host/look', { ...params, canAsk }),
    plan: (params) => ask('routelens/host/plan', { ...params, canAsk }),
    apply: (params) => ask('routelens/host/apply', { ...params, canAsk }),
    decide: (params) => ask('routelens/host/decide', params),
    settle: (params) => ask('routelens/host/settle', { ...params, canAsk }),
  };
}
