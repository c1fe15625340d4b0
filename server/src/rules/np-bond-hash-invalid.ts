/**
 * A hash policy that does not exist. netplan takes any text (handle_netdef_str, parse.c, 1.2); networkd says
 * "Failed to parse TransmitHashPolicy=…, ignoring" (systemd 262), and NetworkManager refuses the connection.
 */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import { hashPolicyPath } from '../host/netplanBonds.ts';
import { ofKind } from '../host/netplanLinks.ts';
import { netplanSets } from '../host/netplanSets.ts';
import { textAt } from '../host/netplanTree.ts';
import { setByDropIn } from './networkdDropIns.ts';
import { defineRule, type Fix } from './define.ts';
import { listNames } from './wording.ts';

/** bond_xmit_hash_policy_table of systemd (src/shared/ or src/network/, 262). */
const policies = ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4'];
/** NetworkManager knows one more, and their numbers. */
const networkManagerPolicies = [...policies, 'vlan+srcmac'];

export const npBondHashInvalid = defineRule({
  id: 'np-bond-hash-invalid',
  severity: 'error',
  summary: 'A transmit hash policy that does not exist',
  fix: 'suggestion',
  check(host, report) {
    for (const bond of netplanSets(host).flatMap((set) => ofKind(set, 'bonds'))) {
      const policy = textAt(bond, hashPolicyPath);
      const word = known(policy);
      if (policy === undefined || word === undefined || bond.renderer === undefined) continue;
      const isNetworkd = bond.renderer === 'networkd';
      if (setByDropIn(host, bond.id, ['TransmitHashPolicy'])) continue;
      const names = isNetworkd ? policies : networkManagerPolicies;
      if (names.includes(word) || (!isNetworkd && /^[0-5]$/.test(word))) continue;
      const meant = nearest(word, names);
      report(policy.origin, {
        what: `${codeSpan(word)} is no transmit hash policy${isNetworkd ? ' of networkd' : ''}`,
        why: isNetworkd
          ? 'netplan takes any word here; networkd logs that it cannot read it and leaves the bond at `layer2`'
          : 'netplan takes any word here; NetworkManager refuses the whole connection, so the bond does not come up',
        todo: meant === undefined ? `write one of ${listNames(names)}` : `write ${codeSpan(meant)}`,
        fixes: meant === undefined ? [] : [replaceFix(policy.origin, meant)],
      });
    }
  },
});

function replaceFix(
  { file, span }: NonNullable<ReturnType<typeof textAt>>['origin'],
  policy: string,
): Fix {
  return {
    title: `Write ${policy}`,
    safe: false,
    edits: [{ file, edits: [{ span, newText: policy }] }],
  };
}

/** The policy with the same letters and digits: `layer3-4`, `Layer34`, `l3+4`, `layer4+3`. */
function nearest(word: string, names: readonly string[]): string | undefined {
  const key = keyOf(word);
  return names.find((name) => keyOf(name) === key);
}

function keyOf(word: string): string {
  const letters = word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const digits = letters.replaceAll(/\D/g, '').split('').toSorted().join('');
  const name = letters.replaceAll(/\d/g, '').replace('layerlayer', 'layer');
  return (name === 'l' || name === 'lay' || name === '' ? 'layer' : name) + digits;
}
