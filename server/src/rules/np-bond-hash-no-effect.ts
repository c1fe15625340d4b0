/** A hash policy on a bond whose mode does not hash: only balance-xor, 802.3ad and balance-tlb do (bonding.rst, v6.12). */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { usesHash } from '../host/bonds.ts';
import { hashPolicyPath, modeOf } from '../host/netplanBonds.ts';
import { ofKind } from '../host/netplanLinks.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { lastEntryAt, textAt } from '../host/netplanTree.ts';
import { setByDropIn } from './networkdDropIns.ts';
import { defineRule } from './define.ts';

export const npBondHashNoEffect = defineRule({
  id: 'np-bond-hash-no-effect',
  severity: 'warning',
  summary: 'A transmit hash policy on a bond whose mode does not hash',
  fix: 'none',
  check(host, report) {
    for (const bond of netplanSets(host).flatMap((set) => ofKind(set, 'bonds'))) {
      const entry = lastEntryAt(bond, hashPolicyPath);
      const mode = modeOf(bond);
      if (entry === undefined || mode === undefined || usesHash(mode)) continue;
      if (known(textAt(bond, hashPolicyPath)) === undefined) continue;
      if (setByDropIn(host, bond.id, ['Mode'])) continue;
      const written = textAt(bond, ['parameters', 'mode']);
      report(
        { file: entry.file, span: entry.node.span },
        {
          what: `the hash policy has no effect in mode ${codeSpan(mode)}`,
          why: `${written === undefined ? 'a bond without `mode` is `balance-rr`; ' : ''}only \`balance-xor\`, \`802.3ad\` and \`balance-tlb\` choose the member by a hash`,
          todo: 'set the `mode` that was meant, or remove the policy',
          related:
            written === undefined
              ? []
              : [{ origin: written.origin, message: 'the mode is set here' }],
        },
      );
    }
  },
});
