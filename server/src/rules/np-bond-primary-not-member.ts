/** A `primary` that is defined but no member of the bond: netplan accepts it, and no backend makes it the primary. */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { membersOf } from '../host/netplanBonds.ts';
import { ofKind } from '../host/netplanLinks.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { textAt } from '../host/netplanTree.ts';
import { defineRule } from './define.ts';
import { listNames } from './wording.ts';

export const npBondPrimaryNotMember = defineRule({
  id: 'np-bond-primary-not-member',
  severity: 'error',
  summary: 'The primary of a bond is not one of its members',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      for (const bond of ofKind(set, 'bonds')) {
        const primary = textAt(bond, ['parameters', 'primary']);
        const name = known(primary);
        const members = membersOf(bond)?.map((member) => known(member));
        // netplan itself refuses a name that nobody defines.
        if (primary === undefined || name === undefined || !set.byId.has(name)) continue;
        if (members === undefined || members.includes(name)) continue;
        const names = members.filter((member) => member !== undefined);
        report(primary.origin, {
          what: `${codeSpan(name)} is the primary of ${codeSpan(bond.id)}, but not a member`,
          why: 'netplan accepts it, but a bond can prefer only a link that it holds, so it prefers none',
          todo:
            names.length === 0
              ? `list ${codeSpan(name)} in \`interfaces\``
              : `name one of ${listNames(names)}, or list ${codeSpan(name)} in \`interfaces\``,
        });
      }
    }
  },
});
