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

/** sysctl.d(5): of files with one name, the one in /etc masks that in /run, and this that in /usr/lib. */
const sysctlFolders: readonly RegExp[] = [
  /(?:^|\/)etc\/sysctl\.d\/[^/]+$/,
  /(?:^|\/)run\/sysctl\.d\/[^/]+$/,
  /(?:^|\/)usr\/local\/lib\/sysctl\.d\/[^/]+$/,
  /(?:^|\/)(?:usr\/)?lib\/sysctl\.d\/[^/]+$/,
];

/** Files that count for nothing, because another folder has one of the same name. */
export function maskedDocuments(documents: readonly Document[]): ReadonlySet<Document> {
  const strongest = new Map<string, number>();
  for (const document of documents) {
    const rank = sysctlRank(document);
    const name = sortKey(document);
    if (rank >= 0) strongest.set(name, Math.min(rank, strongest.get(name) ?? rank));
  }
  return new Set(
    documents.filter((document) => {
      const rank = sysctlRank(document);
      return rank >= 0 && rank !== strongest.get(sortKey(document));
    }),
  );
}

function sysctlRank({ kind, file }: Document): number {
  return kind === 'sysctl' ? sysctlFolders.findIndex((folder) => folder.test(file.path)) : -1;
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
