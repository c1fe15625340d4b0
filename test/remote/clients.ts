/** Clients that apply a change: one that goes all the way, one that does not keep it, one that is killed, one that decides in the last moment, and two at once. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inProject } from '../../scripts/project.mjs';
import type { ChangePlan } from '../../server/src/plan/types.ts';
import type { ApplyResult } from '../../server/src/remote/applyChange.ts';
import { GuardFailure } from '../../server/src/remote/failure.ts';
import type { Guard } from '../../server/src/remote/guard.ts';
import { payloadOf } from '../../server/src/remote/payload.ts';
import type { Container } from '../lab/container/container.ts';
import type { Change } from './changes.ts';
import { apply, planFor } from './lab.ts';

export type ClientKind = 'usual' | 'declines' | 'SIGTERM' | 'SIGKILL' | 'last-moment' | 'second';

export interface Client {
  readonly container: Container;
  readonly guard: Guard;
  readonly change: Change;
  readonly plan: ChangePlan;
  readonly seconds: number;
  /** When it is killed (milliseconds from its start, or a word that it says) or decides (milliseconds from the deadline). */
  readonly at: number | string;
  readonly armed: () => void;
}

export const clients: Readonly<Record<ClientKind, (client: Client) => Promise<ApplyResult>>> = {
  usual: (client) => applyReporting(client),
  declines: (client) => applyReporting(client, () => Promise.resolve(false)),
  SIGTERM: (client) => killed(client, 'SIGTERM'),
  SIGKILL: (client) => killed(client, 'SIGKILL'),
  'last-moment': lastMoment,
  second,
};

function applyReporting(
  { guard, plan, seconds, armed }: Pick<Client, 'guard' | 'plan' | 'seconds' | 'armed'>,
  decide = (): Promise<boolean> => Promise.resolve(true),
): Promise<ApplyResult> {
  return apply(guard, plan, {
    seconds,
    decide,
    report: ({ kind }) => {
      if (kind === 'armed') armed();
    },
  });
}

/** The command line, killed; the host alone says what became of the change. */
async function killed(client: Client, signal: NodeJS.Signals): Promise<ApplyResult> {
  const { container, change, seconds, at, armed, guard } = client;
  const tree = path.join(container.folder, 'tree');
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree);
  for (const [name, text] of Object.entries(change.files)) {
    mkdirSync(path.dirname(path.join(tree, name)), { recursive: true });
    writeFileSync(path.join(tree, name), text);
  }
  const options = [
    ...(change.scripts ?? []).flatMap((script) => ['--run', script]),
    ...(change.removals ?? []).flatMap((removal) => ['--remove', removal]),
  ];
  const words = ['apply', tree, '--host', container.address, '--ssh', container.ssh, '--yes'];
  const child = spawn(process.execPath, [
    inProject('dist', 'cli.js'),
    ...words,
    '--force',
    '--confirm-within',
    String(seconds),
    ...options,
  ]);
  child.stdout.on('data', (data: Buffer) => {
    if (data.toString().includes('armed')) armed();
    if (typeof at === 'string' && data.toString().includes(at)) child.kill(signal);
  });
  child.stderr.resume();
  if (typeof at === 'number') void setTimeout(at).then(() => child.kill(signal));
  await new Promise((resolve) => child.on('close', resolve));
  return readDecision(guard, seconds);
}

/** Waits until the host has decided; a change that was only staged, or never came, is none. */
async function readDecision(guard: Guard, seconds: number): Promise<ApplyResult> {
  const end = performance.now() + (seconds + 60) * 1000;
  while (performance.now() < end) {
    // A connection of the client that was killed may still be at work.
    await setTimeout(1500);
    const [entry] = await guard.history().catch(() => [undefined]);
    const status = entry === undefined ? undefined : await guard.status(entry.id).catch(noStatus);
    const state = status?.state ?? (entry === undefined ? 'staged' : 'unknown');
    const outcome = outcomeOf(state);
    if (outcome !== undefined) return { outcome, why: state, status, differing: [] };
  }
  return { outcome: 'unknown', why: 'nothing was decided', status: undefined, differing: [] };
}

const noStatus = (): undefined => undefined;

function outcomeOf(state: string): ApplyResult['outcome'] | undefined {
  if (state === 'kept') return 'kept';
  if (state.startsWith('rolled-back')) return 'rolled-back';
  return state === 'staged' || state === 'failed' ? 'not-started' : undefined;
}

/** Says keep so many milliseconds from the deadline: it is kept or it is too late, and the answer says which. */
async function lastMoment(client: Client): Promise<ApplyResult> {
  const { guard, plan, seconds, at, armed } = client;
  const { tar, digest } = payloadOf(plan);
  const id = `late${Math.round(performance.now())}`;
  await guard.stage(id, tar);
  await guard.arm(id, seconds, digest);
  armed();
  await setTimeout(Math.max(0, seconds * 1000 + Number(at)));
  const isKept = await guard.keep(id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof GuardFailure) return false;
      throw error;
    },
  );
  const result = await readDecision(guard, seconds);
  const isTrue = (result.outcome === 'kept') === isKept;
  return isTrue ? result : { ...result, outcome: 'unknown', why: `keep answered ${isKept}` };
}

/** Another client applies another change at the same time and does not keep it: one waits at a time. */
async function second(client: Client): Promise<ApplyResult> {
  const { guard, seconds, at } = client;
  const other = await planFor(guard, { 'etc/netplan/20.yaml': 'network: {version: 2}\n' });
  const running = applyReporting(client);
  await setTimeout(Number(at));
  const theirs = apply(guard, other, { seconds, decide: () => Promise.resolve(false) });
  const [mine, { outcome }] = await Promise.all([running, theirs]);
  const isTrue = outcome === 'rolled-back' || outcome === 'not-started';
  return isTrue ? mine : { ...mine, outcome: 'unknown', why: `the other change is ${outcome}` };
}
