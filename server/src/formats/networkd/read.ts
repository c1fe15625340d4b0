/**
 * systemd-networkd's `.network` and `.netdev` files as `ip` commands of the same effect.
 * systemd.network(5) and systemd.netdev(5), v255. The link is the one name of `[Match]`; a pattern, another way to match, or a
 * drop-in without `[Match]` leaves it unknown.
 */
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import { readIni, type IniEntry } from '../ini.ts';
import { joinScripts } from '../shellPart.ts';
import type { FormatReading, FormatStep } from '../types.ts';
import { bondSettings } from './bond.ts';
import { linkOf, linksOf } from './match.ts';
import { nexthopSteps } from './nexthop.ts';
import { addressSteps, networkSteps, type MatchedLinks } from './network.ts';
import { routeStep } from './route.ts';
import { ruleSteps } from './rule.ts';
import { spanOf, type Section } from './section.ts';

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
    ? netdevSteps(sections, link)
    : [
        ...nexthopSteps(sections, named),
        ...sections.flatMap((section) =>
          sectionSteps(section, { link: named, links: linksOf(sections, named) }),
        ),
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

function sectionSteps(section: Section, matched: MatchedLinks): readonly FormatStep[] {
  const { link } = matched;
  switch (section.name) {
    case 'Network':
      return networkSteps(section, matched);
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

/** `[NetDev]` makes the link; the table of a VRF stands in a section of its own. */
function netdevSteps(sections: readonly Section[], owner?: string): readonly FormatStep[] {
  if (owner !== undefined) return bondDropIn(sections, owner);
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

/** A drop-in of a bond's `.netdev` says more of it. */
function bondDropIn(sections: readonly Section[], bond: string): readonly FormatStep[] {
  const section = sections.find(({ name }) => name === 'Bond');
  const settings = bondSettings(sections);
  if (section === undefined || settings.length === 0) return [];
  const place = { file: section.file, span: spanOf(section) };
  const name = { value: bond, span: place.span };
  return impliedSteps([
    impliedIp(['link', 'set', 'dev', name, 'type', 'bond', ...settings], place),
  ]);
}

/** The bond that a `.netdev` file makes, by its text alone. */
export function networkdBond(text: string): string | undefined {
  const device = sectionsOf(readIni(text).entries, '').find(({ name }) => name === 'NetDev');
  const valueOf = (key: string): string | undefined =>
    device?.entries.findLast((entry) => entry.key === key)?.value;
  return valueOf('Kind') === 'bond' ? valueOf('Name') : undefined;
}

function placed({ value, valueSpan }: IniEntry): PlacedValue {
  return { value, span: valueSpan };
}
