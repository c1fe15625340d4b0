/**
 * The files of the host that a unit is read with: its drop-ins, and what `EnvironmentFile=` names.
 * systemd.unit(5), v252: `NAME.d/*.conf` by name, whichever folder they are in; of one name the one below /etc counts, then /run,
 * /usr/local/lib and /usr/lib. An instance has the drop-ins of its template, too.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import { readIni } from '../formats/ini.ts';
import { environmentFiles, specifiersOf } from '../formats/systemd/environment.ts';
import { sourcedPath, type HostFiles } from './sourcing.ts';

export interface UnitFiles {
  /** The unit and its drop-ins in the order in which they are read; one of them is the file itself. */
  readonly fragments: readonly SourceFile[];
  /** The files of each path or pattern of `EnvironmentFile=`; undefined where the host has none. */
  readonly environment: ReadonlyMap<string, readonly SourceFile[] | undefined>;
}

export function unitFilesOf(file: SourceFile, files: HostFiles): UnitFiles {
  const fragments = fragmentsOf(file, files);
  const entries = fragments.flatMap(({ text }) => readIni(text).entries);
  const paths = environmentFiles({ entries, specifiers: specifiersOf(file.path) });
  return {
    fragments,
    environment: new Map(
      paths.flatMap((path) => (path === undefined ? [] : [[path, matching(path, files)]])),
    ),
  };
}

/** The same list for the same files: what a reading of the unit depends on. */
export function unitInputs({ fragments, environment }: UnitFiles): readonly string[] {
  const named = [...environment].flatMap(([path, found]) => [
    path,
    ...(found ?? []).flatMap(({ id, text }) => [id, text]),
  ]);
  return [...fragments.flatMap(({ id, text }) => [id, text]), ...named];
}

/** Paths and patterns in the host that a unit or a drop-in may read, by its own text. */
export function mentionedEnvironmentFiles(text: string, path: string): readonly string[] {
  if (!/\.(?:service|socket|mount)(?:\.d\/[^/]+\.conf)?$/.test(path)) return [];
  const { entries } = readIni(text);
  return environmentFiles({ entries, specifiers: specifiersOf(path) })
    .map((found) => (found === undefined ? undefined : sourcedPath(found, '')))
    .filter((found) => found !== undefined);
}

const folders = ['etc', 'run', 'usr/local/lib', 'usr/lib', 'lib'];
const unitPath =
  /^(?:(.*\/)?(etc|run|usr\/local\/lib|usr\/lib|lib)\/systemd\/system\/)([^/]+?)(?:\.d\/([^/]+\.conf))?$/;

interface UnitPlace {
  /** What stands before the folder of the distribution; empty at the root. */
  readonly root: string;
  readonly rank: number;
  readonly unit: string;
  readonly dropIn: string | undefined;
}

function placeOf(path: string): UnitPlace | undefined {
  const [, root = '', folder = '', unit, dropIn] = unitPath.exec(path) ?? [];
  return unit === undefined ? undefined : { root, rank: folders.indexOf(folder), unit, dropIn };
}

function fragmentsOf(file: SourceFile, { byPath }: HostFiles): readonly SourceFile[] {
  const own = placeOf(file.path);
  if (own === undefined) return [file];
  const names = new Set([own.unit, own.unit.replace(/@.+(\.\w+)$/, '@$1')]);
  const strongest = new Map<string, { readonly place: UnitPlace; readonly file: SourceFile }>();
  for (const other of byPath.values()) {
    const place = placeOf(other.path);
    if (place === undefined || place.root !== own.root || !names.has(place.unit)) continue;
    // Of a template and its instance the latter is the unit.
    const isBetter =
      place.dropIn === undefined
        ? (before: UnitPlace) =>
            place.unit === before.unit ? place.rank < before.rank : place.unit === own.unit
        : (before: UnitPlace) => place.rank < before.rank;
    const before = strongest.get(place.dropIn ?? '');
    if (before === undefined || isBetter(before.place))
      strongest.set(place.dropIn ?? '', { place, file: other });
  }
  const all = [...strongest].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const found = all.map(([, { file: one }]) => one);
  // A file that another one masks is read by itself.
  return found.some(({ id }) => id === file.id) ? found : [file];
}

/** The files of a path, or of a pattern whose last part has `*`, `?` or `[…]`, by name. */
function matching(path: string, { byPath }: HostFiles): readonly SourceFile[] | undefined {
  const place = sourcedPath(path, '');
  if (place === undefined) return undefined;
  if (!/[*?[]/.test(place)) {
    const file = byPath.get(place);
    return file === undefined ? undefined : [file];
  }
  const pattern = fileNamePattern(place);
  if (pattern === undefined) return undefined;
  const found = [...byPath.values()]
    .filter((file) => pattern.test(file.path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return found.length === 0 ? undefined : found;
}

/** Undefined for a pattern of folders, and for one that is no pattern after all. */
export function fileNamePattern(path: string): RegExp | undefined {
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, slash + 1);
  const name = path.slice(slash + 1).replaceAll(/\*+/g, '*');
  // Nobody writes more, and each of them multiplies the time that a name takes.
  if (name.split('*').length > 5) return undefined;
  if (/[*?[\\]/.test(folder) || name.includes('\\') || /\[[^\]]*$/.test(name)) return undefined;
  const source = name.replaceAll(/\[!?[^\]]+\]|[*?]|[^*?[]+|\[/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1 && part.startsWith('['))
      return `[${part.slice(1, -1).replace(/^!/, '^').replaceAll(/[\\[]/g, '\\$&')}]`;
    return escaped(part);
  });
  // A file that begins with a dot is named, never matched.
  const isHiddenNamed = name.startsWith('.');
  return safePattern(`^${escaped(folder)}${isHiddenNamed ? '' : '(?!\\.)'}${source}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function safePattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
