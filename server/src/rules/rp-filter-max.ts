/** A per-link rp_filter below that of `all`: the kernel takes the larger one (IN_DEV_RPFILTER, include/linux/inetdevice.h, v6.12). */
import { known } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Host, HostSysctl } from '../host/model.ts';
import { lastWrite, maybeWritten, sysctlNumber } from '../host/sysctl.ts';
import { defineRule } from './define.ts';
import { changeSysctlFix } from './fixes/sysctlLine.ts';

const allKey = ['net', 'ipv4', 'conf', 'all', 'rp_filter'];

export const rpFilterMax = defineRule({
  id: 'rp-filter-max',
  severity: 'error',
  summary: 'rp_filter of a link has no effect because `all` is larger',
  fix: 'suggestion',
  check(host, report) {
    const all = sysctlNumber(host, allKey);
    const allWrite = lastWrite(host, allKey);
    if (all === undefined || all === 0 || allWrite === undefined || maybeWritten(host, allKey))
      return;
    for (const { link, write, value } of linkWrites(host)) {
      if (value >= all) continue;
      const name = codeSpan(link);
      report(write.origin, {
        what: `rp_filter ${value} on ${name} has no effect, because ${codeSpan('all')} is ${all}`,
        why: `the kernel uses the larger of conf.all and conf.${link}; ${name} is checked with ${all}${all === 1 ? ' (strict)' : ' (loose)'}`,
        todo:
          value === 0
            ? `set net.ipv4.conf.all.rp_filter to 0 as well, or both to 2 for the loose check`
            : `lower net.ipv4.conf.all.rp_filter to ${value}`,
        severity: value === 0 ? 'error' : 'warning',
        related: [{ origin: allWrite.origin, message: `${codeSpan('all')} is set to ${all} here` }],
        fixes: [
          {
            ...changeSysctlFix(allWrite, String(value)),
            title: `Set net.ipv4.conf.all.rp_filter to ${value}`,
          },
        ],
      });
    }
  },
});

interface LinkWrite {
  readonly link: string;
  readonly write: HostSysctl;
  readonly value: number;
}

/** The last write of each link that is named; globs and unknown names are left out. */
function linkWrites(host: Host): readonly LinkWrite[] {
  const byLink = new Map<string, LinkWrite>();
  for (const write of host.sysctls) {
    const [net, ipv4, conf, link, name] = write.key;
    if (
      net !== 'net' ||
      ipv4 !== 'ipv4' ||
      conf !== 'conf' ||
      name !== 'rp_filter' ||
      write.key.length !== 5
    )
      continue;
    if (typeof link !== 'string' || ['all', 'default', '*'].includes(link)) continue;
    const value = known(write.value)?.trim();
    if (value === undefined || !/^[012]$/.test(value)) byLink.delete(link);
    else byLink.set(link, { link, write, value: Number(value) });
  }
  return [...byLink.values()];
}
