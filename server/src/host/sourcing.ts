/**
 * Which file of the host a script sources. A path below `/` counts from the root of the host, any other from the script.
 * What a script says depends on its own text and on the texts found here; `sameFiles.ts` tells whether they are still the same.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import type { SourceRequest } from '../shell/types.ts';
import { looksLikeShell } from './fileKind.ts';
import { writtenFiles } from './written.ts';
import { callsRoutingTool } from './routingTool.ts';
import type { Document } from './model.ts';

/** The files of a host by path and by id. */
export interface HostFiles {
  readonly byPath: ReadonlyMap<string, SourceFile>;
  readonly byId: ReadonlyMap<string, SourceFile>;
}

export function createHostFiles(files: readonly SourceFile[]): HostFiles {
  return {
    byPath: new Map(files.map((file) => [file.path, file])),
    byId: new Map(files.map((file) => [file.id, file])),
  };
}

/** The file that a script asks for, or undefined where the host has none, or another text by then. */
export function findSourced(
  request: SourceRequest,
  script: SourceFile,
  { byPath, byId }: HostFiles,
): SourceFile | undefined {
  const from = request.from === undefined ? script : byId.get(request.from);
  const path = from === undefined ? undefined : sourcedPath(request.path, from.path);
  const isOverwritten = path !== undefined && writtenFiles(script.text).has(`/${path}`);
  return path === undefined || isOverwritten ? undefined : byPath.get(path);
}

/** The path in the host that a word after `.` names. */
export function sourcedPath(written: string, scriptPath: string): string | undefined {
  if (written.startsWith('/')) return normalized(written.slice(1));
  const folder = scriptPath.slice(0, scriptPath.lastIndexOf('/') + 1);
  return normalized(folder + written);
}

function normalized(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** True for a script that calls no tool itself, but sources a file of the host that does. */
export function sourcesTools(
  { path, text, languageId }: SourceFile,
  { byPath }: HostFiles,
): boolean {
  if (byPath.size < 2 || !looksLikeShell(path, text, languageId)) return false;
  return mentionedSources(text, path).some((each) =>
    callsRoutingTool(byPath.get(each)?.text ?? ''),
  );
}

/** Ids of files that other files of the host source: they run there. */
export function sourcedIds(documents: readonly Document[]): ReadonlySet<string> {
  return new Set(
    documents.flatMap((document) =>
      document.kind === 'shell'
        ? document.script.sources.flatMap(({ file }) => (file === undefined ? [] : [file.id]))
        : [],
    ),
  );
}

/** A path that the text tells, also below the folder of the script or of a variable. */
const path =
  /["']?(?:(\$\(dirname -?-? ?"?\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?"?\)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%\/\*\}|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})\/)?([\w./@+-]+)/
    .source;
const command = /(?:^|[;&|{(]|\b(?:then|else|do)\b)[ \t]*(?:\.|source)[ \t]+/.source;

/** `. FILE`, `source FILE`. */
const sourceCommand = new RegExp(command + path, 'gm');

/** `. "$CONF"`, `. ${CONF:-FILE}`. */
const sourceVariable = new RegExp(
  `${command}["']?\\$\\{?([A-Za-z_]\\w*)(?=["'}\\s;&|)]|:?[-=]|$)`,
  'gm',
);

/** What a text gives a variable, and what it has instead: `CONF=FILE`, `${CONF:-FILE}`. */
function valuesOf(name: string): RegExp {
  return new RegExp(
    `(?:(?:^|[\\s;&|])${name}=|\\$\\{${name}:?[-=])(?:\\$\\{\\w+:?[-=])?${path}`,
    'gm',
  );
}

/**
 * Paths in the host that a script may source, by a first look at its text: whoever reads files from a disk asks here
 * which more of them a host needs. A path behind a variable counts from the folder of the script.
 */
export function mentionedSources(text: string, scriptPath: string): readonly string[] {
  const paths = new Set<string>();
  const variables = new Set([...text.matchAll(sourceVariable)].map(([, name = '']) => name));
  for (const pattern of [sourceCommand, ...[...variables].map(valuesOf)])
    for (const [, folder, written = ''] of text.matchAll(pattern)) {
      const found = sourcedPath(folder === undefined ? written : `./${written}`, scriptPath);
      if (found !== undefined && found !== '') paths.add(found);
    }
  return [...paths];
}
