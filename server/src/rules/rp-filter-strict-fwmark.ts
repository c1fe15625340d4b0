/** Strict reverse path on an uplink that is reached by mark: the reverse lookup has mark 0 and finds another link. */
import { codeSpan } from '../base/markdown.ts';
import type { Host } from '../host/model.ts';
import { strictMarkedUplinks, type StrictUplink } from '../host/reversePath.ts';
import { defineRule, type Fix, type Related } from './define.ts';
import { addSysctlFix, changeSysctlFix, sysctlName } from './fixes/sysctlLine.ts';

export const rpFilterStrictFwmark = defineRule({
  id: 'rp-filter-strict-fwmark',
  severity: 'warning',
  summary: 'Strict reverse-path check on an uplink that traffic reaches by mark',
  fix: 'suggestion',
  check(host, report) {
    for (const uplink of strictMarkedUplinks(host)) {
      if (uplink.isRestored) continue;
      const link = codeSpan(uplink.link);
      report(uplink.write.origin, {
        what: `the strict reverse-path check drops replies that come in by ${link}`,
        why: `traffic is steered to ${link} by a packet mark, but the kernel looks up the route back with mark 0 and finds another link, so it drops the reply without a word (counter IPReversePathFilter)${doubt(uplink)}`,
        todo: `set rp_filter to 2 (loose) on ${link}, or restore the connection mark on packets from ${link} and set src_valid_mark to 1`,
        severity: uplink.isCertain ? 'warning' : 'information',
        related: relatedOf(uplink),
        fixes: [loosen(host, uplink)].filter((fix) => fix !== undefined),
      });
    }
  },
});

/** Said where only `all` is written: a 2 on the link would win. */
export function doubt(uplink: StrictUplink): string {
  return uplink.isCertain
    ? ''
    : `; no file here sets ${codeSpan(uplink.link)} itself, a default of 2 from the distribution would loosen it`;
}

export function relatedOf(uplink: StrictUplink): readonly Related[] {
  return [
    { origin: uplink.policyRule.origin, message: 'packets are routed by mark here' },
    {
      origin: uplink.route.origin,
      message: `the table's default route leaves by ${codeSpan(uplink.link)}`,
    },
  ];
}

/** The larger of `all` and the link counts, so 2 on the link is enough. */
function loosen(host: Host, uplink: StrictUplink): Fix | undefined {
  const key = ['net', 'ipv4', 'conf', uplink.link, 'rp_filter'];
  if (uplink.link.startsWith('$')) return undefined;
  if (uplink.write.key[3] !== uplink.link)
    return addSysctlFix(host, uplink.write, { key, value: '2' });
  return { ...changeSysctlFix(uplink.write, '2'), title: `Set ${sysctlName(key)} to 2` };
}
