/**
 * Ids of netplan as names of links.
 * An id is the name of the link unless `match` or `set-name` gives it another; then it is a name for netplan alone.
 */
import { isUnknown, known } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { NetplanDocument } from '../netplan/definitions.ts';
import { idsIn } from '../netplan/references.ts';
import type { Speller } from './spelling.ts';
import type { NamePlace } from './types.ts';

export function netplanNames(host: Host, spell: Speller): readonly NamePlace[] {
  const documents = host.documents.filter((document) => document.kind === 'netplan');
  const hidden = idsWithOtherName(documents);
  return documents.flatMap((document) => [
    ...idsIn(document).map(({ id, kind, span, style }): NamePlace => {
      const inner = style === 'quoted' ? { start: span.start + 1, end: span.end - 1 } : span;
      return {
        kind: 'link',
        key: hidden.has(id) ? netplanKey(id) : id,
        role: kind,
        origin: { file: document.file.id, span: inner },
        text: id,
        editable: true,
        ...(style === 'quoted' ? {} : { quoting: 'yaml' }),
      };
    }),
    ...document.netplan.links.flatMap(({ id, name }): NamePlace[] => {
      const value = known(name);
      if (value === undefined || value === known(id)) return [];
      return spell(name.origin, value).map((spelling) => ({
        kind: 'link',
        key: value,
        role: 'definition',
        ...spelling,
        quoting: 'yaml',
      }));
    }),
  ]);
}

/** The key of an id that is not the name of its link. */
export function netplanKey(id: string): string {
  return `netplan ${id}`;
}

function idsWithOtherName(documents: readonly NetplanDocument[]): ReadonlySet<string> {
  return new Set(
    documents.flatMap(({ netplan }) =>
      netplan.links.flatMap(({ id, name }) => {
        const value = known(id);
        return value !== undefined && (isUnknown(name.value) || name.value !== value)
          ? [value]
          : [];
      }),
    ),
  );
}
