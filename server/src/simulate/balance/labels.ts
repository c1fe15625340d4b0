/** What a rule does with the packets that it takes, in words, and the uplink that a mark leads to. */
import { known } from '../../base/fact.ts';
import type { Host, HostPolicyRule } from '../../host/model.ts';
import { prioritiesOf } from '../../host/ruleOrder.ts';
import { tableIdentity } from '../../host/table.ts';
import { formatAddress } from '../../net/address.ts';
import type { Family } from '../../net/address.ts';
import type { NetfilterRule, RuleAction } from '../../netfilter/types.ts';
import type { GroupMember } from '../types.ts';

export type Target = Pick<GroupMember, 'label' | 'device' | 'gateway'>;

/** A mark by its number, with the uplink that the policy rules send it to. */
export function markTarget(
  host: Host,
  family: Family,
  { kind, value }: { readonly kind: 'set-mark' | 'set-ct-mark'; readonly value: number },
): Target {
  const label = `${kind === 'set-mark' ? 'mark' : 'connection mark'} 0x${value.toString(16)}`;
  return { label, ...uplinkOfMark(host, family, value) };
}

export function plainTarget(label: string): Target {
  return { label, device: undefined, gateway: undefined };
}

/** The mark that the rule sets last, else the last action that says where a packet goes. */
export function targetOfRule(host: Host, family: Family, { actions }: NetfilterRule): Target {
  const marks = actions.filter(({ kind }) => kind === 'set-mark' || kind === 'set-ct-mark');
  const telling = marks.length > 0 ? marks : actions;
  const targets = telling.map((action) => targetOfAction(host, family, action));
  return targets.findLast((target) => target !== undefined) ?? plainTarget('taken by the rule');
}

export function targetOfAction(host: Host, family: Family, action: RuleAction): Target | undefined {
  switch (action.kind) {
    case 'set-mark':
    case 'set-ct-mark': {
      const value = known(action.value);
      return value === undefined
        ? plainTarget('an unknown mark')
        : markTarget(host, family, { kind: action.kind, value });
    }
    case 'snat':
    case 'dnat':
      return plainTarget(`${action.kind} to ${known(action.to) ?? 'an unknown address'}`);
    case 'jump':
      return plainTarget(`jump ${action.chain}`);
    case 'masquerade':
    case 'accept':
    case 'drop':
    case 'return':
    case 'redirect':
    case 'tproxy':
    case 'notrack':
      return plainTarget(action.kind);
    case 'restore-mark':
    case 'save-mark':
    case 'choose':
    case 'unmodelled':
      return undefined;
  }
}

/** The only nexthop of the default route in the table that the first rule with this mark looks up. */
function uplinkOfMark(
  host: Host,
  family: Family,
  mark: number,
): Pick<GroupMember, 'device' | 'gateway'> {
  const priorities = prioritiesOf(host);
  const rules = host.policyRules
    .filter((rule) => rule.family === family && takesMark(rule, mark))
    .toSorted((a, b) => (priorities.get(a) ?? 0) - (priorities.get(b) ?? 0));
  // Whose turn comes first is only told by known priorities.
  const isClear = rules.length === 1 || rules.every((rule) => priorities.get(rule) !== undefined);
  const table = tableIdentity(rules[0]?.table, host.tableNames);
  if (rules.length === 0 || !isClear || table === undefined) return NO_UPLINK;
  const routes = host.routes.filter(
    (route) =>
      route.family === family &&
      isDefault(known(route.destination)) &&
      tableIdentity(route.table, host.tableNames) === table,
  );
  const [nexthop, ...others] = routes.flatMap(({ nexthops }) => nexthops);
  if (nexthop === undefined || others.length > 0) return NO_UPLINK;
  const gateway = known(nexthop.via);
  return {
    device: known(nexthop.dev),
    gateway: gateway === undefined ? undefined : formatAddress(gateway),
  };
}

const NO_UPLINK = { device: undefined, gateway: undefined };

function takesMark({ fwmark, not }: HostPolicyRule, mark: number): boolean {
  const value = known(fwmark?.value);
  const mask = known(fwmark?.mask);
  if (not || value === undefined || mask === undefined || value === 0) return false;
  return (mark & mask) >>> 0 === (value & mask) >>> 0;
}

function isDefault(destination: 'default' | { readonly length: number } | undefined): boolean {
  return destination === 'default' || destination?.length === 0;
}
