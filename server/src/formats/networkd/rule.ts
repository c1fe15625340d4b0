/** `[RoutingPolicyRule]`. */
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { familyOption, isYes, settingOf, spanOf, type Section } from './section.ts';

const words: readonly (readonly [key: string, word: string])[] = [
  ['From', 'from'],
  ['To', 'to'],
  ['IncomingInterface', 'iif'],
  ['OutgoingInterface', 'oif'],
  ['FirewallMark', 'fwmark'],
  ['Priority', 'priority'],
  ['IPProtocol', 'ipproto'],
  ['SourcePort', 'sport'],
  ['DestinationPort', 'dport'],
  ['TypeOfService', 'tos'],
  ['SuppressPrefixLength', 'suppress_prefixlength'],
];

/** `Family=both` makes two rules. */
export function ruleSteps(section: Section): readonly FormatStep[] {
  const selectors = words.flatMap(([key, word]) => {
    const value = settingOf(section, key);
    return value === undefined ? [] : [word, value];
  });
  const not = isYes(settingOf(section, 'InvertRule')) ? ['not'] : [];
  return impliedSteps(
    familiesOf(section).map((family) =>
      impliedIp([family, 'rule', 'add', ...not, ...selectors, ...actionOf(section)], {
        file: section.file,
        span: spanOf(section),
      }),
    ),
  );
}

function actionOf(section: Section): readonly (string | PlacedValue)[] {
  const type = settingOf(section, 'Type');
  if (typeof type?.value === 'string' && type.value !== 'table') return ['type', type];
  const table = settingOf(section, 'Table');
  return table === undefined ? [] : ['table', table];
}

function familiesOf(section: Section): readonly string[] {
  const family = settingOf(section, 'Family')?.value;
  if (family === 'both') return ['-4', '-6'];
  if (family === 'ipv6') return ['-6'];
  const address = settingOf(section, 'From') ?? settingOf(section, 'To');
  const [option = '-4'] = address === undefined ? [] : familyOption(address);
  return [option];
}
