/**
 * Nothing that a name, a path, a host or a text holds is ever run, on either side: as a property, with a real ssh, sshd and shell.
 * INJECTION_RUNS=1000 makes as many plans as that, and INJECTION_SEED others.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChangePlan } from '../../server/src/plan/types.ts';
import { GuardFailure } from '../../server/src/remote/failure.ts';
import { createGuard, type Guard } from '../../server/src/remote/guard.ts';
import { payloadOf, sha256 } from '../../server/src/remote/payload.ts';
import { runSsh } from '../../server/src/remote/ssh.ts';
import { undoPlan } from '../../server/src/remote/undo.ts';
import { startContainer, whyNoContainer, type Container } from '../lab/container/container.ts';
import { hostileDestination, hostileMode, hostilePath, hostileText } from '../remote/hostile.ts';
import {
  heldAfter,
  heldBy,
  hostilePlan,
  putThere,
  signsOfHarm,
  takeAway,
  type Held,
} from '../remote/hostilePlans.ts';
import { guardOf, leftoversLater } from '../remote/lab.ts';

const reason = whyNoContainer();
if (reason !== undefined) console.info(`skipped: no host to apply to: ${reason}`);

const numRuns = Number(process.env['INJECTION_RUNS'] ?? 24);
const seed = Number(process.env['INJECTION_SEED'] ?? 1);
/** Of so many plans, one is applied; the others are only staged and discarded. */
const ONE_IN = 6;

let host: Container;
let guard: Guard;
beforeAll(async () => {
  if (reason !== undefined) return;
  host = await startContainer('bookworm');
  guard = guardOf({ ...host, address: host.eye, ssh: shareConnection(host) });
}, 1_200_000);
afterAll(async () => {
  if (reason === undefined) await host.stop();
}, 60_000);

/** One connection for all calls, which a product may not have: each command is read by a shell of the host all the same. */
function shareConnection({ name, folder, eye }: Container): string {
  const words = `ip netns exec ${name}c ssh -F ${folder}/ssh_config -oControlPath=${folder}/mux`;
  const program = path.join(folder, 'shared_ssh');
  const text = `#!/bin/bash
for word; do
  shift
  case $word in -oControlMaster=no | -oControlPath=none) ;; *) set -- "$@" "$word" ;; esac
done
exec ${words} "$@"
`;
  writeFileSync(program, text, { mode: 0o755 });
  const line = `${words} -oControlMaster=yes -oStrictHostKeyChecking=yes -MNf ${eye}`.split(' ');
  spawnSync(line[0] ?? '', line.slice(1), { stdio: 'ignore' });
  return program;
}

let count = 0;
const nextId = (): string => `h${count++}`;

const sums = (contents: readonly (Uint8Array | undefined)[]): readonly string[] =>
  contents.map((content) => (content === undefined ? 'absent' : sha256(content)));

/** Throws where the guard does anything but refuse in a sentence. */
async function refusal(asked: Promise<unknown>): Promise<GuardFailure> {
  const answer: unknown = await asked.catch((error: unknown) => error);
  if (!(answer instanceof GuardFailure)) throw new Error(`no refusal: ${String(answer)}`);
  expect(answer.message).toMatch(/\w \w/);
  return answer;
}

async function ended(id: string): Promise<number> {
  for (let tries = 0; tries < 300; tries++) {
    const { applied, state } = await guard.status(id);
    if (applied === 0 || state.startsWith('rolled-back')) return applied ?? 1;
    await setTimeout(100);
  }
  throw new Error(`${id} never ended`);
}

interface Way {
  readonly isApplied: boolean;
  readonly isKept: boolean;
}

async function goThrough(plan: ChangePlan, { isApplied, isKept }: Way): Promise<void> {
  putThere(host, plan);
  const before = heldBy(host);
  const id = nextId();
  const { tar, digest } = payloadOf(plan);
  if (isApplied) expect(await guard.judge(tar)).toEqual({ isRefused: false, lines: [] });
  expect(await guard.stage(id, tar)).toBe(digest);
  const befores = sums(plan.files.map((file) => file.before));
  expect((await guard.status(id)).files).toEqual(befores);
  if (isApplied) {
    await guard.arm(id, 120, digest);
    const isGood = (await ended(id)) === 0;
    if (isGood) {
      const { files } = await guard.status(id);
      expect(files).toEqual(sums(plan.files.map(({ content }) => content)));
      expect(withoutLinks(heldBy(host))).toEqual(heldAfter(before, plan));
      await readsAll(plan);
      if (isKept) {
        await guard.keep(id);
        expect(heldBy(host)).toEqual(heldAfter(before, plan));
        const undo = await undoPlan(guard, id, 'lab');
        expect(undo.files.map((file) => file.path)).toEqual(plan.files.map((file) => file.path));
        return;
      }
    }
    if (isGood) expect(await guard.rollBack(id)).toBe('rolled-back');
    expect(host.run('sysctl -n net.ipv4.tcp_fin_timeout').trim()).toBe('60');
    expect(await leftoversLater(host)).toBe('');
  } else expect(await guard.rollBack(id)).toBe('discarded');
  expect(heldBy(host)).toEqual(before);
}

/** The links by which files come back lie beside them until it is decided. */
function withoutLinks(held: Held): Held {
  return new Map([...held].filter(([at]) => !path.basename(at).startsWith('.routelens-')));
}

/** The files of the host come back by their names, and with their bytes. */
async function readsAll({ files }: ChangePlan): Promise<void> {
  const there = new Map((await guard.files()).map((file) => [file.path, file.content]));
  for (const { path: at, content } of files)
    if (/^\/(?:etc\/(?:netplan|sysctl\.d)|usr\/local\/sbin)\//.test(at))
      expect([at, there.get(at)]).toEqual([at, content]);
}

describe.skipIf(reason !== undefined)('nothing is run that should be read', () => {
  const timeout = 600_000 + numRuns * 10_000;

  test('names and contents of files', { timeout }, async () => {
    const start = performance.now();
    let applied = 0;
    const way = fc.record({
      isApplied: fc.oneof(
        { weight: 1, arbitrary: fc.constant(true) },
        { weight: ONE_IN - 1, arbitrary: fc.constant(false) },
      ),
      isKept: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(hostilePlan, way, async (plan, how) => {
        if (how.isApplied) applied++;
        try {
          await goThrough(plan, how);
          expect(signsOfHarm(host)).toEqual([]);
        } finally {
          host.run('sysctl -q net.ipv4.tcp_fin_timeout=60');
          takeAway(host, plan);
        }
      }),
      { numRuns, seed, endOnFailure: true },
    );
    console.info(
      `${numRuns} plans, ${applied} of them applied, in ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    expect(host.run('find / -xdev -name "pwned*"')).toBe('');
  });

  test(
    'paths, scripts and modes that no plan holds are refused, and leave nothing',
    { timeout },
    async () => {
      const before = heldBy(host);
      const file = {
        path: '/usr/local/sbin/x',
        mode: '755',
        content: new Uint8Array(),
        before: undefined,
      };
      const plan = { host: 'lab', files: [file], runs: [], bonds: [], warnings: [] };
      const hostile = fc.oneof(
        hostilePath.map((at) => ({ ...plan, files: [{ ...file, path: at }] })),
        hostilePath.map((at) => ({ ...plan, runs: [{ kind: 'script' as const, path: at }] })),
        hostileMode.map((mode) => ({ ...plan, files: [{ ...file, mode }] })),
      );
      await fc.assert(
        fc.asyncProperty(hostile, async (bad) => {
          const id = nextId();
          const { tar } = payloadOf(bad);
          expect(await refusal(guard.stage(id, tar))).toMatchObject({ kind: 'refused' });
          expect(await refusal(guard.judge(tar))).toMatchObject({ kind: 'refused' });
          expect(await refusal(guard.status(id))).toMatchObject({
            message: `there is no change ${id}`,
          });
          expect(signsOfHarm(host)).toEqual([]);
          expect(heldBy(host)).toEqual(before);
        }),
        { numRuns: Math.ceil(numRuns / 2), seed, endOnFailure: true },
      );
    },
  );

  test('what is probed, and ids of changes', { timeout }, async () => {
    const kind = fc.constantFrom('ping', 'dns', 'url');
    await fc.assert(
      fc.asyncProperty(
        kind,
        fc.oneof(
          hostileText,
          hostileText.map((text) => `http://127.0.0.1:9/${text}`),
        ),
        hostileText,
        async (probed, target, id) => {
          const answer = await guard.probe(probed, target).catch((error: unknown) => error);
          if (answer !== false)
            expect(await refusal(Promise.reject(answer as Error))).toMatchObject({
              kind: 'refused',
            });
          if (!/^[\w-]+$/.test(id)) {
            expect(await refusal(guard.status(id))).toMatchObject({ kind: 'refused' });
            expect(await refusal(guard.rollBack(id))).toMatchObject({ kind: 'refused' });
          }
          expect(signsOfHarm(host)).toEqual([]);
        },
      ),
      { numRuns: Math.ceil(numRuns / 2), seed, endOnFailure: true },
    );
    expect(await refusal(guard.probe('ping', 'a\0b'))).toMatchObject({ kind: 'refused' });
    expect(await refusal(guard.probe('dns', '--help'))).toMatchObject({ kind: 'refused' });
  });

  test('hosts', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(hostileDestination, async (destination) => {
        const to = { destination, program: host.ssh, options: [], sudo: false };
        const times = { look: 20_000, prepare: 20_000 };
        expect(await refusal(createGuard(to, times).facts())).toMatchObject({
          kind: 'unreachable',
        });
        expect(signsOfHarm(host)).toEqual([]);
      }),
      { numRuns, seed, endOnFailure: true },
    );
  });
});

test('a host is one argument behind the end of the options, or is refused', async () => {
  await fc.assert(
    fc.asyncProperty(hostileDestination, hostileText, async (destination, word) => {
      let given: readonly string[] = [];
      const { status } = await runSsh(
        {
          destination,
          program: 'ssh',
          options: ['-F', 'x'],
          sudo: false,
          run: ({ args }) => {
            given = args;
            return Promise.resolve({ status: 0, output: new Uint8Array(), complaint: '' });
          },
        },
        { words: ['true', word], timeoutMilliseconds: 1000 },
      );
      if (status === 0) {
        expect(given.indexOf('--')).toBe(given.length - 3);
        expect(given.at(-2)).toBe(destination);
        expect(destination).not.toMatch(/^-/);
      } else expect(given).toEqual([]);
    }),
    { numRuns: 500, seed },
  );
});
