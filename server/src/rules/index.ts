/** The registry of rules, sorted by id, and the one place that runs them. */
import type { Host } from '../host/model.ts';
import type { Finding, Rule } from './define.ts';
import { equalizeKeyword } from './equalize-keyword.ts';
import { gatewayNotOnlink } from './gateway-not-onlink.ts';
import { ipForwardMissing } from './ip-forward-missing.ts';
import { natMultipathUnpinned } from './nat-multipath-unpinned.ts';
import { npRules } from './npRules.ts';
import { readerRules } from './readerRules.ts';
import { routeCacheNoop } from './route-cache-noop.ts';
import { rpFilterMax } from './rp-filter-max.ts';
import { rpFilterStrictFwmark } from './rp-filter-strict-fwmark.ts';
import { srcValidMarkMissing } from './src-valid-mark-missing.ts';
import { weightOutOfRange } from './weight-out-of-range.ts';

export const rules: readonly Rule[] = [
  equalizeKeyword,
  gatewayNotOnlink,
  ipForwardMissing,
  natMultipathUnpinned,
  routeCacheNoop,
  rpFilterMax,
  rpFilterStrictFwmark,
  srcValidMarkMissing,
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
      const key = `${rule.id} ${origin.span.start} ${origin.span.end} ${origin.file} ${report.what}`;
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
