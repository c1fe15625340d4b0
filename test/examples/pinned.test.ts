/**
 * Boots the example gateways in network namespaces by running their own files, opens connections,
 * changes the default route under them, and counts who survives. Needs root; tells why it is skipped.
 */
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { everythingSurvives, routeEvents, runSurvival, whyNoGateway } from '../lab/survival.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const skipReason = whyNoGateway();
if (skipReason !== undefined) console.log(`skipped: the gateways are not started, ${skipReason}`);

describe.skipIf(skipReason !== undefined)(`on kernel ${release()}`, () => {
  test.each(['two-uplinks-pinned-iptables', 'two-uplinks-pinned-nft'])(
    '%s keeps every connection',
    async (example) => {
      const script = `${examples}${example}/usr/local/sbin/uplinks.sh`;
      const events = { ...routeEvents, 'script run again': `bash ${script}` };
      expect(await runSurvival(`${examples}${example}`, events)).toEqual(
        everythingSurvives(events),
      );
    },
    30_000,
  );

  test('two-uplinks loses the connections that new weights move', async () => {
    const { 'weights 1:3': weights } = routeEvents;
    const { results } = await runSurvival(`${examples}two-uplinks`, { start: 'true', weights });
    const [before, after] = results;
    expect(before?.lan).toEqual(everythingSurvives({ start: 'true' }).results[0]?.lan);
    expect(after?.lan.reset).toBeGreaterThan(0);
    expect(after?.lan.ok).toBeGreaterThan(0);
    console.log(
      `kernel ${release()}: weights 1:3 reset ${after?.lan.reset} unpinned connections, ${after?.lan.ok} go on`,
    );
  }, 30_000);
});
