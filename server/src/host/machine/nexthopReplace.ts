/** What a nexthop object may be replaced by: replace_nexthop(), net/ipv4/nexthop.c, v6.18. */
import { checkObjectScope } from './fib4Check.ts';
import type { Machine, MachineNexthop, MachineRefusal } from './types.ts';
import { extack } from './words.ts';

const invalid = (reason: string): MachineRefusal => extack('request-invalid', reason);

/** Why the kernel keeps the old one. */
export function checkReplacement(
  machine: Machine,
  old: MachineNexthop,
  made: MachineNexthop,
): MachineRefusal | undefined {
  const groups = [...old.groups].map((id) => machine.nexthops.get(id));
  for (const group of groups) {
    if (group === undefined) continue;
    if (made.blackhole && (group.members?.length ?? 0) > 1)
      return invalid('Blackhole nexthop can not be a member of a group with more than one path');
    const refusal = checkRoutes(machine, group, made);
    if (refusal !== undefined) return refusal;
  }
  return checkRoutes(machine, old, made) ?? checkKind(old, made);
}

/** fib_check_nh_list() and fib6_check_nh_list(): the routes must be able to use the new one. */
function checkRoutes(
  machine: Machine,
  { routes }: MachineNexthop,
  made: MachineNexthop,
): MachineRefusal | undefined {
  for (const { family, scope, sure } of routes) {
    if (family !== 4 || !sure) continue;
    const refusal = checkObjectScope(machine, made, scope);
    if (refusal !== undefined) return refusal;
  }
  const isOfIpv6 = [...routes].some(({ family, sure }) => family === 6 && sure);
  return isOfIpv6 && usesIpv4(machine, made)
    ? invalid('IPv6 routes can not use an IPv4 nexthop')
    : undefined;
}

/** fib6_check_nexthop(): the object, or one of its group. */
export function usesIpv4(machine: Machine, { family, members }: MachineNexthop): boolean {
  if (members === undefined) return family === 4;
  return members.some(({ id }) => machine.nexthops.get(id)?.family === 4);
}

function checkKind(old: MachineNexthop, made: MachineNexthop): MachineRefusal | undefined {
  if (old.members === undefined)
    return made.members === undefined
      ? undefined
      : invalid('Can not replace a nexthop with a nexthop group');
  if (made.members === undefined) return invalid('Can not replace a nexthop group with a nexthop');
  if (old.groupType !== made.groupType)
    return invalid('Can not replace a nexthop group with one of a different type');
  return old.buckets === made.buckets
    ? undefined
    : invalid('Can not change number of buckets of a resilient nexthop group');
}
