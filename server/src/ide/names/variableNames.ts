/**
 * Variables and functions of the scripts of a host. A script shares them with the files that it sources:
 * a name is one where files that run together both say it, and two where no such file stands between them.
 */
import type { SourceFile } from '../../base/sourceFile.ts';
import type { Document, Host } from '../../host/model.ts';
import { sourcedIds } from '../../host/sourcing.ts';
import { namesInScript, type ScriptName } from '../../shell/names.ts';
import type { NamePlace } from './types.ts';

interface FileName extends ScriptName {
  /** Id of the file. */
  readonly file: string;
}

export function variableNames({ documents }: Host): readonly NamePlace[] {
  const sourced = sourcedIds(documents);
  const files = documents
    .filter(({ kind, file }) => kind === 'shell' || sourced.has(file.id))
    .map(({ file }) => file);
  const runs = documents.flatMap(runOf);
  const functions = new Map(runs.length === 0 ? [] : files.map(functionsOf));
  const names = files.flatMap(({ id, text }) => {
    const along = runs.filter((run) => run.includes(id)).flat();
    const others = new Set(along.flatMap((file) => functions.get(file) ?? []));
    return namesInScript(text, others).map((name): FileName => ({ ...name, file: id }));
  });
  const owners = ownersOf(names, runs);
  return names.map(({ kind, name, localTo, role, span, file }) => {
    const owner = localTo === undefined ? owners.get(keyOf(kind, name, file)) : undefined;
    return {
      kind,
      key: `${owner ?? file}/${localTo === undefined ? '' : `${localTo}/`}${name}`,
      role,
      origin: { file, span },
      text: name,
      editable: true,
    };
  });
}

function functionsOf({ id, text }: SourceFile): readonly [string, readonly string[]] {
  const made = namesInScript(text).filter(
    ({ kind, role }) => kind === 'function' && role === 'definition',
  );
  return [id, made.map(({ name }) => name)];
}

/** A script with the files that it sources, if it sources any. */
function runOf(document: Document): readonly (readonly string[])[] {
  if (document.kind !== 'shell') return [];
  const files = document.script.sources.flatMap(({ file }) =>
    file === undefined ? [] : [file.id],
  );
  return files.length === 0 ? [] : [[document.file.id, ...files]];
}

function keyOf(kind: ScriptName['kind'], name: string, file: string): string {
  return `${kind} ${name} ${file}`;
}

/** For each shared name of a file the file whose name stands for all. */
function ownersOf(
  names: readonly FileName[],
  runs: readonly (readonly string[])[],
): ReadonlyMap<string, string> {
  const said = new Map<string, Pick<FileName, 'kind' | 'name'>>();
  const files = new Set<string>();
  for (const { kind, name, localTo, file } of names) {
    if (localTo !== undefined) continue;
    said.set(`${kind} ${name}`, { kind, name });
    files.add(keyOf(kind, name, file));
  }
  const owners = new Map<string, string>();
  for (const { kind, name } of said.values()) {
    const groups = runs.map((run) => run.filter((file) => files.has(keyOf(kind, name, file))));
    for (const group of joined(groups)) {
      const [owner] = group;
      for (const file of group) if (owner !== undefined) owners.set(keyOf(kind, name, file), owner);
    }
  }
  return owners;
}

/** Groups that share a file become one. */
function joined(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return groups.reduce<readonly (readonly string[])[]>((before, group) => {
    const meets = (other: readonly string[]): boolean => other.some((file) => group.includes(file));
    const merged = [...new Set([...before.filter(meets).flat(), ...group])];
    return [...before.filter((other) => !meets(other)), merged];
  }, []);
}
