/**
 * A `mark` of netplan is compared in all 32 bits (FirewallMark= without a mask), while the rules that set it write only some:
 * as soon as another bit is set, the policy rule no longer fits (fib_rule_match(), net/core/fib_rules.c).
 */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { policyRulesIn } from '../host/netplanPolicy.ts';
import { netplanSets } from '../host/netplanSets.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import { defineRule } from './define.ts';

const allBits = 0xffffffff;

export const npMarkNoMask = defineRule({
  id: 'np-mark-no-mask',
  severity: 'information',
  summary: 'A mark in netplan that is set together with other bits',
  fix: 'none',
  check(host, report) {
    const setters = maskedSetters(host);
    if (setters.length === 0) return;
    for (const { rule } of netplanSets(host).flatMap(policyRulesIn)) {
      const mark = known(rule.mark);
      if (rule.mark === undefined || mark === undefined) continue;
      const setter = setters.find(({ value }) => value === mark);
      if (setter === undefined) continue;
      const other = setters.find(({ value, mask }) => (value & mask & ~setter.mask) !== 0);
      report(rule.mark.origin, {
        what: `mark ${mark} is compared in all bits, but set only in those of ${codeSpan(hex(setter.mask))}`,
        why:
          other === undefined
            ? 'netplan knows no masks for marks; the rule no longer fits when other software sets another bit of the mark'
            : `netplan knows no masks for marks; packets that also carry ${codeSpan(hex(other.value))} do not fit the rule`,
        todo: `write the rule into a networkd drop-in with \`FirewallMark=${mark}/${setter.mask}\`, or set the mark in all bits`,
        ...(other === undefined ? {} : { severity: 'warning' as const }),
        related: [
          { origin: setter.rule.origin, message: 'the mark is set here' },
          ...(other === undefined
            ? []
            : [{ origin: other.rule.origin, message: 'other bits are set here' }]),
        ],
      });
    }
  },
});

interface Setter {
  readonly rule: NetfilterRule;
  readonly value: number;
  readonly mask: number;
}

/** Rules that write some bits of the packet mark or connection mark and leave the others. */
function maskedSetters(host: Host): readonly Setter[] {
  return host.netfilter.flatMap((rule) =>
    rule.actions.flatMap((action): readonly Setter[] => {
      if (action.kind !== 'set-mark' && action.kind !== 'set-ct-mark') return [];
      const value = known(action.value);
      const mask = action.mask >>> 0;
      if (value === undefined || mask === allBits || action.maskUnknown === true) return [];
      return [{ rule, value, mask }];
    }),
  );
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
