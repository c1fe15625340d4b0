/**
 * The path that a file has within its host (`SourceFile.path`).
 * Outside of a root tree the name of the root folder stays in front, because it may tell the kind: `sysctl.d/60-router.conf`.
 */
import { pathBelow, type HostRoot } from './hostRoot.ts';

export function pathInHost({ root, isTree }: HostRoot, path: string): string {
  const above = root.slice(0, Math.max(0, root.lastIndexOf('/')));
  return pathBelow(isTree ? root : above, path);
}
