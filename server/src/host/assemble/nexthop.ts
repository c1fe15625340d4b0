/** `ip nexthop` commands as changes of the nexthop objects; what the changes come to is asked by the preview alone. */
import type { IpNexthopCommand } from '../../iproute/types.ts';
import { isUnknown } from '../../base/fact.ts';
import type { HostNexthopStep } from '../model.ts';
import type { HostState } from './state.ts';

/** Applies one `ip nexthop` command. Commands that may not run add, but never remove. */
export function applyNexthop(state: HostState, command: IpNexthopCommand, file: string): void {
  const { verb, span, context, id, via, dev, members, groupType, buckets } = command;
  if (verb === 'get' || verb === 'show' || verb === 'other') return;
  if ((verb === 'del' || verb === 'flush') && context.conditional) return;
  const family = familyOf(command);
  const origin = { file, span };
  state.nexthopSteps.push({
    verb,
    id,
    via,
    dev,
    members,
    groupType,
    buckets,
    family,
    context,
    origin,
  });
}

/** iproute2: `-4`/`-6`, else the family of the gateway, else IPv4. */
function familyOf({ family, via }: IpNexthopCommand): HostNexthopStep['family'] {
  if (family !== undefined) return family;
  return via === undefined || isUnknown(via.value) ? 4 : via.value.family;
}
