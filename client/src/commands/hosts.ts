/** Commands about hosts. Each takes the host as a name or as an entry of the view "Hosts"; without it, it asks. */
import type { HostFile } from '../../../server/src/protocol.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** Command `routelens.lookAtHost`: facts, drift and history, in the view. Reads only. */
export function lookAtHost(
  { hosts }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  return hosts.look(hostIn(args));
}

/** Command `routelens.planChange`: what would be done to a host, on a page from which it can be applied. */
export function planChange(
  { hosts }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  return hosts.plan(hostIn(args), undefined);
}

/** Command `routelens.undoChange`: takes a kept change back, the last one if none is named. */
export function undoChange(
  { hosts }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  const change = changeIn(args);
  return change === undefined ? hosts.undoLast(hostIn(args)) : hosts.plan(hostIn(args), change);
}

/** Command `routelens.keepChange`: keeps the change that is armed on a host. */
export function keepChange(
  { hosts }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  return hosts.settle(hostIn(args), changeIn(args), true);
}

/** Command `routelens.rollBackChange`: rolls back the change that is armed on a host. */
export function rollBackChange(
  { hosts }: CommandSurroundings,
  args: readonly unknown[],
): Promise<void> {
  return hosts.settle(hostIn(args), changeIn(args), false);
}

/** Command `routelens.forgetHost`: takes a host out of the view. */
export function forgetHost({ hosts }: CommandSurroundings, args: readonly unknown[]): void {
  const host = hostIn(args);
  if (host !== undefined) hosts.forget(host);
}

/** Command `routelens.showHostDiff`: a file of a host beside that of the workspace. Arguments: host and file. */
export async function showHostDiff(
  { hosts }: CommandSurroundings,
  [host, file]: readonly unknown[],
): Promise<void> {
  if (typeof host === 'string' && isHostFile(file)) await hosts.showDiff(host, file);
}

function hostIn([first]: readonly unknown[]): string | undefined {
  if (typeof first === 'string') return first;
  const isNode = typeof first === 'object' && first !== null && 'host' in first;
  return isNode && typeof first.host === 'string' ? first.host : undefined;
}

function changeIn([first]: readonly unknown[]): string | undefined {
  const isNode = typeof first === 'object' && first !== null && 'change' in first;
  return isNode && typeof first.change === 'string' ? first.change : undefined;
}

function isHostFile(value: unknown): value is HostFile {
  return typeof value === 'object' && value !== null && 'path' in value && 'before' in value;
}
