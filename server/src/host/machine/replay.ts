/**
 * The commands of one document, replayed on a machine one by one.
 * Only what surely runs can be refused; what may run makes the state less known; after a program that may do anything, nothing
 * is known. Order counts within a document only, so each begins with the state that netplan leaves.
 */
import { isUnknown } from '../../base/fact.ts';
import type { IpCommand } from '../../iproute/types.ts';
import type { CommandContext, Condition, ShellCommand } from '../../shell/types.ts';
import { scriptOf, stepsOf } from '../commands.ts';
import type { Document, Host, ScriptStep } from '../model.ts';
import { addTableNames } from '../table.ts';
import { undoes } from '../teardown.ts';
import { applyNetns, machineOf, moveLinks, type Machines } from './namespaces.ts';
import { applyCommand } from './apply.ts';
import { forget } from './forget.ts';
import { isHarmless } from './harmless.ts';
import type { MachineCommand } from './read/command.ts';
import { mayBeElsewhere } from './read/parts.ts';
import { readMachineCommand } from './read/read.ts';
import type { Reading } from './read/reading.ts';
import { setsListing, startMachine } from './start.ts';
import type { Machine, MachineRefusal } from './types.ts';

/** A command that was carried out, or refused. */
export interface Replayed {
  readonly step: ScriptStep;
  readonly command: IpCommand;
  readonly asked: MachineCommand;
  readonly refusal: MachineRefusal | undefined;
  /** It surely runs and its failure is not expected. */
  readonly isCertain: boolean;
}

export interface Watch {
  /** Called before and after each `ip` command; false ends the replay. */
  readonly before?: (command: IpCommand, machine: Machine) => boolean;
  readonly after?: (replayed: Replayed, machine: Machine) => void;
  /** The arm of a `case` that is taken to run: its commands run surely, those of the other arms do not. */
  readonly assumed?: Condition;
}

/** Kinds of documents whose commands run one after another from the first to the last. */
const replayed: ReadonlySet<Document['kind']> = new Set(['shell', 'ip-batch']);

/** True if the commands of the document can be replayed. */
export function canReplay({ kind }: Document): boolean {
  return replayed.has(kind);
}

/** Replays a document and gives the machines at the end. */
export function replayDocument(host: Host, document: Document, watch: Watch): Machines {
  const machines: Machines = { host: startMachine(host), byName: new Map() };
  const script = scriptOf(document);
  const state: State = {
    machines,
    names: new Map(host.tableNames),
    functions: new Set(script?.executed.flatMap(({ context }) => context.functionName ?? [])),
    isWhole: script?.unfollowed.every(({ kind }) => kind !== 'limit') ?? true,
    file: document.file.id,
    inBatch: false,
    watch,
    assumed: watch.assumed,
  };
  if (script === undefined) {
    for (const step of stepsOf(document)) if (!runStep({ ...state, inBatch: true }, step)) break;
    return machines;
  }
  const steps = stepsByCommand(document);
  for (const command of script.executed) {
    if (isNeverRun(state, command)) continue;
    const own = steps.get(command);
    if (own === undefined) runProgram(state, command);
    else {
      for (const [index, step] of own.entries())
        if (!runStep({ ...state, inBatch: index > 0 }, step)) return machines;
    }
  }
  return machines;
}

interface State {
  readonly machines: Machines;
  readonly names: Map<string, number>;
  /** Functions of the script: what they do follows their calls. */
  readonly functions: ReadonlySet<string>;
  /** No loop or call was cut short. */
  readonly isWhole: boolean;
  readonly file: string;
  readonly inBatch: boolean;
  readonly watch: Watch;
  readonly assumed: Condition | undefined;
}

/** Tests with a known outcome, functions that nothing calls, what undoes, and the arms that are not assumed. */
function isNeverRun({ assumed }: State, { context, calls }: ShellCommand): boolean {
  if (context.neverRuns === true || undoes(context)) return true;
  if (context.functionName !== undefined && calls === undefined) return true;
  for (let each = context.condition; each !== undefined; each = each.outer)
    if (each.choice === assumed?.choice && each.arm !== assumed.arm) return true;
  return false;
}

/** The steps of a command, and of the batch lines that it reads. */
function stepsByCommand(document: Document): ReadonlyMap<ShellCommand, readonly ScriptStep[]> {
  const own = new Set(scriptOf(document)?.executed);
  const found = new Map<ShellCommand, ScriptStep[]>();
  let last: ScriptStep[] | undefined;
  for (const step of stepsOf(document)) {
    if (own.has(step.command) || last === undefined) {
      last = [step];
      found.set(step.command, last);
    } else last.push(step);
  }
  return found;
}

function runProgram(state: State, { name, context }: ShellCommand): void {
  if (name !== undefined && (isHarmless(name) || state.functions.has(name))) return;
  const { host, byName } = state.machines;
  const touched =
    context.netns === undefined ? [host, ...byName.values()] : [machineOf(state.machines, context)];
  for (const machine of touched)
    if (machine !== undefined) forget(machine, { touches: 'everything' });
}

function runStep(state: State, step: ScriptStep): boolean {
  const { machines, names } = state;
  const machine = machineOf(machines, step.ip?.context ?? step.command.context);
  addTableNames(names, step);
  if (machine !== undefined && switchesIpv6(step)) forget(machine, { touches: 'links' });
  if (machine !== undefined && step.sysctl?.settings.some(setsListing) === true)
    machine.listsNexthops = false;
  const { ip } = step;
  if (ip === undefined || ip.implied === true || undoes(ip.context)) return true;
  return machine === undefined || runIp(state, { step, ip, machine });
}

/** `disable_ipv6` takes addresses and routes away. */
function switchesIpv6({ sysctl }: ScriptStep): boolean {
  if (sysctl === undefined) return false;
  return sysctl.settings.some(({ key }) =>
    key.some((part) => isUnknown(part) || part === 'disable_ipv6'),
  );
}

interface Run {
  readonly step: ScriptStep;
  readonly ip: IpCommand;
  readonly machine: Machine;
}

function runIp(state: State, { step, ip, machine }: Run): boolean {
  const { machines, names, watch, inBatch } = state;
  const runs = runsSurely(state, ip.context) && !mayBeElsewhere(step.command);
  if (watch.before?.(ip, machine) === false) return false;
  const asked = askedBy(ip, {
    shell: step.command,
    names,
    sure: runs && isExpected(ip),
    inBatch,
    origin: { file: step.command.file ?? state.file, span: ip.span },
  });
  const refusal = applyCommand(machine, asked);
  applyNetns(machines, ip, { shell: step.command, sure: runs });
  if (refusal === undefined) moveLinks(machines, machine, asked);
  const isCertain = runs && !ip.context.failureIgnored;
  watch.after?.({ step, command: ip, asked, refusal, isCertain }, machine);
  return true;
}

const requests = new WeakMap<
  IpCommand,
  { readonly reading: Reading; readonly asked: MachineCommand }
>();

/** What a command asks for; once, as long as it stands in the script: a request has no places but those of its command. */
function askedBy(ip: IpCommand, reading: Reading): MachineCommand {
  const known = requests.get(ip);
  if (
    known?.reading.sure === reading.sure &&
    known.reading.inBatch === reading.inBatch &&
    known.reading.shell === reading.shell &&
    known.reading.origin.file === reading.origin.file
  )
    return known.asked;
  const asked = readMachineCommand(ip, reading);
  // Which table a name means can change from command to command.
  const namesTable = 'table' in ip && typeof ip.table?.value === 'string';
  if (!namesTable) requests.set(ip, { reading, asked });
  return asked;
}

/** Every condition that the command depends on is the assumed one. */
function runsSurely({ isWhole, assumed }: State, context: CommandContext): boolean {
  const { condition } = context;
  const isAssumed =
    condition !== undefined &&
    condition.outer === undefined &&
    condition.choice === assumed?.choice &&
    condition.arm === assumed.arm;
  return isWhole && (!context.conditional || isAssumed) && !context.loop && !context.trap;
}

/** What is added although a failure is expected may be missing; what is removed is gone either way. */
function isExpected(command: IpCommand): boolean {
  const removes = 'verb' in command && (command.verb === 'del' || command.verb === 'flush');
  return removes || !command.context.failureIgnored;
}
