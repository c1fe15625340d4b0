/** An entry of `routing-policy`: an `ip rule`. */
import type { YamlMapping } from '../../yaml/types.ts';
import { hasKey } from '../entries.ts';
import { refuseMissing } from '../refusal.ts';
import type { Report } from '../refusal.ts';
import { checkFamilies } from './families.ts';
import { integer, keyTable, row } from './table.ts';

export const routingPolicy = keyTable(
  'a routing policy rule',
  [
    row('from', { kind: 'network' }, 'The rule is for packets from this network.'),
    row('to', { kind: 'network' }, 'The rule is for packets to this network.'),
    row('table', integer, 'Number of the routing table that the rule looks up.'),
    row('priority', integer, 'Rules are asked in ascending order. NetworkManager demands it.'),
    row('mark', integer, 'The rule is for packets with this firewall mark.'),
    row(
      'type-of-service',
      { kind: 'type-of-service' },
      'The rule is for packets with this type of service, 0 to 255.',
    ),
  ],
  checkRule,
);

function checkRule(mapping: YamlMapping, report: Report): void {
  checkFamilies(mapping, ['from', 'to'], report);
  if (hasKey(mapping, 'from') || hasKey(mapping, 'to')) return;
  const netplan = "IP routing policy must include either a 'from' or 'to' IP";
  report(
    mapping.span,
    refuseMissing(
      'the rule has neither `from` nor `to`',
      netplan,
      'add `from:` or `to:` with a network; `from: 0.0.0.0/0` is everything',
    ),
  );
}
