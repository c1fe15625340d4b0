/**
 * Boots the example gateways in network namespaces by running their own files, opens connections,
 * changes the default route under them, and counts who survives. Needs root; tells why it is skipped.
 */
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { bootHost, cableAddress, createGatewayLab, fibreAddress } from '../lab/gatewayLab.ts';
import type { GatewayLab } from '../lab/gatewayLab.ts';
import { whyNoNamespaces, whyNoTool } from '../lab/namespaces.ts';
import { startClient, startServer } from '../lab/peers.ts';
import type { ConnectionState } from '../lab/peers.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const skipReason = whyNoNamespaces() ?? whyNoTool('iptables', '-S') ?? whyNoTool('nft', 'list', 'ruleset');
if (skipReason !== undefined) console.log(`skipped: the gateways are not started, ${skipReason}`);

const servers = Array.from({ length: 32 }, (_, index) => `198.18.0.${index + 10}`);
const both = (cable: number, fibre: number): string =>
  `ip route replace default nexthop via 203.0.113.1 dev eno4 weight ${cable} nexthop via 198.51.100.1 dev eno3 weight ${fibre}`;
const events = {
  'weights 1:3': both(1, 3),
  'weights 3:1': both(3, 1),
  'nexthops swapped':
    'ip route replace default nexthop via 198.51.100.1 dev eno3 weight 1 nexthop via 203.0.113.1 dev eno4 weight 1',
  'cable drained': 'ip route replace default via 198.51.100.1 dev eno3',
  'fibre drained': 'ip route replace default via 203.0.113.1 dev eno4',
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function bootLab(example: string): Promise<GatewayLab> {
  const lab = createGatewayLab(`${examples}${example}`);
  cleanups.push(lab.remove);
  bootHost(lab.router, `${examples}${example}`);
  return lab;
}

function count(states: readonly ConnectionState[]): Record<ConnectionState, number> {
  const counts = { ok: 0, reset: 0, timeout: 0 };
  for (const state of states) counts[state]++;
  return counts;
}

describe.skipIf(skipReason !== undefined)(`on kernel ${release()}`, () => {
  test.each(['two-uplinks-pinned-iptables', 'two-uplinks-pinned-nft'])('%s keeps every connection', async (example) => {
    const { router, client, internet } = await bootLab(example);
    const server = await startServer(internet);
    const routerServer = await startServer(router);
    const lan = startClient(client);
    const own = startClient(router);
    const outside = startClient(internet);
    cleanups.push(server.stop, routerServer.stop, lan.stop, own.stop, outside.stop);

    const lanUplinks = await lan.open(servers);
    const ownUplinks = await own.open(servers);
    const outsideAnswers = await outside.open([fibreAddress, cableAddress, fibreAddress, cableAddress]);
    expect([...new Set(lanUplinks)].toSorted()).toEqual([fibreAddress, cableAddress]);
    expect([...new Set(ownUplinks)].toSorted()).toEqual([fibreAddress, cableAddress]);
    expect(outsideAnswers).not.toContain(null);

    const script = `${examples}${example}/usr/local/sbin/uplinks.sh`;
    for (const [name, command] of Object.entries({ ...events, 'script run again': `bash ${script}` })) {
      router.shell(command);
      const [lanStates, ownStates, outsideStates] = await Promise.all([lan.probe(), own.probe(), outside.probe()]);
      const pushed = await lan.listen(server.push);
      expect({ name, lan: count(lanStates), own: count(ownStates), outside: count(outsideStates), pushed: count(pushed) }).toEqual({
        name,
        lan: { ok: servers.length, reset: 0, timeout: 0 },
        own: { ok: servers.length, reset: 0, timeout: 0 },
        outside: { ok: outsideAnswers.length, reset: 0, timeout: 0 },
        pushed: { ok: servers.length, reset: 0, timeout: 0 },
      });
    }
  }, 30_000);

  test('two-uplinks loses the connections that the new weights move', async () => {
    const { router, client, internet } = await bootLab('two-uplinks');
    const server = await startServer(internet);
    const lan = startClient(client);
    cleanups.push(server.stop, lan.stop);

    const uplinks = await lan.open(servers);
    expect([...new Set(uplinks)].toSorted()).toEqual([fibreAddress, cableAddress]);
    expect(count(await lan.probe())).toEqual({ ok: servers.length, reset: 0, timeout: 0 });

    router.shell(events['weights 1:3']);
    const { ok, reset } = count(await lan.probe());
    expect(ok).toBeGreaterThan(0);
    expect(reset).toBeGreaterThan(0);
    console.log(`kernel ${release()}: weights 1:3 reset ${reset} of ${servers.length} unpinned connections, ${ok} go on`);
  }, 30_000);
});
