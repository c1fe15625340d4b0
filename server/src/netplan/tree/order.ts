/**
 * Which netplan files of a host count, and in which order: by base name, `/run` before `/etc` before `/lib` for equal names
 * (netplan_parser_load_yaml_hierarchy of netplan 1.2).
 * Files outside of these folders are on their own: nobody knows which of them belong together.
 */

export interface TreeFile {
  readonly id: string;
  /** Slash-separated. */
  readonly path: string;
}

export interface Hierarchy<F extends TreeFile> {
  /** In netplan's order. */
  readonly files: readonly F[];
  readonly shadowed: readonly { readonly file: F; readonly by: F }[];
}

/** The files in groups that netplan reads together. */
export function hierarchiesOf<F extends TreeFile>(files: readonly F[]): readonly Hierarchy<F>[] {
  const groups = new Map<string, Located<F>[]>();
  for (const file of files) {
    const located = locate(file);
    const group = groups.get(located.root) ?? [];
    group.push(located);
    groups.set(located.root, group);
  }
  return [...groups.values()].map((group) => hierarchyOf(group));
}

interface Located<F> {
  readonly file: F;
  /** The folder that holds `etc` and the others. */
  readonly root: string;
  readonly base: string;
  readonly rank: number;
}

const ranks: Readonly<Record<string, number>> = { lib: 0, 'usr/lib': 0, etc: 1, '': 1, run: 2 };

function locate<F extends TreeFile>(file: F): Located<F> {
  const place = /^(|.*\/)(?:(usr\/lib|lib|etc|run)\/)?netplan\/([^/]+\.ya?ml)$/.exec(file.path);
  if (place === null) return { file, root: `file ${file.id}`, base: file.path, rank: 1 };
  const [, root = '', folder = '', base = ''] = place;
  return { file, root: `folder ${withoutFolder(root, folder)}`, base, rank: ranks[folder] ?? 1 };
}

/** A greedy match leaves the folder in the root: `etc/` of `etc/netplan/`. */
function withoutFolder(root: string, folder: string): string {
  return folder === '' ? root : root.replace(new RegExp(`${folder}/$`), '');
}

function hierarchyOf<F extends TreeFile>(group: readonly Located<F>[]): Hierarchy<F> {
  const winners = new Map<string, Located<F>>();
  for (const located of group) {
    const old = winners.get(located.base);
    if (old === undefined || old.rank < located.rank) winners.set(located.base, located);
  }
  const files = [...winners.values()]
    .toSorted((a, b) => compareText(a.base, b.base))
    .map(({ file }) => file);
  const shadowed = group.flatMap((located) => {
    const by = winners.get(located.base);
    return by === undefined || by === located ? [] : [{ file: located.file, by: by.file }];
  });
  return { files, shadowed };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
