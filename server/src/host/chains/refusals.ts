/**
 * Commands of iptables that the chains of the same script refuse: a chain that it has removed or made before, a rule that it
 * has not written. What the script has not touched may be there, and is never told to be missing.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Origin } from '../../base/fact.ts';
import type { NetfilterStep } from '../../netfilter/types.ts';
import type { ShellCommand } from '../../shell/types.ts';
import { executedSteps, scriptOf } from '../commands.ts';
import { isHarmless } from '../machine/harmless.ts';
import type { Document, Host, ScriptStep } from '../model.ts';
import { undoes } from '../teardown.ts';
import { createTable } from './knowledge.ts';
import type { TableKnowledge } from './knowledge.ts';
import { blurStep, runStep } from './run.ts';
import type { Refused } from './run.ts';

export interface ChainRefusal extends Refused {
  readonly origin: Origin;
}

const found = new WeakMap<Document, readonly ChainRefusal[]>();

/** All of a host, file by file; found once for a document. */
export function refusedChains(host: Host): readonly ChainRefusal[] {
  return host.documents.flatMap((document) => refusedChainsOf(document));
}

/** Those of one file. */
export function refusedChainsOf(document: Document): readonly ChainRefusal[] {
  const known = found.get(document) ?? refusedIn(document);
  found.set(document, known);
  return known;
}

interface State {
  /** By family and name. */
  readonly tables: Map<string, TableKnowledge>;
  readonly refusals: ChainRefusal[];
  readonly functions: ReadonlySet<string>;
  /** Places of commands behind which `||` or `&&` stands: their failure is expected. */
  readonly tested: ReadonlySet<string>;
}

function refusedIn(document: Document): readonly ChainRefusal[] {
  const script = scriptOf(document);
  if (document.kind === 'iptables-restore') return refusedInFile(document.netfilter);
  if (document.kind !== 'shell' || script === undefined || script.unfollowed.length > 0) return [];
  const steps = new Map<ShellCommand, ScriptStep>();
  for (const step of executedSteps(document)) steps.set(step.command, step);
  if (![...steps.values()].some(({ netfilter }) => netfilter !== undefined)) return [];
  const state: State = {
    tables: new Map(),
    refusals: [],
    functions: new Set(script.executed.flatMap(({ context }) => context.functionName ?? [])),
    tested: testedPlaces(script.executed),
  };
  for (const command of script.executed) runCommand(state, command, steps.get(command));
  return state.refusals;
}

/** A file that iptables-restore loads runs from its first line to its last. */
function refusedInFile(steps: readonly NetfilterStep[]): readonly ChainRefusal[] {
  const state: State = { tables: new Map(), refusals: [], functions: new Set(), tested: new Set() };
  for (const step of steps)
    runNetfilter(state, step, { runs: true, isReported: true, variant: '' });
  return state.refusals;
}

function testedPlaces(commands: readonly ShellCommand[]): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { context } of commands)
    for (let each = context.condition; each !== undefined; each = each.outer)
      places.add(`${each.span.start} ${each.span.end}`);
  return places;
}

function runCommand(state: State, command: ShellCommand, step: ScriptStep | undefined): void {
  const { context, name, calls } = command;
  if (context.neverRuns === true || context.netns !== undefined) return;
  if (context.functionName !== undefined && calls === undefined) return;
  if (step === undefined) {
    const isKnown = name !== undefined && (isHarmless(name) || state.functions.has(name));
    if (!isKnown) state.tables.clear();
    return;
  }
  const runs = !context.conditional && !context.loop && !undoes(context);
  const isTested = state.tested.has(`${command.span.start} ${command.span.end}`);
  const isReported = !context.failureIgnored && !isTested && command.file === undefined;
  const variant = /-(?:legacy|nft)/.exec(name ?? '')?.[0] ?? '';
  for (const each of step.netfilter?.steps ?? [])
    runNetfilter(state, each, { runs, isReported, variant });
}

interface Certainty {
  /** It runs whenever the script does. */
  readonly runs: boolean;
  /** A failure is not expected. */
  readonly isReported: boolean;
  /** `-legacy` and `-nft` keep rules of their own. */
  readonly variant: string;
}

function runNetfilter(state: State, step: NetfilterStep, certainty: Certainty): void {
  const { runs, isReported, variant } = certainty;
  const place = placeOf(step);
  // nft empties the tables of iptables, too, and a file that is not read may hold anything.
  if (place === undefined || place.flavour === 'nft' || isUnknown(place.table))
    return state.tables.clear();
  const table = tableAt(state, `${place.families.join('')}${variant} ${place.table}`, place.table);
  const running = { table, origin: place.origin };
  if (!runs) return blurStep(running, step);
  if (step.kind === 'chain' && step.isNew !== true) declare(table, step.chain);
  const refused = runStep(running, step);
  if (refused === undefined || !isReported) return;
  // A command with several addresses is several rules, and is refused once.
  const last = state.refusals.at(-1)?.origin.span;
  const { span } = place.origin;
  if (last?.start !== span.start || last.end !== span.end)
    state.refusals.push({ ...refused, origin: place.origin });
}

/** `:CHAIN POLICY` of iptables-restore makes a chain or empties it. */
function declare(table: TableKnowledge, { chain, hook, origin }: ChainStep['chain']): void {
  if (hook !== undefined || isUnknown(chain)) return;
  table.chains.set(chain, { presence: 'there', rules: [], cause: origin });
}

type ChainStep = Extract<NetfilterStep, { kind: 'chain' }>;
type Place = Pick<ChainStep['chain'], 'flavour' | 'families' | 'origin'> & {
  readonly table: ChainStep['chain']['table'] | undefined;
};

function placeOf(
  step: NetfilterStep,
): (Place & { table: ChainStep['chain']['table'] }) | undefined {
  const place = whereIs(step);
  return place?.table === undefined ? undefined : { ...place, table: place.table };
}

function whereIs(step: NetfilterStep): Place | undefined {
  switch (step.kind) {
    case 'rule':
      return step.rule;
    case 'chain':
      return step.chain;
    case 'flush':
      return step.flush;
    case 'unmodelled':
      return undefined;
    default:
      return step.place;
  }
}

function tableAt({ tables }: State, key: string, name: string): TableKnowledge {
  const known = tables.get(key) ?? createTable(name);
  tables.set(key, known);
  return known;
}
