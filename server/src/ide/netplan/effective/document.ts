/** What netplan makes of all its files, as one document to read: the merged tree, each line with its origin as a comment. */
import type { Origin } from '../../../base/fact.ts';
import { createLineIndex, positionAt, type LineIndex } from '../../../base/lineIndex.ts';
import type { Host } from '../../../host/model.ts';
import { mappingsOf } from '../../../netplan/entries.ts';
import { filesWith, type NetplanDocument, type Together } from '../definitions.ts';
import { mergeMapping, nothing } from './merge.ts';
import { writeMapping, type OutputLine } from './write.ts';

/** The text for the files that netplan reads together with this one. */
export function effectiveNetplan(host: Host, document: NetplanDocument): string {
  const together = filesWith(host, document);
  let merged = nothing;
  for (const { yaml, file } of together.files) {
    if (yaml.errors.length > 0 || yaml.root?.kind !== 'mapping') continue;
    const entries = yaml.root.entries.filter(({ key }) => key.text === 'network');
    if (mappingsOf(yaml.root, 'network').length > 0)
      merged = mergeMapping(merged, { ...yaml.root, entries }, file.id);
  }
  const lines = writeMapping(merged);
  const body = lines.length === 0 ? ['network: {}'] : withOrigins(lines, placeNamer(together));
  return [...header(together), ...body, ''].join('\n');
}

function header({ files, hidden }: Together): readonly string[] {
  const broken = files.filter(({ yaml }) => yaml.errors.length > 0);
  return [
    '# What netplan makes of these files, in its order:',
    ...files.map(({ file }) => `#   ${file.path}`),
    ...hidden.map((one) => {
      const { path } = one.by.file;
      return `# Not read: ${one.file.file.path}, because ${path} hides it.`;
    }),
    ...broken.map(
      ({ file }) =>
        `# ${file.path} cannot be read as YAML: netplan refuses all files, and its part is left out here.`,
    ),
    '',
  ];
}

type PlaceNamer = (origin: Origin) => string;

function placeNamer({ files }: Together): PlaceNamer {
  const indexes = new Map<string, { readonly path: string; readonly index: LineIndex }>(
    files.map(({ file }) => [file.id, { path: file.path, index: createLineIndex(file.text) }]),
  );
  return ({ file, span }) => {
    const found = indexes.get(file);
    if (found === undefined) return 'another file';
    return `${found.path}:${positionAt(found.index, span.start).line + 1}`;
  };
}

/** Comments begin in one column, unless a line is very long. */
function withOrigins(lines: readonly OutputLine[], nameOf: PlaceNamer): readonly string[] {
  const lengths = lines.map(({ text }) => text.length).filter((length) => length <= maxColumn);
  const column = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  return lines.map(({ text, origins, over }) => {
    if (origins.length === 0) return text;
    const places = [...new Set(origins.map(nameOf))].join(', ');
    const before = over === undefined ? '' : `, over ${nameOf(over)}`;
    return `${text.padEnd(column)}  # ${places}${before}`;
  });
}

const maxColumn = 80;
