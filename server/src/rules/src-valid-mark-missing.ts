/** The mark is restored on replies, but the reverse-path check does not look at marks until src_valid_mark is set. */
import { codeSpan } from '../base/markdown.ts';
import { strictMarkedUplinks } from '../host/reversePath.ts';
import { defineRule } from './define.ts';
import { addSysctlFix } from './fixes/sysctlLine.ts';
import { doubt, relatedOf } from './rp-filter-strict-fwmark.ts';

export const srcValidMarkMissing = defineRule({
  id: 'src-valid-mark-missing',
  severity: 'warning',
  summary: 'Strict reverse-path check ignores the restored mark without src_valid_mark',
  fix: 'suggestion',
  check(host, report) {
    for (const uplink of strictMarkedUplinks(host)) {
      if (!uplink.isRestored || uplink.srcValidMark !== 'off') continue;
      const link = codeSpan(uplink.link);
      const key = ['net', 'ipv4', 'conf', 'all', 'src_valid_mark'];
      report(uplink.write.origin, {
        what: `the strict reverse-path check does not see the mark that is restored on packets from ${link}`,
        why: `the kernel looks up the route back with mark 0 unless src_valid_mark is 1; without the mark it finds another link than ${link} and drops the reply without a word${doubt(uplink)}`,
        todo: `set net.ipv4.conf.all.src_valid_mark to 1, or rp_filter to 2 (loose) on ${link}`,
        severity: uplink.isCertain ? 'warning' : 'information',
        related: relatedOf(uplink),
        fixes: [addSysctlFix(host, uplink.write, { key, value: '1' })].filter(
          (fix) => fix !== undefined,
        ),
      });
    }
  },
});
