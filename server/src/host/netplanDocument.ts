/**
 * A netplan file, also one that is a template: its holes are values that nobody knows, and what netplan refuses is said only of
 * what is written. Which parts there are where blocks (`{% if %}`) decide, or where the holes break the YAML, only the filled
 * file tells: such a file is not read.
 */
import type { SourceFile } from '../base/sourceFile.ts';
import type { Span } from '../base/span.ts';
import { maskHoles, templateTags, type TemplateTag } from '../base/template.ts';
import { readNetplan } from '../netplan/read.ts';
import { parseYaml } from '../yaml/parse.ts';
import type { Document } from './model.ts';

export function readNetplanDocument(file: SourceFile, previous?: Document): Document {
  const tags = [...templateTags(file.text), ...shellHoles(file)].toSorted(
    (a, b) => a.span.start - b.span.start,
  );
  if (tags.length > 0) return readTemplate(file, tags);
  const yaml = parseYaml(file.text, previous?.kind === 'netplan' ? previous.yaml : undefined);
  const netplan = readNetplan(yaml, file.id);
  return { kind: 'netplan', file, yaml, netplan, problems: netplan.problems };
}

/**
 * `${WAN}` for envsubst. Where netplan itself looks it is a mistake: netplan puts nothing in. In a remark it means nothing.
 */
function shellHoles({ text, path }: SourceFile): readonly TemplateTag[] {
  if (!text.includes('${') || /^(?:etc|run|(?:usr\/)?lib)\/netplan\//.test(path)) return [];
  return [...text.matchAll(/(?<![$\\])\$\{[A-Za-z_]\w*\}/g)]
    .map(({ 0: written, index }): TemplateTag => {
      const span = { start: index, end: index + written.length };
      return { span, kind: 'hole', text: written };
    })
    .filter(({ span }) => {
      const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
      return !/(?:^|\s)#/.test(line);
    });
}

function readTemplate(file: SourceFile, tags: readonly TemplateTag[]): Document {
  const yaml = parseYaml(maskHoles(file.text, tags));
  if (tags.some(({ kind }) => kind === 'control') || yaml.errors.length > 0)
    return { kind: 'other', file, problems: [] };
  const read = readNetplan(yaml, file.id);
  const isWritten = ({ span }: { readonly span: Span }): boolean =>
    !tags.some((tag) => tag.span.start < span.end && span.start < tag.span.end);
  const netplan = {
    ...read,
    problems: read.problems.filter(isWritten),
    gated: read.gated.filter(({ problem }) => isWritten(problem)),
  };
  return { kind: 'netplan', file, yaml, netplan, isTemplate: true, problems: netplan.problems };
}

/** True for a netplan file that another program fills in, read or not. */
export function isNetplanTemplate(document: Document): boolean {
  if (document.kind === 'netplan') return document.isTemplate === true;
  return document.kind === 'other' && /(?:^|\/)netplan\/[^/]+\.yaml$/.test(document.file.path);
}
