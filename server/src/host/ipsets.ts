/**
 * Rules of iptables on sets of ipset that the same script has destroyed, or made for the other family.
 * What may be there is never told to be missing: a set can be made by any program before the script.
 */
import { isUnknown } from '../base/fact.ts';
import type { Fact, Origin } from '../base/fact.ts';
import type { Family } from '../net/address.ts';
import type { IpsetStep } from '../netfilter/ipset/types.ts';
import type { CommandContext, ShellCommand } from '../shell/types.ts';
import { executedSteps, scriptOf } from './commands.ts';
import { isHarmless } from './machine/harmless.ts';
import type { Document, ScriptStep } from './model.ts';
import { isTeardown } from './teardown.ts';

export interface IpsetRefusal {
  /** The name in the rule. */
  readonly set: Fact<string>;
  readonly name: string;
  /** iptables' own words. */
  readonly words: string;
  /** The command that destroyed it, or that made it for the other family. */
  readonly cause: Origin;
}

type SetState =
  | { readonly kind: 'gone'; readonly cause: Origin }
  | { readonly kind: 'there'; readonly cause: Origin; readonly family: Family | undefined };

interface State {
  /** Of a name that is not here nothing is known, but what `others` says. */
  readonly sets: Map<string, SetState | undefined>;
  /** All sets were destroyed. */
  others: SetState | undefined;
  readonly refusals: IpsetRefusal[];
}

/** The rules of one script that iptables refuses for their sets, in order. */
export function refusedSets(document: Document): readonly IpsetRefusal[] {
  const script = scriptOf(document);
  if (document.kind !== 'shell' || script === undefined || script.unfollowed.length > 0) return [];
  const steps = new Map<ShellCommand, ScriptStep>();
  for (const step of executedSteps(document)) steps.set(step.command, step);
  if (![...steps.values()].some(({ ipset }) => ipset !== undefined)) return [];
  const state: State = { sets: new Map(), others: undefined, refusals: [] };
  for (const command of script.executed) runCommand(state, command, steps.get(command));
  return state.refusals;
}

function runCommand(state: State, command: ShellCommand, step: ScriptStep | undefined): void {
  const { context, name, span } = command;
  if (context.neverRuns === true) return;
  if (step === undefined) {
    if (name === undefined || !isHarmless(name)) forgetAll(state);
    return;
  }
  const isSure = runsSurely(context) && !context.failureIgnored;
  const origin = { file: command.file ?? originFile(step) ?? '', span };
  for (const each of step.ipset ?? []) runIpset(state, { step: each, isSure, origin });
  if (isSure) checkRules(state, step);
}

function originFile({ ipset = [] }: ScriptStep): string | undefined {
  return ipset
    .map((step) => ('name' in step ? step.name?.origin.file : undefined))
    .find((file) => file !== undefined);
}

function runsSurely(context: CommandContext): boolean {
  return (
    !context.conditional &&
    !context.loop &&
    context.functionName === undefined &&
    !isTeardown(context)
  );
}

function forgetAll(state: State): void {
  state.sets.clear();
  state.others = undefined;
}

interface Run {
  readonly step: IpsetStep;
  readonly isSure: boolean;
  readonly origin: Origin;
}

function runIpset(state: State, { step, isSure, origin }: Run): void {
  switch (step.kind) {
    case 'unknown':
      return forgetAll(state);
    case 'create':
      return put(
        state,
        step.name,
        isSure ? { kind: 'there', cause: origin, family: step.family } : undefined,
      );
    case 'destroy':
      return destroy(state, step.name, isSure ? { kind: 'gone', cause: origin } : undefined);
    case 'rename':
    case 'swap':
      return exchange(state, step, isSure ? origin : undefined);
    default:
  }
}

/** `rename` leaves no set under the first name, `swap` the one of the second. */
function exchange(
  state: State,
  { kind, name, to }: Extract<IpsetStep, { kind: 'rename' | 'swap' }>,
  cause: Origin | undefined,
): void {
  const [first, second] = [name, to].map(({ value }) =>
    isUnknown(value) || cause === undefined ? undefined : stateOf(state, value),
  );
  put(state, to, first?.kind === 'there' ? first : undefined);
  if (kind === 'swap') put(state, name, second?.kind === 'there' ? second : undefined);
  else put(state, name, cause === undefined ? undefined : { kind: 'gone', cause });
}

function stateOf(state: State, name: string): SetState | undefined {
  return state.sets.has(name) ? state.sets.get(name) : state.others;
}

function put(state: State, name: Fact<string>, now: SetState | undefined): void {
  if (isUnknown(name.value)) forgetAll(state);
  else state.sets.set(name.value, now);
}

function destroy(state: State, name: Fact<string> | undefined, now: SetState | undefined): void {
  if (name !== undefined) {
    // A name that is not known may be of any set, but makes none.
    if (isUnknown(name.value)) forgetAll(state);
    else if (now !== undefined || stateOf(state, name.value)?.kind === 'there')
      state.sets.set(name.value, now);
    return;
  }
  forgetAll(state);
  state.others = now;
}

/** Both adding and removing a rule need its set. */
function checkRules(state: State, { netfilter }: ScriptStep): void {
  for (const step of netfilter?.steps ?? []) {
    if (step.kind !== 'rule') continue;
    for (const set of step.rule.sets ?? []) {
      if (isUnknown(set.value)) continue;
      const name = set.value;
      const now = stateOf(state, name);
      if (now === undefined) continue;
      const words = wordsOf(name, now, step.rule.families);
      if (words !== undefined) state.refusals.push({ set, name, words, cause: now.cause });
    }
  }
}

function wordsOf(name: string, now: SetState, families: readonly Family[]): string | undefined {
  if (now.kind === 'gone') return `Set ${name} doesn't exist.`;
  if (now.family === undefined || families.includes(now.family)) return undefined;
  return `The protocol family of set ${name} is IPv${now.family}, which is not applicable.`;
}
