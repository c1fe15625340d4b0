/**
 * `[NextHop]`: systemd.network(5), v252. networkd makes groups when their members are there, and routes after both,
 * whatever the order of the sections.
 */
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { familyOption, isYes, settingOf, settingsOf, spanOf, type Section } from './section.ts';

type Words = readonly (string | PlacedValue)[];

export function nexthopSteps(
  sections: readonly Section[],
  link: PlacedValue,
): readonly FormatStep[] {
  const nexthops = sections.filter(({ name }) => name === 'NextHop');
  const isGroup = (section: Section): boolean => settingsOf(section, 'Group').length > 0;
  const ordered = [
    ...nexthops.filter((section) => !isGroup(section)),
    ...nexthops.filter((section) => isGroup(section)),
  ];
  return impliedSteps(ordered.map((section) => nexthopStep(section, link)));
}

/** Without `Id=` the kernel chooses one, which no file can name. */
function nexthopStep(section: Section, link: PlacedValue): FormatStep | undefined {
  const id = settingOf(section, 'Id');
  const gateway = settingOf(section, 'Gateway');
  if (id === undefined) return undefined;
  return impliedIp(
    [
      ...familyOf(section, gateway),
      'nexthop',
      'add',
      'id',
      id,
      ...whatItIs(section, gateway, link),
    ],
    { file: section.file, span: spanOf(section) },
  );
}

function familyOf(section: Section, gateway: PlacedValue | undefined): readonly string[] {
  if (settingsOf(section, 'Group').length > 0) return [];
  if (gateway !== undefined) return familyOption(gateway);
  return settingOf(section, 'Family')?.value === 'ipv6' ? ['-6'] : ['-4'];
}

function whatItIs(section: Section, gateway: PlacedValue | undefined, link: PlacedValue): Words {
  const groups = settingsOf(section, 'Group');
  if (groups.length > 0) return ['group', membersOf(groups)];
  if (isYes(settingOf(section, 'Blackhole'))) return ['blackhole'];
  const via: Words = gateway === undefined ? [] : ['via', gateway];
  return [...via, 'dev', link, ...(isYes(settingOf(section, 'OnLink')) ? ['onlink'] : [])];
}

/** `1:3 2` is `1,3/2`; one member that is not known makes the list unknown. */
function membersOf(groups: readonly PlacedValue[]): PlacedValue {
  const [first] = groups;
  const open = groups.find(({ value }) => typeof value !== 'string') ?? first;
  if (open !== undefined && typeof open.value !== 'string') return open;
  const members = groups.flatMap(({ value }) =>
    typeof value === 'string' ? value.split(/\s+/) : [],
  );
  return {
    value: members.map((member) => member.replace(':', ',')).join('/'),
    span: first?.span ?? { start: 0, end: 0 },
  };
}
