import { dropRoute } from './state.ts';
import type { Machine, MachineRoute } from './types.ts';

/** Takes one entry out of its multipath route. */
export function removeSibling(machine: Machine, route: MachineRoute): void {
  dropRoute(machine, route);
  const { siblings } = route;
  if (siblings === undefined) return;
  siblings.splice(siblings.indexOf(route), 1);
  route.siblings = undefined;
  const last = siblings[0];
  if (siblings.length === 1 && last !== undefined) last.siblings = undefined;
}
