/**
 * Is a connection kept on the uplink that its first packet took?
 * It takes three things: something writes the connection mark, the mark is copied to the packet before the route lookup
 * (prerouting hook), and an `ip rule` with `fwmark` sends it to a table. Where one of them cannot be read, the answer is unknown.
 */
import { isUnknown } from '../base/fact.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import type { Host, HostPolicyRule } from './model.ts';
import { isMainTable } from './table.ts';
import { hasAction } from './uplinks.ts';

export interface Pinning {
  readonly verdict: 'pinned' | 'unpinned' | 'unknown';
  /** Rules that copy the connection mark to the packet before routing. */
  readonly restores: readonly NetfilterRule[];
  /** Rules that write the connection mark. */
  readonly saves: readonly NetfilterRule[];
  /** Policy rules that route by packet mark. */
  readonly markRules: readonly HostPolicyRule[];
}

export function pinningOf(host: Host): Pinning {
  const restores = host.netfilter.filter(
    (rule) => isBeforeRouting(rule) && hasAction(rule, 'restore-mark'),
  );
  const saves = host.netfilter.filter((rule) => hasAction(rule, 'save-mark', 'set-ct-mark'));
  const markRules = host.policyRules.filter(
    (rule) => rule.fwmark !== undefined && !isMainTable(rule.table, host.tableNames),
  );
  const complete = restores.length > 0 && saves.length > 0 && markRules.length > 0;
  const verdict = complete ? 'pinned' : cannotTell(host, markRules) ? 'unknown' : 'unpinned';
  return { verdict, restores, saves, markRules };
}

function isBeforeRouting(rule: NetfilterRule): boolean {
  return rule.hook === 'prerouting' || rule.hook === 'unknown';
}

/** Something that was not understood could be the missing part. */
function cannotTell(host: Host, markRules: readonly HostPolicyRule[]): boolean {
  if (markRules.length === 0) return host.policyRules.some((rule) => rule.action === 'unknown');
  return (
    host.netfilterIncomplete ||
    host.netfilter.some((rule) => isBeforeRouting(rule) && marksUnreadably(rule))
  );
}

function marksUnreadably(rule: NetfilterRule): boolean {
  return rule.actions.some((action) => action.kind === 'set-mark' && isUnknown(action.value.value));
}
