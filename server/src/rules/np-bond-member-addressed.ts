/**
 * Addresses, DHCP or routes on a member of a bond. netplan writes them; networkd says "Cannot set addresses when Bond= is
 * specified, ignoring addresses" (systemd 262), and NetworkManager gives a port no addresses.
 */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { ofKind } from '../host/netplanLinks.ts';
import { netplanSets, type NetplanDefinition } from '../host/netplanSets.ts';
import {
  booleanAt,
  entriesAt,
  isOn,
  lastEntryAt,
  wordsAt,
  type PlacedEntry,
} from '../host/netplanTree.ts';
import { defineRule } from './define.ts';

export const npBondMemberAddressed = defineRule({
  id: 'np-bond-member-addressed',
  severity: 'error',
  summary: 'Addresses, DHCP or routes on a member of a bond',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      for (const bond of ofKind(set, 'bonds')) {
        for (const member of wordsAt(bond, ['interfaces'])) {
          const definition = set.byId.get(known(member) ?? '');
          if (definition === undefined || definition === bond) continue;
          const name = codeSpan(definition.id);
          for (const { file, node } of deadEntries(definition)) {
            report(
              { file, span: node.key.span },
              {
                what: `${codeSpan(node.key.text)} of ${name} has no effect, because it is a member of ${codeSpan(bond.id)}`,
                why: 'a member only carries the frames of its bond; networkd ignores its addresses, routes and DHCP, and NetworkManager sets none',
                todo: `move it to ${codeSpan(bond.id)}, or remove it`,
                related: [{ origin: member.origin, message: `${name} becomes a member here` }],
              },
            );
          }
        }
      }
    }
  },
});

function deadEntries(definition: NetplanDefinition): readonly PlacedEntry[] {
  const switches = ['dhcp4', 'dhcp6'].flatMap((key) => {
    const entry = lastEntryAt(definition, [key]);
    return entry !== undefined && isOn(booleanAt(definition, [key])) ? [entry] : [];
  });
  const lists = ['addresses', 'routes'].flatMap((key) =>
    entriesAt(definition, [key]).filter(
      ({ node: { value } }) => value?.kind === 'sequence' && value.items.length > 0,
    ),
  );
  const gateways = ['gateway4', 'gateway6'].flatMap((key) => entriesAt(definition, [key]));
  return [...switches, ...lists, ...gateways];
}
