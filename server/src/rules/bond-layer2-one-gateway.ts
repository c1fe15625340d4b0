/**
 * The same as np-bond-layer2-one-gateway for bonds of commands, ifupdown and networkd: the hash of two hardware addresses is
 * one number for one gateway (bond_xmit_hash(), drivers/net/bonding/bond_main.c, v6.12).
 */
import { codeSpan } from '../base/markdown.ts';
import { identityOf, known } from '../base/fact.ts';
import type { Host, HostLink } from '../host/model.ts';
import { defineRule } from './define.ts';

export const bondLayer2OneGateway = defineRule({
  id: 'bond-layer2-one-gateway',
  severity: 'warning',
  summary: 'A bond that hashes by hardware addresses towards one gateway, outside of netplan',
  fix: 'none',
  check(host, report) {
    for (const link of host.links) {
      const { bond, language } = link;
      if (bond === undefined || language === 'netplan') continue;
      const mode = known(bond.mode);
      // balance-tlb moves flows by load and needs no hash as long as nobody turns that off.
      if (bond.mode === undefined || (mode !== 'balance-xor' && mode !== '802.3ad')) continue;
      if (bond.members.length < 2 || bond.openMembers !== undefined) continue;
      const { hashPolicy } = bond;
      if (hashPolicy !== undefined && known(hashPolicy) !== 'layer2') continue;
      if (!hasOneGateway(host, link)) continue;
      report((hashPolicy ?? bond.mode).origin, {
        what: `${codeSpan(known(link.name) ?? 'the bond')} sends everything for its gateway over one of its ${bond.members.length} members`,
        why: `${hashPolicy === undefined ? 'without a transmit hash policy the kernel hashes' : '`layer2` hashes'} the two hardware addresses only, and these are the same in every frame to the gateway`,
        todo: 'set the policy `layer3+4` to spread connections, or `layer2+3` to spread hosts, which the standard for 802.3ad allows',
        ...(hashPolicy === undefined ? {} : { severity: 'information' as const }),
      });
    }
  },
});

/** All default routes over the bond have the same next hop; those of DHCP count as one. */
function hasOneGateway({ routes }: Host, { name }: HostLink): boolean {
  const own = identityOf(name);
  const gateways = routes
    .filter(({ destination }) => destination.value === 'default')
    .flatMap(({ nexthops }) => nexthops)
    .filter(({ dev, via }) => own !== undefined && identityOf(dev) === own && via !== undefined)
    .map(({ via }) => JSON.stringify(via?.value));
  return new Set(gateways).size === 1;
}
