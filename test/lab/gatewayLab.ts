/**
 * The two-uplink gateway of the examples with a world around it:
 *
 *   client 192.0.2.2 -- eno1 [router] eno3 -- fibre 198.51.100.1 --+
 *                                     eno4 -- cable 203.0.113.1  --+-- internet 198.18.0.0/24
 *
 * Both providers drop packets from addresses that are not theirs (strict reverse path), as real ones do.
 * netplan is not run: the lab gives the addresses of the YAML, and a fixed one where it says DHCP.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createNamespace, linkNamespaces, removeNamespaces } from './namespaces.ts';
import type { Namespace } from './namespaces.ts';

export interface GatewayLab {
  readonly router: Namespace;
  readonly client: Namespace;
  readonly internet: Namespace;
  readonly remove: () => void;
}

/** What the router's uplinks look like from outside. */
export const fibreAddress = '198.51.100.2';
export const cableAddress = '203.0.113.2';

interface Netplan {
  readonly network: {
    readonly ethernets: Record<string, { addresses?: readonly string[]; dhcp4?: boolean }>;
  };
}

/** Cables, addresses and the providers' routes; nothing of the host but its netplan addresses. */
export function createGatewayLab(hostFolder: string): GatewayLab {
  const router = createNamespace('router');
  const client = createNamespace('client');
  const fibre = createNamespace('fibre');
  const cable = createNamespace('cable');
  const internet = createNamespace('internet');
  linkNamespaces({ namespace: router, name: 'eno1' }, { namespace: client, name: 'lan0' });
  linkNamespaces({ namespace: router, name: 'eno3' }, { namespace: fibre, name: 'customer' });
  linkNamespaces({ namespace: router, name: 'eno4' }, { namespace: cable, name: 'customer' });
  linkNamespaces({ namespace: fibre, name: 'backbone' }, { namespace: internet, name: 'fibre' });
  linkNamespaces({ namespace: cable, name: 'backbone' }, { namespace: internet, name: 'cable' });
  router.ip(netplanAddresses(hostFolder));
  client.ip('addr add 192.0.2.2/24 dev lan0\nroute add default via 192.0.2.1');
  setUpProvider(fibre, '198.51.100.1/24', '198.18.1');
  setUpProvider(cable, '203.0.113.1/24', '198.18.2');
  internet.ip(
    [
      'addr add 198.18.1.1/30 dev fibre',
      'addr add 198.18.2.1/30 dev cable',
      'route add local 198.18.0.0/24 dev lo',
      'route add 198.51.100.0/24 via 198.18.1.2',
      'route add 203.0.113.0/24 via 198.18.2.2',
    ].join('\n'),
  );
  return {
    router,
    client,
    internet,
    remove: () => removeNamespaces([router, client, fibre, cable, internet]),
  };
}

/** Brings the host up as its boot would: sysctl.d, nftables.conf, then its script. */
export function bootHost(router: Namespace, hostFolder: string): void {
  fixSeed(router);
  const sysctlFolder = join(hostFolder, 'etc/sysctl.d');
  for (const file of readdirSync(sysctlFolder).toSorted())
    router.run('sysctl', '-q', '-p', join(sysctlFolder, file));
  const ruleset = join(hostFolder, 'etc/nftables.conf');
  if (existsSync(ruleset)) router.run('nft', '-f', ruleset);
  router.run('bash', join(hostFolder, 'usr/local/sbin/uplinks.sh'));
}

/** The same choice of uplinks in each run, where the kernel has the setting (6.11 and newer). */
function fixSeed(router: Namespace): void {
  router.shell('echo 42 2>/dev/null > /proc/sys/net/ipv4/fib_multipath_hash_seed || true');
}

function netplanAddresses(hostFolder: string): string {
  const folder = join(hostFolder, 'etc/netplan');
  const lines: string[] = [];
  for (const file of readdirSync(folder)) {
    const { network } = parse(readFileSync(join(folder, file), 'utf8')) as Netplan;
    for (const [link, { addresses, dhcp4 }] of Object.entries(network.ethernets)) {
      const given = dhcp4 === true ? [`${cableAddress}/24`] : (addresses ?? []);
      for (const address of given) lines.push(`addr add ${address} dev ${link}`);
    }
  }
  return lines.join('\n');
}

function setUpProvider(provider: Namespace, customerAddress: string, backbone: string): void {
  provider.shell(
    'echo 1 > /proc/sys/net/ipv4/ip_forward; for key in all customer backbone; do echo 1 > /proc/sys/net/ipv4/conf/$key/rp_filter; done',
  );
  provider.ip(
    [
      `addr add ${customerAddress} dev customer`,
      `addr add ${backbone}.2/30 dev backbone`,
      `route add default via ${backbone}.1`,
    ].join('\n'),
  );
}
