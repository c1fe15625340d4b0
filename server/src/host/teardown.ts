/**
 * Which commands of a script undo instead of set up.
 * A script with `start)` and `stop)` is two programs; taken as one, every `add` would look undone by its `del`.
 */
import type { CommandContext } from '../shell/types.ts';

const teardownWord =
  /(?:^|[^a-z])(?:stop|down|del|delete|remove|clean|cleanup|teardown|disable|undo|uninstall)(?:[^a-z]|$)/i;

/** True for commands in a `stop` branch, a teardown function, a `trap`, or another network namespace, and for what never runs. */
export function isTeardown(context: CommandContext): boolean {
  return context.netns !== undefined || undoes(context);
}

/** The same, wherever it runs: what undoes, and what never runs. */
export function undoes(context: CommandContext): boolean {
  if (context.trap || context.neverRuns === true) return true;
  if (context.caseLabel !== undefined && teardownWord.test(spaced(context.caseLabel))) return true;
  return context.functionName !== undefined && teardownWord.test(spaced(context.functionName));
}

/** `stopUplinks` and `stop_uplinks` alike. */
function spaced(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
}
