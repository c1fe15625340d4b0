/** Completion of sysctl: keys that matter to routing, for the links of the host, and values with what they mean. */
import { known } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { Completion } from '../completion.ts';
import { sysctlKeyDocs } from '../hover/sysctlKeys.ts';
import type { SysctlKeyDoc } from '../hover/sysctlKeys.ts';
import type { Place } from '../types.ts';
import { commandAt } from './ipCommand.ts';

/** In a sysctl file, and in the arguments of `sysctl`. */
export function completeSysctl(place: Place): readonly Completion[] {
  const { host, document, offset } = place;
  const { text } = document.file;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const isFile = document.kind === 'sysctl';
  if (!isFile && commandAt(document, offset)?.name !== 'sysctl') return [];
  const setting = isFile
    ? /^\s*-?\s*([^\s=#;]*)(\s*=\s*)?(\S*)$/.exec(before)
    : /(?:^|\s)"?([a-z][^\s="]*)?(=)?([^\s="]*)$/.exec(before);
  if (setting === null) return [];
  const [, key = '', equals, begun = ''] = setting;
  if (equals === undefined) return keys(host, { start: offset - key.length, end: offset });
  const doc = sysctlKeyDocs.find((each) => isKeyOf(each, key));
  const span = { start: offset - begun.length, end: offset };
  return (doc?.values ?? []).map(([value, meaning]) => ({
    label: value,
    kind: 'value',
    detail: meaning,
    span,
  }));
}

function keys(host: Host, span: Completion['span']): readonly Completion[] {
  const links = [...new Set(host.links.flatMap(({ name }) => known(name) ?? []))];
  return sysctlKeyDocs.flatMap(({ key, text, since }) => {
    const detail = since === undefined ? {} : { detail: `since Linux ${since}` };
    const names = key.includes('LINK') ? ['all', 'default', ...links] : [''];
    return names
      .filter((link) => !link.includes('.'))
      .map((link): Completion => {
        const label = key.map((part) => (part === 'LINK' ? link : part)).join('.');
        return { label, kind: 'key', doc: text, span, ...detail };
      });
  });
}

function isKeyOf({ key }: SysctlKeyDoc, written: string): boolean {
  const parts = written.split(/[./]/);
  return (
    parts.length === key.length && key.every((part, i) => part === 'LINK' || part === parts[i])
  );
}
