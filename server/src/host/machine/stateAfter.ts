/** The state of the machine after a line, on demand: the commands up to there are replayed, nothing is kept. */
import type { IpCommand } from '../../iproute/types.ts';
import { stepsOf } from '../commands.ts';
import type { Document, Host, ScriptStep } from '../model.ts';
import { canReplay, replayDocument, type Replayed } from './replay.ts';
import type { Machine, MachineChange } from './types.ts';

export interface StateAfter {
  /** That of the last command: the host, or a network namespace that the script has made. */
  readonly machine: Machine;
  /** Name of the namespace; undefined: the host. */
  readonly netns: string | undefined;
  /** The last command, what it asked for, and whether the kernel refuses it; undefined if there is none. */
  readonly last: Replayed | undefined;
  /** What the last command changed. */
  readonly changes: readonly MachineChange[];
}

/**
 * Replays a document to the last command that begins at or before the offset, as the text has it, and that runs;
 * one that runs several times has run for the last time. Undefined for documents without commands.
 */
export function stateAfter(host: Host, document: Document, offset: number): StateAfter | undefined {
  if (!canReplay(document)) return undefined;
  const target = targetOf(document, offset);
  let found: Omit<StateAfter, 'changes'> | undefined;
  let changes: readonly MachineChange[] = [];
  const machines = replayDocument(host, document, {
    before: (_command, machine) => {
      if (target === undefined || found?.last?.step === target) return false;
      machine.changes = [];
      return true;
    },
    after: (replayed, machine) => {
      found = { machine, netns: netnsOf(replayed.command), last: replayed };
      changes = machine.changes ?? [];
      machine.changes = undefined;
    },
  });
  if (found !== undefined) return { ...found, changes };
  return { machine: machines.host, netns: undefined, last: undefined, changes };
}

function targetOf(document: Document, offset: number): ScriptStep | undefined {
  let target: ScriptStep | undefined;
  for (const step of stepsOf(document)) {
    const { ip, command } = step;
    const start = ip?.span.start ?? Infinity;
    const isCalled = command.context.functionName === undefined || command.calls !== undefined;
    if (command.file !== undefined || command.context.neverRuns === true || !isCalled) continue;
    if (start <= offset && start >= (target?.ip?.span.start ?? 0)) target = step;
  }
  return target;
}

function netnsOf({ context }: IpCommand): string | undefined {
  return typeof context.netns === 'string' ? context.netns : undefined;
}
