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
  networkd: 1,
  interfaces: 1,
  'wg-quick': 3,
  unit: 4,
  cron: 4,
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

/** Folders of which the first that has a file of a name masks the others: sysctl.d(5), systemd.unit(5), systemd.network(5). */
const maskingFolders: readonly RegExp[] = [
  /(?:^|\/)etc\/(?:sysctl\.d|systemd\/(?:system|network))\/(?:[^/]+\.d\/)?[^/]+$/,
  /(?:^|\/)run\/(?:sysctl\.d|systemd\/(?:system|network))\/(?:[^/]+\.d\/)?[^/]+$/,
  /(?:^|\/)usr\/local\/lib\/(?:sysctl\.d|systemd\/(?:system|network))\/(?:[^/]+\.d\/)?[^/]+$/,
  /(?:^|\/)(?:usr\/)?lib\/(?:sysctl\.d|systemd\/(?:system|network))\/(?:[^/]+\.d\/)?[^/]+$/,
];

const masking: ReadonlySet<Document['kind']> = new Set(['sysctl', 'unit', 'networkd']);

/** Files that count for nothing, because another folder has one of the same name. */
export function maskedDocuments(documents: readonly Document[]): ReadonlySet<Document> {
  const strongest = new Map<string, number>();
  for (const document of documents) {
    const rank = maskingRank(document);
    const name = nameInFolder(document);
    if (rank >= 0) strongest.set(name, Math.min(rank, strongest.get(name) ?? rank));
  }
  return new Set(
    documents.filter((document) => {
      const rank = maskingRank(document);
      return rank >= 0 && rank !== strongest.get(nameInFolder(document));
    }),
  );
}

function maskingRank({ kind, file }: Document): number {
  return masking.has(kind) ? maskingFolders.findIndex((folder) => folder.test(file.path)) : -1;
}

/** `sysctl.d/60-router.conf`, `network/10-wan.network.d/metric.conf`: the same below each of the folders. */
function nameInFolder({ file }: Document): string {
  return /(?:sysctl\.d|systemd\/(?:system|network))\/.*$/.exec(file.path)?.[0] ?? file.path;
}

function sortKey(document: Document): string {
  const { path } = document.file;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (document.kind === 'sysctl') return base === 'sysctl.conf' ? '99-sysctl.conf' : base;
  return document.kind === 'netplan' || document.kind === 'networkd' ? base : path;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
