/** One section of a networkd file and its values. */
import { unknown } from '../../base/fact.ts';
import { coverSpans, type Span } from '../../base/span.ts';
import type { PlacedValue } from '../implied.ts';
import type { IniEntry } from '../ini.ts';

export interface Section {
  readonly name: string;
  readonly file: string;
  readonly entries: readonly IniEntry[];
}

/** The settings of the section, from the first to the last. */
export function spanOf({ entries }: Section): Span {
  const [first] = entries;
  const last = entries.at(-1);
  return first === undefined || last === undefined
    ? { start: 0, end: 0 }
    : coverSpans(first.keySpan, last.valueSpan);
}

/** The last setting of a key: an empty one takes back those before. */
export function settingOf({ entries }: Section, key: string): PlacedValue | undefined {
  const entry = entries.findLast((one) => one.key === key);
  return entry === undefined || entry.value === '' ? undefined : valueOf(entry);
}

/** All settings of a key since the last empty one. */
export function settingsOf({ entries }: Section, key: string): readonly PlacedValue[] {
  const own = entries.filter((one) => one.key === key);
  return own
    .slice(own.findLastIndex(({ value }) => value === '') + 1)
    .map((entry) => valueOf(entry));
}

/** `yes`, `true`, `on`, `1`. */
export function isYes(value: PlacedValue | undefined): boolean {
  return typeof value?.value === 'string' && /^(?:yes|y|true|t|on|1)$/i.test(value.value);
}

function valueOf({ value, valueSpan }: IniEntry): PlacedValue {
  const isHole = /\{\{|\{%|<%|@\w+@|\$\{/.test(value);
  return {
    value: isHole ? unknown('it is filled in by a template', value.replaceAll(/\s+/g, '')) : value,
    span: valueSpan,
  };
}

/** The option of `ip` for the family of an address. */
export function familyOption({ value }: PlacedValue): readonly string[] {
  if (typeof value !== 'string') return [];
  return value.includes(':') ? ['-6'] : ['-4'];
}
