/** `[Route]`, also with several nexthops. */
import { impliedIp, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { familyOption, isYes, settingOf, settingsOf, spanOf, type Section } from './section.ts';

type Words = readonly (string | PlacedValue)[];

export function routeStep(section: Section, link: PlacedValue): FormatStep | undefined {
  const destination = settingOf(section, 'Destination');
  const gateway = settingOf(section, 'Gateway');
  const hops = settingsOf(section, 'MultiPathRoute');
  const first = destination ?? gateway ?? hops[0];
  if (first === undefined || isFromNetwork(gateway)) return undefined;
  const type = settingOf(section, 'Type');
  const words: Words = [
    ...familyOption(first),
    'route',
    'append',
    ...(type === undefined ? [] : [type]),
    'to',
    destination ?? 'default',
    ...optionsOf(section),
    ...(hops.length > 0
      ? hops.flatMap((hop) => hopWords(hop, link))
      : settingOf(section, 'NextHop') === undefined
        ? pathWords(section, { gateway, link, type })
        : []),
  ];
  return impliedIp(words, { file: section.file, span: spanOf(section) });
}

function isFromNetwork(gateway: PlacedValue | undefined): boolean {
  return typeof gateway?.value === 'string' && gateway.value.startsWith('_');
}

const options: readonly (readonly [key: string, word: string])[] = [
  ['Metric', 'metric'],
  ['Table', 'table'],
  ['PreferredSource', 'src'],
  ['Scope', 'scope'],
  ['NextHop', 'nhid'],
];

function optionsOf(section: Section): Words {
  return options.flatMap(([key, word]) => {
    const value = settingOf(section, key);
    return value === undefined ? [] : [word, value];
  });
}

interface Path {
  readonly gateway: PlacedValue | undefined;
  readonly link: PlacedValue;
  readonly type: PlacedValue | undefined;
}

/** A route that drops packets has no link. */
function pathWords(section: Section, { gateway, link, type }: Path): Words {
  const isPlain =
    typeof type?.value !== 'string' ||
    /^(?:unicast|local|broadcast|anycast|multicast)$/.test(type.value);
  return [
    ...(gateway === undefined ? [] : ['via', gateway]),
    ...(isPlain ? ['dev', link] : []),
    ...(isYes(settingOf(section, 'GatewayOnLink')) ? ['onlink'] : []),
  ];
}

/** `192.0.2.1@eth1 20`: the link is that of the file if none is named. */
function hopWords({ value, span }: PlacedValue, link: PlacedValue): Words {
  if (typeof value !== 'string') return ['nexthop', 'via', { value, span }, 'dev', link];
  const [, address = '', name, weight] = /^([^\s@]*)(?:@(\S+))?(?:\s+(\d+))?\s*$/.exec(value) ?? [];
  const part = (text: string, from: number): PlacedValue => ({
    value: text,
    span: { start: span.start + from, end: span.start + from + text.length },
  });
  return [
    'nexthop',
    'via',
    part(address, 0),
    'dev',
    name === undefined ? link : part(name, address.length + 1),
    ...(weight === undefined ? [] : ['weight', part(weight, value.lastIndexOf(weight))]),
  ];
}
