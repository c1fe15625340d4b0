/** The protocol on hosts with other versions of netplan, systemd and iproute2 than bookworm's, which the other tests have. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApplyResult } from '../../server/src/remote/applyChange.ts';
import { undoPlan } from '../../server/src/remote/undo.ts';
import { startContainer, whyNoContainer, type Container } from '../lab/container/container.ts';
import type { Suite } from '../lab/container/root.ts';
import { apply, goodChange, guardOf, leftovers, planFor, reset, stateOf } from '../remote/lab.ts';
import { nameOf, paced, plainCases } from '../remote/matrix.ts';
import type { Case } from '../remote/runCase.ts';
import { paceOf, runCases } from '../remote/runCases.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

const netplanOf: Readonly<Record<Suite, RegExp>> = {
  bookworm: /^0\.106/,
  trixie: /^1\.1/,
  sid: /^1\.[2-9]/,
};
const wanted = (process.env['LAB_SUITES'] ?? 'trixie sid').split(' ');
const suites = (['bookworm', 'trixie', 'sid'] as const).filter((suite) => wanted.includes(suite));

const hosts = new Map<Suite, Container>();
beforeAll(async () => {
  // One after the other: a root is made by debootstrap on first use.
  if (reason === undefined)
    for (const suite of suites) hosts.set(suite, await startContainer(suite));
}, 3_600_000);
afterAll(async () => {
  await Promise.all([...hosts.values()].map(({ stop }) => stop()));
}, 60_000);

function expectedOutcome({ change, client }: Case): ApplyResult['outcome'] {
  return change === 'good' && client === 'usual' ? 'kept' : 'rolled-back';
}

/** Side by side, because most of a case is waiting. */
function onEach<T>(work: (host: Container, suite: Suite) => Promise<T>): Promise<readonly T[]> {
  return Promise.all([...hosts].map(([suite, host]) => work(host, suite)));
}

describe.skipIf(reason !== undefined)('newer hosts', { timeout: 600_000 }, () => {
  test('keep what is good, roll back what cuts, fails or is not kept, to the last byte', async () => {
    const pace = await paceOf([...hosts.values()]);
    await onEach(async (host, suite) => {
      const ran = await runCases([host], {
        cases: paced(plainCases, pace),
        seed: 1,
        tell: () => undefined,
      });
      const found = ran.map(({ one, outcome, problems }) => [
        suite,
        nameOf(one),
        outcome,
        problems,
      ]);
      expect(found).toEqual(ran.map(({ one }) => [suite, nameOf(one), expectedOutcome(one), []]));
      expect(ran).toHaveLength(plainCases.length);
      const took = ran.map((one) => one.took.toFixed(1)).join(', ');
      console.info(
        `${suite}: ${took} s, the latest rollback ${Math.max(...ran.map(({ late }) => late))} s after the deadline`,
      );
    });
  });

  test('take a kept change back', async () => {
    await onEach(async (host, suite) => {
      await reset(host);
      const guard = guardOf(host);
      const { netplan } = await guard.facts();
      expect(netplan).toMatch(netplanOf[suite]);
      const { files, addresses } = stateOf(host);
      const plan = await planFor(guard, {
        'etc/netplan/10.yaml': goodChange,
        'etc/netplan/20.yaml': 'network: {version: 2}\n',
      });
      expect(await apply(guard, plan, { seconds: 90 })).toMatchObject({ outcome: 'kept' });
      expect(stateOf(host).addresses).toContain('198.51.100.4/24');
      const [entry] = await guard.history();
      const undo = await undoPlan(guard, entry?.id ?? '', 'lab');
      expect(await apply(guard, undo, { seconds: 90 })).toMatchObject({
        outcome: 'kept',
        differing: [],
      });
      // What netplan did not set, `netplan apply` took away when the change was kept.
      const after = stateOf(host);
      expect({ files: after.files, addresses: after.addresses }).toEqual({ files, addresses });
      expect(leftovers(host)).toBe('');
    });
  });
});
