/** `ip rule flush` takes the rules to the tables main and default along: flush_rule(), iproute2 ip/iprule.c, spares priority 0 only. */
import { codeSpan } from '../base/markdown.ts';
import { findLostRules } from '../host/machine/lostRules.ts';
import { defineRule } from './define.ts';

export const ruleFlush = defineRule({
  id: 'rule-flush',
  severity: 'warning',
  summary: '`ip rule flush` without putting the rule to the main table back',
  fix: 'none',
  check(host, report) {
    for (const { command, file, family } of findLostRules(host)) {
      const ip = family === 6 ? 'ip -6' : 'ip';
      const back = [`${ip} rule add lookup main pref 32766`];
      if (family === 4) back.push(`${ip} rule add lookup default pref 32767`);
      report(
        { file, span: command.span },
        {
          what: `this also removes the rule that leads to the main table${family === 6 ? ' of IPv6' : ''}, and nothing puts it back`,
          why: `only the rule to the table local is left: routes of main, also the default route, count no more, and packets that no other rule takes fail with ${codeSpan('Network is unreachable')}`,
          todo: `remove your own rules by ${codeSpan(`${ip} rule del pref NUMBER`)} instead, or put the kernel's back: ${back.map((line) => codeSpan(line)).join(' and ')}`,
        },
      );
    }
  },
});
