/**
 * The order in which the files of a host take effect at boot:
 * netplan (networkd), sysctl.d (systemd-sysctl(8): by base name, sysctl.conf last as `99-sysctl.conf`),
 * rule sets loaded at boot, then scripts by path.
 * Between scripts the order is a guess, so nothing may depend on it; within a file it is the order of the text.
 */
import type { Document } from './model.ts';

const stage: Record<Document['kind'], number> = {
  rt_tables: 0,
  netplan: 1,
  sysctl: 2,
  nft: 3,
  'iptables-restore': 3,
  shell: 4,
  'ip-batch': 4,
  other: 5,
};

/** Documents in the order of execution. */
export function inBootOrder(documents: readonly Document[]): readonly Document[] {
  return documents.toSorted(
    (a, b) =>
      stage[a.kind] - stage[b.kind] ||
      compareText(sortKey(a), sortKey(b)) ||
      compareText(a.file.id, b.file.id),
  );
}

function sortKey(document: Document): string {
  const { path } = document.file;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (document.kind === 'sysctl') return base === 'sysctl.conf' ? '99-sysctl.conf' : base;
  return document.kind === 'netplan' ? base : path;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
