/** A route of a VRF's member in another table than that of the VRF, where no packet of the VRF looks (l3mdev rule, net/l3mdev/l3mdev.c). */
import { codeSpan } from '../base/markdown.ts';
import { isUnknown, known } from '../base/fact.ts';
import { ofKind, routesOf, vrfsByMember } from '../host/netplanLinks.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { integerAt } from '../host/netplanTree.ts';
import { hasNumber, mainTable, tableIdentity } from '../host/table.ts';
import { defineRule } from './define.ts';

export const npVrfTableMismatch = defineRule({
  id: 'np-vrf-table-mismatch',
  severity: 'warning',
  summary: 'A route of a member of a VRF in a table where nobody looks',
  fix: 'suggestion',
  check(host, report) {
    const asked = new Set(
      host.policyRules.map(({ table }) => tableIdentity(table, host.tableNames)),
    );
    // Whose table that is, nobody can tell from here.
    const isOtherVrf = host.links.some(
      ({ kind, language }) => kind === 'vrf' && language !== 'netplan',
    );
    const isAnyAsked = host.policyRules.some(({ table }) => !hasNumber(table, host.tableNames));
    if (isAnyAsked || isOtherVrf) return;
    for (const set of netplanSets(host)) {
      const vrfTables = ofKind(set, 'vrfs').map((vrf) => integerAt(vrf, ['table']));
      if (vrfTables.some((table) => table !== undefined && isUnknown(table.value))) continue;
      const ofVrfs = new Set(vrfTables.map((table) => known(table)));
      for (const [id, vrf] of vrfsByMember(set)) {
        const member = set.byId.get(id);
        const vrfTable = integerAt(vrf, ['table']);
        const own = known(vrfTable);
        if (member === undefined || vrfTable === undefined || own === undefined) continue;
        for (const { route } of routesOf(member)) {
          const table = known(route.table);
          if (route.table === undefined || table === undefined || table === own) continue;
          // A route in main, or in a table that a rule or another VRF asks, is a way that somebody wanted.
          if (table === mainTable || ofVrfs.has(table) || asked.has(String(table))) continue;
          const { origin } = route.table;
          report(origin, {
            what: `table ${table} is not that of the VRF ${codeSpan(vrf.id)}, which is ${own}`,
            why: `${codeSpan(id)} belongs to the VRF, so its packets look in table ${own}, and no policy rule asks table ${table}`,
            todo: `write ${codeSpan(`table: ${own}`)}, or leave the key out: networkd then takes the table of the VRF`,
            related: [{ origin: vrfTable.origin, message: 'the table of the VRF' }],
            fixes: [
              {
                title: `Use table ${own}`,
                safe: false,
                edits: [
                  { file: origin.file, edits: [{ span: origin.span, newText: String(own) }] },
                ],
              },
            ],
          });
        }
      }
    }
  },
});
