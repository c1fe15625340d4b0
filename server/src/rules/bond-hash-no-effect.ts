/** The same as np-bond-hash-no-effect for bonds of commands, ifupdown and networkd (bonding.rst, v6.12). */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { modeOfBond, usesHash } from '../host/bonds.ts';
import { defineRule } from './define.ts';

export const bondHashNoEffect = defineRule({
  id: 'bond-hash-no-effect',
  severity: 'warning',
  summary: 'A transmit hash policy on a bond whose mode does not hash, outside of netplan',
  fix: 'none',
  check(host, report) {
    for (const { bond, language } of host.links) {
      if (bond === undefined || language === 'netplan') continue;
      const { hashPolicy, mode: written } = bond;
      const mode = modeOfBond(bond);
      if (known(hashPolicy) === undefined || hashPolicy === undefined) continue;
      if (mode === undefined || usesHash(mode)) continue;
      report(hashPolicy.origin, {
        what: `the hash policy has no effect in mode ${codeSpan(mode)}`,
        why: `${written === undefined ? 'a bond without a mode is `balance-rr`; ' : ''}only \`balance-xor\`, \`802.3ad\` and \`balance-tlb\` choose the member by a hash`,
        todo: 'set the mode that was meant, or remove the policy',
        related:
          written === undefined
            ? []
            : [{ origin: written.origin, message: 'the mode is set here' }],
      });
    }
  },
});
