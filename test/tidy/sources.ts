/** The files of the checkout as the tidy tests see them: what git tracks or would track. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');

export interface Source {
  /** From the root of the checkout, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** As written after `from`. */
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Paths of all tracked and not ignored files. */
export function projectPaths(): readonly string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return output
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(projectRoot, file)));
}

/** The files below some folders that end in one of the endings. */
export function sourcesIn(
  folders: readonly string[],
  endings: readonly string[],
): readonly Source[] {
  return projectPaths()
    .filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => ({ path: file, text: readProjectFile(file) }));
}

export function readProjectFile(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8');
}

/** All import and re-export statements, type-only ones too, and `import()` with a fixed text. */
export function importsOf(source: Source): readonly Import[] {
  const statements = source.text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, type, fixed, dynamic]) => ({
    specifier: fixed ?? dynamic ?? '',
    isTypeOnly: type !== undefined,
  }));
}

/** The path that a relative import leads to; undefined for a package. */
export function targetOf(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return path.posix.join(path.posix.dirname(source.path), specifier);
}
