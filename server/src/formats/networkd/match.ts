/** `[Match]`: which links a `.network` file is for. systemd.network(5), v255. */
import { unknown, type Unknown } from '../../base/fact.ts';
import type { PlacedValue } from '../implied.ts';
import { settingsOf, type Section } from './section.ts';

const nowhere = { start: 0, end: 0 };

/** One name without a pattern, and nothing else that must match. */
export function linkOf(sections: readonly Section[], path: string): PlacedValue {
  const match = sections.find(({ name }) => name === 'Match');
  const name = match?.entries.findLast(({ key }) => key === 'Name');
  const span = name?.valueSpan ?? nowhere;
  const file = /([^/]+\.network)(?:\.d\/[^/]+)?$/.exec(path)?.[1] ?? '';
  const value: string | Unknown =
    name !== undefined && /^[\w.:-]+$/.test(name.value)
      ? name.value
      : unknown('its file does not name one link', `networkd:${file}`);
  return { value, span };
}

/**
 * The links of a file one by one, for what several links may have in common, such as a bond: each of a list of names,
 * the link of a hardware address, or one value that is equal to nothing where a pattern or a driver may match any number.
 */
export function linksOf(sections: readonly Section[], link: PlacedValue): readonly PlacedValue[] {
  if (typeof link.value === 'string') return [link];
  const match = sections.filter(({ name }) => name === 'Match');
  const names = match.flatMap((section) => settingsOf(section, 'Name'));
  const words = names.flatMap((name) => wordsIn(name));
  if (words.length > 0 && words.every(({ value }) => isName(value))) return words;
  const hardware = match.flatMap((section) =>
    ['MACAddress', 'PermanentMACAddress'].flatMap((key) => settingsOf(section, key)),
  );
  const isOne = words.length === 0 && hardware.length === 1 && !/\s/.test(textOf(hardware[0]));
  if (isOne) return [link];
  const [first] = names;
  return [{ value: unknown('a pattern tells which links'), span: first?.span ?? link.span }];
}

function wordsIn({ value, span }: PlacedValue): readonly PlacedValue[] {
  if (typeof value !== 'string') return [{ value, span }];
  return [...value.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    value: word,
    span: { start: span.start + index, end: span.start + index + word.length },
  }));
}

function isName(value: string | Unknown): boolean {
  return typeof value === 'string' && /^[\w.:-]+$/.test(value);
}

function textOf(value: PlacedValue | undefined): string {
  return typeof value?.value === 'string' ? value.value : '';
}
