/** `routelens apply`: host after host, and no further where one did not keep its change. */
import { applyChange, type ApplyResult } from '../../remote/applyChange.ts';
import { GuardFailure } from '../../remote/failure.ts';
import { createGuard, type Guard, type HistoryEntry } from '../../remote/guard.ts';
import { payloadOf } from '../../remote/payload.ts';
import { eventText } from '../../remote/eventText.ts';
import { judgedPlan } from '../../remote/judged.ts';
import { lookAt, planFor, type Prepared } from '../../remote/prepare.ts';
import { differencesOf } from '../../remote/settled.ts';
import { undoPlan } from '../../remote/undo.ts';
import { createAnalyzer } from '../../workspace/analyzer.ts';
import { readInputs, type HostInput } from '../inputs.ts';
import type { ExitStatus, Terminal } from '../terminal.ts';
import { describePlan } from './describe.ts';
import type { ApplyFlags } from './options.ts';

export interface ApplyTerminal extends Terminal {
  /** A line that the user types; undefined where nobody sits at the terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
}

/** 0: kept on every host, or nothing to do; 1: not applied, or rolled back; 2: could not run. */
export async function runApply(
  path: string | undefined,
  flags: ApplyFlags,
  terminal: ApplyTerminal,
): Promise<ExitStatus> {
  const task = taskOf(path, flags, terminal);
  if (task === undefined) return 2;
  for (const [index, destination] of flags.host.entries()) {
    const status = await guarded({ destination, flags }, terminal, task);
    if (status === 0) continue;
    const left = flags.host.slice(index + 1);
    if (left.length > 0) terminal.complain(`stopped; nothing was done on ${left.join(', ')}`);
    return status;
  }
  return 0;
}

interface Target {
  readonly guard: Guard;
  readonly destination: string;
  readonly flags: ApplyFlags;
}

type Task = (target: Target) => Promise<ExitStatus>;

/** What is done on each host; undefined, and said, where the command line does not tell. */
function taskOf(
  path: string | undefined,
  flags: ApplyFlags,
  terminal: ApplyTerminal,
): Task | undefined {
  if (flags.history) return (target) => showHistory(target, terminal);
  if (flags.undo !== undefined) {
    const { undo } = flags;
    return (target) => undoChange(undo, target, terminal);
  }
  const input = path === undefined ? undefined : inputOf(path, terminal);
  if (path === undefined) terminal.complain('say which folder is to be applied');
  if (input === undefined) return undefined;
  return async (target) => applyPrepared(await prepare(input, target), target, terminal);
}

function inputOf(path: string, terminal: ApplyTerminal): HostInput | undefined {
  const { hosts, unreadable } = readInputs([path], terminal.directory);
  const [input] = hosts;
  for (const sentence of unreadable) terminal.complain(sentence);
  if (hosts.length > 1) {
    terminal.complain(`${path} holds ${hosts.length} hosts: name one of them`);
    return undefined;
  }
  if (input === undefined && unreadable.length === 0)
    terminal.complain(`${path} holds nothing that configures a host`);
  return input;
}

async function prepare(
  { files, root, shown, tooLarge }: HostInput,
  { guard, destination, flags }: Target,
): Promise<Prepared> {
  const { run: scripts, remove: removals, kernel, netplan } = flags;
  const look = await lookAt(guard);
  const prepared = planFor(
    look,
    { files, isTree: root.isTree, deployed: shown, tooLarge },
    {
      wishes: {
        host: destination,
        scripts,
        removals,
        kernel,
        ...(netplan === undefined ? {} : { netplanVersion: netplan }),
      },
      analyze: createAnalyzer().analyze,
    },
  );
  return { facts: look.facts, ...prepared, plan: await judgedPlan(prepared.plan, guard) };
}

async function guarded(
  { destination, flags }: Omit<Target, 'guard'>,
  terminal: ApplyTerminal,
  task: Task,
): Promise<ExitStatus> {
  const guard = createGuard({
    destination,
    program: flags.ssh,
    options: flags.sshConfig === undefined ? [] : ['-F', flags.sshConfig],
    sudo: flags.sudo,
  });
  try {
    return await task({ guard, destination, flags });
  } catch (error) {
    if (!(error instanceof GuardFailure)) throw error;
    terminal.complain(`${destination}: ${error.message}`);
    return 2;
  }
}

async function undoChange(
  which: string,
  target: Target,
  terminal: ApplyTerminal,
): Promise<ExitStatus> {
  const { guard, destination } = target;
  const history = await guard.history();
  const id = which === 'last' ? lastKept(history)?.id : which;
  if (id === undefined) {
    terminal.complain(`${destination}: no change was kept there`);
    return 1;
  }
  const facts = await guard.facts();
  const plan = await undoPlan(guard, id, destination);
  return applyPrepared({ facts, plan, expectation: undefined }, target, terminal);
}

function lastKept(history: readonly HistoryEntry[]): HistoryEntry | undefined {
  return history
    .filter(({ state }) => state === 'kept')
    .toSorted((a, b) => ((a.keptAt ?? '') < (b.keptAt ?? '') ? -1 : 1))
    .at(-1);
}

async function showHistory(
  { guard, destination, flags }: Target,
  terminal: ApplyTerminal,
): Promise<ExitStatus> {
  const changes = await guard.history();
  if (flags.format === 'json') {
    terminal.print(`${JSON.stringify({ version: 1, host: destination, changes }, undefined, 2)}\n`);
    return 0;
  }
  terminal.print(`${terminal.paint.bold(destination)}\n`);
  for (const { id, state, keptAt } of changes)
    terminal.print(`  ${id}  ${state}${keptAt === undefined ? '' : `  ${keptAt}`}\n`);
  return 0;
}

async function applyPrepared(
  prepared: Prepared,
  { guard, flags }: Target,
  terminal: ApplyTerminal,
): Promise<ExitStatus> {
  const { plan } = prepared;
  const { digest } = payloadOf(plan);
  const isText = flags.format === 'text';
  if (isText) terminal.print(describePlan({ ...prepared, digest }, terminal.paint));
  if (plan.files.length === 0 && plan.runs.length === 0) {
    report(terminal, flags, { plan, digest, outcome: 'unchanged' });
    return 0;
  }
  const blocking = plan.warnings.filter(({ severity }) => severity === 'error');
  if (blocking.length > 0 && !flags.force) {
    terminal.complain('errors speak against this plan: mend them, or say --force');
    report(terminal, flags, { plan, digest, outcome: 'refused' });
    return 1;
  }
  if (flags.dryRun) {
    report(terminal, flags, { plan, digest, outcome: 'planned' });
    return 0;
  }
  if (!(await isConfirmed(digest, flags, terminal))) {
    report(terminal, flags, { plan, digest, outcome: 'not-confirmed' });
    return 1;
  }
  const result = await applyChange(guard, plan, {
    id: terminal.newId(),
    confirmed: digest,
    seconds: flags.confirmWithin,
    probes: flags.probe,
    decide: (left) => decide(left, flags, terminal),
    report: (event) => {
      const line = eventText(event);
      if (isText && line !== '') terminal.print(`  ${line}\n`);
    },
    wait: terminal.wait,
    now: terminal.now,
  });
  const missing =
    result.outcome === 'kept' && prepared.expectation !== undefined
      ? await differencesOf(prepared.expectation, guard, terminal.wait)
      : [];
  report(terminal, flags, { plan, digest, outcome: result.outcome, result, missing });
  return result.outcome === 'kept' && result.differing.length === 0 ? 0 : 1;
}

/** `--plan` names what was seen; `--yes` takes whatever it is; else somebody has to say so. */
async function isConfirmed(
  digest: string,
  { plan, yes }: ApplyFlags,
  { ask, complain }: ApplyTerminal,
): Promise<boolean> {
  if (plan !== undefined) {
    const isIt = plan.length >= 12 && digest.startsWith(plan);
    if (!isIt)
      complain(`this plan is ${digest.slice(0, 12)}, not ${plan}: look at it with --dry-run`);
    return isIt;
  }
  if (yes) return true;
  if (ask === undefined) {
    complain('nobody can confirm here: say --plan with the digest of a --dry-run, or --yes');
    return false;
  }
  return /^y(?:es)?$/i.test((await ask('Apply this plan? [y/N] ')).trim());
}

/** With somebody at the terminal, what works is kept only when he says so; else what works is kept. */
async function decide(
  left: number,
  { yes, plan }: ApplyFlags,
  { ask }: ApplyTerminal,
): Promise<boolean> {
  if (yes || plan !== undefined || ask === undefined) return true;
  const answer = await ask(`  It works. Keep it? It rolls back by itself in ${left} s. [y/N] `);
  return /^y(?:es)?$/i.test(answer.trim());
}

interface Outcome {
  readonly plan: Prepared['plan'];
  readonly digest: string;
  readonly outcome: ApplyResult['outcome'] | 'unchanged' | 'planned' | 'refused' | 'not-confirmed';
  readonly result?: ApplyResult;
  /** What the files say and the host does not run after it was kept. */
  readonly missing?: readonly string[];
}

function report(terminal: ApplyTerminal, { format }: ApplyFlags, outcome: Outcome): void {
  if (format === 'json') terminal.print(`${JSON.stringify(jsonOf(outcome), undefined, 2)}\n`);
  else terminal.print(`  ${outcomeText(outcome)}\n`);
}

function outcomeText({ outcome, result, digest, missing = [] }: Outcome): string {
  switch (outcome) {
    case 'unchanged':
      return 'the host has it already: nothing to do';
    case 'planned':
      return `nothing was done; to apply exactly this, say --plan ${digest.slice(0, 12)}`;
    case 'refused':
    case 'not-confirmed':
      return 'nothing was done';
    case 'kept':
      return [differing('kept', result), ...missing.map((text) => `but ${text}`)].join('\n  ');
    case 'rolled-back':
      return differing(`rolled back: ${result?.why ?? ''}`, result);
    case 'not-started':
      return `nothing was done: ${result?.why ?? ''}`;
    case 'unknown':
      return result?.why ?? 'unknown';
  }
}

function differing(text: string, result: ApplyResult | undefined): string {
  const paths = result?.differing ?? [];
  return paths.length === 0
    ? text
    : `${text}; but these files are not as they should be: ${paths.join(', ')}`;
}

function jsonOf({ plan, digest, outcome, result, missing = [] }: Outcome): unknown {
  return {
    version: 1,
    host: plan.host,
    plan: digest,
    outcome,
    files: plan.files.map(({ path, content, before }) => ({
      path,
      change: content === undefined ? 'remove' : before === undefined ? 'create' : 'change',
    })),
    runs: plan.runs,
    warnings: plan.warnings,
    ...(result === undefined
      ? {}
      : {
          why: result.why,
          differing: result.differing,
          missing,
          log: result.status?.log ?? [],
          journal: result.status?.journal ?? [],
        }),
  };
}
