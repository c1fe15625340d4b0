/** An entry of `routing-policy`: an `ip rule`. */
import type { YamlMapping } from '../../yaml/types.ts';
import { hasKey } from '../entries.ts';
import { refuseValue } from '../refusal.ts';
import type { Report } from '../refusal.ts';
import { checkFamilies } from './families.ts';
import { integer, keyTable } from './table.ts';

export const routingPolicy = keyTable(
  'a routing policy rule',
  [
    { key: 'from', type: { kind: 'network' }, doc: 'The rule is for packets from this network.' },
    { key: 'to', type: { kind: 'network' }, doc: 'The rule is for packets to this network.' },
    { key: 'table', type: integer, doc: 'Number of the routing table that the rule looks up.' },
    {
      key: 'priority',
      type: integer,
      doc: 'Rules are asked in ascending order. NetworkManager demands it.',
    },
    { key: 'mark', type: integer, doc: 'The rule is for packets with this firewall mark.' },
    {
      key: 'type-of-service',
      type: { kind: 'type-of-service' },
      doc: 'The rule is for packets with this type of service.',
    },
  ],
  checkRule,
);

function checkRule(mapping: YamlMapping, report: Report): void {
  checkFamilies(mapping, ['from', 'to'], report);
  if (hasKey(mapping, 'from') || hasKey(mapping, 'to')) return;
  const netplan = "IP routing policy must include either a 'from' or 'to' IP";
  report(
    mapping.span,
    refuseValue(
      'the rule has neither `from` nor `to`',
      netplan,
      'add `from:` or `to:` with a network; `from: 0.0.0.0/0` is everything',
    ),
  );
}
