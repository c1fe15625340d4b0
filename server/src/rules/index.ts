/** The registry of rules, sorted by id, and the one place that runs them. */
import { placeKey } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import type { Finding, Rule } from './define.ts';
import { bondHashNoEffect } from './bond-hash-no-effect.ts';
import { bondLayer2OneGateway } from './bond-layer2-one-gateway.ts';
import { equalizeKeyword } from './equalize-keyword.ts';
import { gatewayInvalid } from './gateway-invalid.ts';
import { gatewayNotOnlink } from './gateway-not-onlink.ts';
import { ipForwardMissing } from './ip-forward-missing.ts';
import { natMultipathUnpinned } from './nat-multipath-unpinned.ts';
import { npRules } from './npRules.ts';
import { readerRules } from './readerRules.ts';
import { routeCacheNoop } from './route-cache-noop.ts';
import { rpFilterMax } from './rp-filter-max.ts';
import { rpFilterStrictFwmark } from './rp-filter-strict-fwmark.ts';
import { srcValidMarkMissing } from './src-valid-mark-missing.ts';
import { sysctlValueRefused } from './sysctl-value-refused.ts';
import { addressExists } from './address-exists.ts';
import { addressMissing } from './address-missing.ts';
import { flushIncomplete } from './flush-incomplete.ts';
import { ipsetRefused } from './ipset-refused.ts';
import { iptablesChainBusy } from './iptables-chain-busy.ts';
import { iptablesChainExists } from './iptables-chain-exists.ts';
import { iptablesChainMissing } from './iptables-chain-missing.ts';
import { iptablesRuleMissing } from './iptables-rule-missing.ts';
import { linkDown } from './link-down.ts';
import { linkExists } from './link-exists.ts';
import { linkMissing } from './link-missing.ts';
import { neighbourExists } from './neighbour-exists.ts';
import { neighbourMissing } from './neighbour-missing.ts';
import { nexthopExists } from './nexthop-exists.ts';
import { nexthopMissing } from './nexthop-missing.ts';
import { requestInvalid } from './request-invalid.ts';
import { routeExists } from './route-exists.ts';
import { routeMissing } from './route-missing.ts';
import { ruleAfterMain } from './rule-after-main.ts';
import { ruleEmptyTable } from './rule-empty-table.ts';
import { ruleExists } from './rule-exists.ts';
import { ruleFlush } from './rule-flush.ts';
import { ruleMissing } from './rule-missing.ts';
import { ruleShadowed } from './rule-shadowed.ts';
import { scriptNotFollowed } from './script-not-followed.ts';
import { sourceMissing } from './source-missing.ts';
import { tableMissing } from './table-missing.ts';
import { weightOutOfRange } from './weight-out-of-range.ts';

export const rules: readonly Rule[] = [
  bondHashNoEffect,
  bondLayer2OneGateway,
  equalizeKeyword,
  gatewayInvalid,
  gatewayNotOnlink,
  ipForwardMissing,
  natMultipathUnpinned,
  routeCacheNoop,
  rpFilterMax,
  rpFilterStrictFwmark,
  srcValidMarkMissing,
  sysctlValueRefused,
  addressExists,
  addressMissing,
  ipsetRefused,
  iptablesChainMissing,
  iptablesChainExists,
  iptablesChainBusy,
  iptablesRuleMissing,
  linkDown,
  linkExists,
  linkMissing,
  neighbourExists,
  neighbourMissing,
  nexthopExists,
  flushIncomplete,
  nexthopMissing,
  requestInvalid,
  routeExists,
  routeMissing,
  ruleAfterMain,
  ruleEmptyTable,
  ruleExists,
  ruleFlush,
  ruleMissing,
  ruleShadowed,
  scriptNotFollowed,
  sourceMissing,
  tableMissing,
  weightOutOfRange,
  ...npRules,
  ...readerRules,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** All findings of a host, by file in boot order, then by place. */
export function checkHost(host: Host): readonly Finding[] {
  const findings: Finding[] = [];
  // The body of a loop over known words stands for several commands in one place.
  const seen = new Set<string>();
  for (const rule of rules) {
    rule.check(host, (origin, report) => {
      const key = `${rule.id} ${placeKey(origin)} ${report.what}`;
      if (seen.has(key)) return;
      seen.add(key);
      findings.push({
        rule: rule.id,
        severity: rule.severity,
        related: [],
        fixes: [],
        tags: [],
        ...report,
        origin,
      });
    });
  }
  const order = new Map(host.documents.map((document, i) => [document.file.id, i]));
  const rank = (finding: Finding): number => order.get(finding.origin.file) ?? order.size;
  return findings.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      a.origin.span.start - b.origin.span.start ||
      a.origin.span.end - b.origin.span.end,
  );
}
