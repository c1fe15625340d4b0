/** The options of the match `time` with what iptables puts in for those that are left out (extensions/libxt_time.c, 1.8.9). */
import type { ParsedOption } from './parsed.ts';
import { textOf } from './state.ts';

/** The last second that fits into 32 bits, where no end is given. */
const lastDate = '2038-01-19T03:14:07';
const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

/** All options in one spelling and order. */
export function timeText(options: readonly ParsedOption[]): string {
  const find = (name: string): ParsedOption | undefined =>
    options.find((option) => option.name === name);
  const value = (name: string): string | undefined => textOf(find(name)?.values[0]);
  const [start, stop] = [value('timestart'), value('timestop')];
  const hasTime = start !== undefined || stop !== undefined;
  const dateStart = value('datestart');
  const parts = [
    ...(hasTime ? [`from=${clock(start ?? '0:0')} to=${clock(stop ?? '23:59:59')}`] : []),
    ...(dateStart === undefined ? [] : [`datestart=${date(dateStart)}`]),
    `datestop=${date(value('datestop') ?? lastDate)}`,
    ...listText(find('weekdays'), { number: dayNumber, last: 7 }),
    ...listText(find('monthdays'), { number: Number, last: 31 }),
    ...(find('contiguous') === undefined ? [] : ['contiguous']),
    ...(find('kerneltz') === undefined && find('localtz') === undefined ? [] : ['kerneltz']),
  ];
  return parts.join(' ');
}

/** `8:00` is `08:00:00`. */
function clock(text: string): string {
  const [hours = '0', minutes = '0', seconds = '0'] = text.split(':');
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
}

/** `2027` is its first second. */
function date(text: string): string {
  const [day = '', time = '0:0'] = text.split('T');
  const [year = '', month = '1', dayOfMonth = '1'] = day.split('-');
  return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}T${clock(time)}`;
}

function dayNumber(day: string): number {
  const named = days.indexOf(day.slice(0, 2).toLowerCase());
  return named < 0 ? Number(day) : named + 1;
}

interface Days {
  readonly number: (part: string) => number;
  readonly last: number;
}

/** Days that are not meant are all others. */
function listText(option: ParsedOption | undefined, { number, last }: Days): readonly string[] {
  if (option === undefined) return [];
  const named = new Set((textOf(option.values[0]) ?? '').split(',').map((part) => number(part)));
  const all = Array.from({ length: last }, (_, i) => i + 1);
  return [`${option.name}=${all.filter((day) => named.has(day) !== option.negated).join()}`];
}
