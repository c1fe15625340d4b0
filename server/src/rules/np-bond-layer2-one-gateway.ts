/**
 * A bond that hashes by hardware addresses and whose traffic goes to one gateway: all frames have the same two addresses,
 * so one member carries them all (bond_xmit_hash(), drivers/net/bonding/bond_main.c, v6.12).
 */
import { codeSpan } from '../base/markdown.ts';
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { hashPolicyPath, membersOf, modeOf } from '../host/netplanBonds.ts';
import { ofKind, writtenDefaults } from '../host/netplanLinks.ts';
import { netplanSets, type NetplanDefinition } from '../host/netplanSets.ts';
import {
  booleanAt,
  idOrigin,
  isOn,
  isWrittenIn,
  lastEntryAt,
  textAt,
} from '../host/netplanTree.ts';
import { setByDropIn } from './networkdDropIns.ts';
import { defineRule, type Fix } from './define.ts';
import { documentOf } from './fixes/lines.ts';
import { addBeside } from './fixes/netplanEntry.ts';

export const npBondLayer2OneGateway = defineRule({
  id: 'np-bond-layer2-one-gateway',
  severity: 'warning',
  summary: 'A bond that hashes by hardware addresses towards one gateway',
  fix: 'suggestion',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const bonds = ofKind(set, 'bonds');
      if (bonds.length === 0) continue;
      const routed = new Set(writtenDefaults(set).map(({ definition }) => definition));
      for (const bond of bonds) {
        const mode = modeOf(bond);
        // balance-tlb moves flows by load and needs no hash as long as nobody turns that off.
        if (mode !== 'balance-xor' && mode !== '802.3ad') continue;
        const members = membersOf(bond);
        if (members === undefined || members.length < 2 || !(routed.has(bond) || usesDhcp(bond)))
          continue;
        const policy = textAt(bond, hashPolicyPath);
        if (policy !== undefined && known(policy) !== 'layer2') continue;
        if (setByDropIn(host, bond.id, ['TransmitHashPolicy', 'Mode'])) continue;
        const origin =
          policy?.origin ?? textAt(bond, ['parameters', 'mode'])?.origin ?? idOrigin(bond);
        if (origin === undefined) continue;
        report(origin, {
          what: `${codeSpan(bond.id)} sends everything for its gateway over one of its ${members.length} members`,
          why: `${policy === undefined ? 'without `transmit-hash-policy` the kernel hashes' : '`layer2` hashes'} the two hardware addresses only, and these are the same in every frame to the gateway`,
          todo: 'set `transmit-hash-policy: layer3+4` to spread connections, or `layer2+3` to spread hosts, which the standard for 802.3ad allows',
          ...(policy === undefined ? {} : { severity: 'information' as const }),
          fixes: ['layer3+4', 'layer2+3']
            .map((name) => policyFix(host, bond, name))
            .filter((fix) => fix !== undefined),
        });
      }
    }
  },
});

/** The default route over the bond comes by DHCP. */
function usesDhcp(bond: NetplanDefinition): boolean {
  const useRoutes = booleanAt(bond, ['dhcp4-overrides', 'use-routes']);
  return isOn(booleanAt(bond, ['dhcp4'])) && (useRoutes === undefined || isOn(useRoutes));
}

function policyFix(host: Host, bond: NetplanDefinition, policy: string): Fix | undefined {
  const title = `Hash by ${policy}`;
  const present = textAt(bond, hashPolicyPath)?.origin;
  if (present !== undefined) {
    const edit = { span: present.span, newText: policy };
    return { title, safe: false, edits: [{ file: present.file, edits: [edit] }] };
  }
  const mode = lastEntryAt(bond, ['parameters', 'mode']);
  const text = mode === undefined ? undefined : documentOf(host, mode.file)?.file.text;
  if (mode === undefined || text === undefined || !isWrittenIn(bond, mode)) return undefined;
  const place = { text, parent: mode.parent, entry: mode.node };
  const edit = addBeside(place, [`transmit-hash-policy: ${policy}`]);
  return { title, safe: false, edits: [{ file: mode.file, edits: [edit] }] };
}
