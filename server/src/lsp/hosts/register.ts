/** The requests about hosts, each behind the catch boundary: what goes wrong is the answer. */
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { isGuardFailure } from '../../remote/failure.ts';
import type { HostFailure } from '../../protocol.ts';
import { logCrash, takeOneParameter } from '../boundary.ts';
import { fieldOf } from '../handlers/fields.ts';
import type { Session } from '../session.ts';
import { applyPlan } from './apply.ts';
import { decidePlan, settleChange } from './decide.ts';
import { listHosts } from './list.ts';
import { lookAtHost } from './look.ts';
import { readHostRequest, textField } from './params.ts';
import { planHost } from './plan.ts';
import type { Remote } from './remoteModule.ts';
import type { Surroundings } from './surroundings.ts';

export interface HostServices {
  /** Called with the first request. */
  readonly loadRemote: () => Remote;
  /** The settings may still be on their way when the first request comes. */
  readonly pullSettings: () => Promise<void>;
}

export function registerHosts(session: Session, { loadRemote, pullSettings }: HostServices): void {
  let remote: Remote | undefined;
  const surroundings: Surroundings = {
    session,
    remote: () => (remote ??= loadRemote()),
    plans: new Map(),
    questions: new Map(),
    wait: (milliseconds) => setTimeout(milliseconds, undefined, { ref: false }),
    now: () => performance.now(),
    newId: () =>
      `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${randomBytes(3).toString('hex')}`,
  };
  const { connection } = session;
  for (const [method, handle] of Object.entries(handlers)) {
    connection.onRequest(
      method,
      takeOneParameter((params) =>
        guarded(session, async () => {
          await pullSettings();
          return handle(surroundings, params);
        }),
      ),
    );
  }
}

type Handler = (surroundings: Surroundings, params: unknown) => unknown;

const handlers: Readonly<Record<string, Handler>> = {
  'routelens/hosts': listHosts,
  'routelens/host/look': (surroundings, params) => lookAtHost(surroundings, hostIn(params)),
  'routelens/host/plan': (surroundings, params) =>
    planHost(surroundings, { ...hostIn(params), undo: textField(params, 'undo') }),
  'routelens/host/apply': (surroundings, params) =>
    applyPlan(surroundings, {
      digest: textIn(params, 'digest'),
      canAsk: fieldOf(params, 'canAsk') === true,
    }),
  'routelens/host/decide': (surroundings, params) =>
    decidePlan(surroundings, textIn(params, 'digest'), fieldOf(params, 'keep') === true),
  'routelens/host/settle': (surroundings, params) =>
    settleChange(surroundings, {
      ...hostIn(params),
      change: textIn(params, 'change'),
      keep: fieldOf(params, 'keep') === true,
    }),
};

class BadParameters extends Error {}

function hostIn(params: unknown): NonNullable<ReturnType<typeof readHostRequest>> {
  const request = readHostRequest(params);
  if (request === undefined) throw new BadParameters('the request names no host');
  return request;
}

function textIn(params: unknown, name: string): string {
  const value = textField(params, name);
  if (value === undefined) throw new BadParameters(`the request has no \`${name}\``);
  return value;
}

async function guarded({ connection }: Session, handle: () => unknown): Promise<unknown> {
  try {
    return await handle();
  } catch (error) {
    const isExpected = isGuardFailure(error) || error instanceof BadParameters;
    if (!isExpected) logCrash(connection, error);
    const failure = isExpected
      ? error.message
      : 'RouteLens failed here: its output has the details';
    return { failure } satisfies HostFailure;
  }
}
