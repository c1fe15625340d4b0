/**
 * systemd-networkd's `.network` and `.netdev` files as `ip` commands of the same effect.
 * systemd.network(5) and systemd.netdev(5), v255. The link is the one name of `[Match]`; a pattern, another way to match, or a
 * drop-in without `[Match]` leaves it unknown.
 */
import { unknown, type Unknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import { readIni, type IniEntry } from '../ini.ts';
import { joinScripts } from '../shellPart.ts';
import type { FormatReading, FormatStep } from '../types.ts';
import { bondSettings } from './bond.ts';
import { nexthopSteps } from './nexthop.ts';
import { addressSteps, networkSteps } from './network.ts';
import { routeStep } from './route.ts';
import { ruleSteps } from './rule.ts';
import type { Section } from './section.ts';

/** `link` is that of the file that a drop-in belongs to. */
export function readNetworkd(
  text: string,
  { path, file, link }: { readonly path: string; readonly file: string; readonly link?: string },
): FormatReading {
  const { entries, comments } = readIni(text);
  const sections = sectionsOf(entries, file);
  const own = linkOf(sections, path);
  const named = link === undefined ? own : { ...own, value: link };
  const steps = /\.netdev(?:\.d\/|$)/.test(path)
    ? netdevSteps(sections)
    : [
        ...nexthopSteps(sections, named),
        ...sections.flatMap((section) => sectionSteps(section, named)),
      ];
  return { steps, script: { ...joinScripts([]), comments }, problems: [] };
}

function sectionsOf(entries: readonly IniEntry[], file: string): readonly Section[] {
  const byIndex = new Map<number, { name: string; file: string; entries: IniEntry[] }>();
  for (const entry of entries) {
    const section = byIndex.get(entry.sectionIndex);
    if (section === undefined)
      byIndex.set(entry.sectionIndex, { name: entry.section, file, entries: [entry] });
    else section.entries.push(entry);
  }
  return [...byIndex.values()];
}

function sectionSteps(section: Section, link: PlacedValue): readonly FormatStep[] {
  switch (section.name) {
    case 'Network':
      return networkSteps(section, link);
    case 'Address':
      return addressSteps(section, link);
    case 'Route':
      return impliedSteps([routeStep(section, link)]);
    case 'RoutingPolicyRule':
      return ruleSteps(section);
    default:
      return [];
  }
}

/** The link of a file if it names one, by its text alone. */
export function networkdLink(text: string): string | undefined {
  const { value } = linkOf(sectionsOf(readIni(text).entries, ''), '');
  return typeof value === 'string' ? value : undefined;
}

/** One name without a pattern, and nothing else that must match. */
function linkOf(sections: readonly Section[], path: string): PlacedValue {
  const match = sections.find(({ name }) => name === 'Match');
  const name = match?.entries.findLast(({ key }) => key === 'Name');
  const span = name?.valueSpan ?? { start: 0, end: 0 };
  const file = /([^/]+\.network)(?:\.d\/[^/]+)?$/.exec(path)?.[1] ?? '';
  const value: string | Unknown =
    name !== undefined && /^[\w.:-]+$/.test(name.value)
      ? name.value
      : unknown('its file does not name one link', `networkd:${file}`);
  return { value, span };
}

/** `[NetDev]` makes the link; the table of a VRF stands in a section of its own. */
function netdevSteps(sections: readonly Section[]): readonly FormatStep[] {
  const device = sections.find(({ name }) => name === 'NetDev');
  const name = device?.entries.findLast(({ key }) => key === 'Name');
  const kind = device?.entries.findLast(({ key }) => key === 'Kind');
  if (device === undefined || name === undefined || kind === undefined) return [];
  const table = sections
    .find((section) => section.name === 'VRF')
    ?.entries.findLast(({ key }) => key === 'Table');
  const words = ['link', 'add', 'dev', placed(name), 'type', placed(kind)];
  const place = {
    file: device.file,
    span: { start: name.keySpan.start, end: name.valueSpan.end },
  };
  const settings =
    kind.value === 'bond'
      ? bondSettings(sections)
      : table === undefined
        ? []
        : ['table', placed(table)];
  // The link is made even if networkd passes over a setting of it.
  return impliedSteps([impliedIp([...words, ...settings], place) ?? impliedIp(words, place)]);
}

function placed({ value, valueSpan }: IniEntry): PlacedValue {
  return { value, span: valueSpan };
}
