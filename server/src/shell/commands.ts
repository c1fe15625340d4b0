/** Runs one simple command: words expanded, wrappers peeled off, standard input found, variables updated. */
import type { Assignment, Command } from './adapter.ts';
import { readWords } from './arguments.ts';
import { runAssignment } from './assign.ts';
import { prices, spend, spendEvaluated } from './budget.ts';
import { runBuiltin } from './builtins.ts';
import { callFunction } from './calls.ts';
import { errexitKey, functionKey, lookup } from './environment.ts';
import { fieldSeparators } from './fields.ts';
import { noteDynamic } from './dynamic.ts';
import { writeOutput } from './output.ts';
import { filledBy, hidesErrors, readRedirection, silencesAll } from './redirections.ts';
import { within } from './session.ts';
import type { Outcome, Scope, Stdin } from './session.ts';
import type {
  CommandContext,
  HereDocument,
  Redirection,
  ShellCommand,
  ShellWord,
} from './types.ts';
import type { FunctionBody } from './values.ts';
import { expandText } from './words.ts';
import { peel } from './wrappers.ts';
import type { Peeled } from './wrappers.ts';
import { valueOf } from './pieces.ts';

/** Reads a simple command and adds it to the script; assignments alone make no command. */
export function commandOf(node: Command, scope: Scope): Outcome {
  const { session, context } = scope;
  const isAgain = session.visited.has(node);
  if (isAgain) {
    if (context.neverRuns === true) return 'unsure';
    spend(session.budget, 1, node.end - node.pos);
  } else {
    session.visited.add(node);
    if (session.evaluations > 0) spendEvaluated(session.budget, 1);
  }
  session.substitution = undefined;
  if (node.name === undefined) return checked(runAssignments(node, scope), scope);
  const outcome = runCommand(node, scope, isAgain);
  return checked(outcome, scope);
}

/** `set -e`: a failure that nobody tests ends the script. */
export function checked(outcome: Outcome, scope: Scope): Outcome {
  return outcome === 'failure' && !scope.guarded && isErrexit(scope) ? 'gone' : outcome;
}

function isErrexit({ environment }: Scope): boolean {
  const option = lookup(environment, errexitKey);
  return typeof option === 'object' && option.kind === 'text';
}

function runAssignments(node: Command, scope: Scope): Outcome {
  for (const part of node.prefix) {
    if (part.type === 'Assignment') runAssignment(part, scope);
    else readRedirection(part, scope);
  }
  return scope.session.substitution ?? 'success';
}

function runCommand(node: Command, scope: Scope, isAgain: boolean): Outcome {
  const redirections: Redirection[] = [];
  const { words, isRelocated } = readWords(node, scope, (part) => {
    redirections.push(readRedirection(part, scope));
  });
  spend(scope.session.budget, 0, prices.word * Math.max(0, words.length - node.suffix.length - 1));
  const prefix = node.prefix.filter((part) => part.type === 'Assignment');
  if (words.length === 0) {
    // `$EMPTY` alone: nothing runs, assignments before it stay.
    for (const assignment of prefix) runAssignment(assignment, scope);
    return scope.session.substitution ?? 'success';
  }
  const bodies = functionsOf(words[0], scope);
  const separators = separatorsOf(prefix, scope);
  const read: Read = { node, words, redirections, isRelocated, isCall: bodies.length > 0 };
  const command = makeCommand(read, scope);
  const hidesTool =
    read.isCall && /^(?:ip|bridge|tc|ip6?tables.*|nft|sysctl)$/.test(command.name ?? '');
  if (!hidesTool) scope.session.commands.push(command);
  if (scope.context.neverRuns === true) return 'unsure';
  const stdin = stdinOf(read, command, scope);
  // What a function or `eval` runs writes its errors where the call does.
  const quiet = hidesErrors(redirections, scope) ? within(scope, { failureIgnored: true }) : scope;
  if (bodies.length > 0) {
    const isSilent = redirections.some(
      (each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1,
    );
    const sink = isSilent ? undefined : scope.sink;
    const output = isSilent ? filledBy(redirections) : scope.output;
    const inner = { ...quiet, stdin, sink, output };
    if (isAgain) spend(scope.session.budget, prices.call);
    return callFunction({ command, bodies, prefix }, inner);
  }
  noteDynamic(command, stdin, scope);
  const call = { node, command, args: command.words.slice(1), scope: quiet, stdin, separators };
  const outcome = runBuiltin(call);
  writeOutput(command, scope, { calls: outcome.writes });
  return outcome.outcome;
}

/** Functions that the first word calls; several where branches define it differently. */
function functionsOf(word: ShellWord | undefined, scope: Scope): readonly FunctionBody[] {
  if (typeof word?.value !== 'string') return [];
  const found = lookup(scope.environment, functionKey(word.value));
  return typeof found === 'object' && found.kind === 'functions' ? found.bodies : [];
}

/** `IFS=, read …`: assignments before a command run, for that command alone. */
function separatorsOf(prefix: readonly Assignment[], scope: Scope): string | undefined {
  let separators = fieldSeparators(scope);
  for (const { name, value } of prefix) {
    if (value.type !== 'Word') continue;
    const text = valueOf(expandText(value, scope));
    if (name === 'IFS') separators = typeof text === 'string' ? text : undefined;
  }
  return separators;
}

interface Read {
  readonly node: Command;
  readonly words: readonly ShellWord[];
  readonly redirections: readonly Redirection[];
  readonly isRelocated: boolean;
  readonly isCall: boolean;
}

function makeCommand(read: Read, scope: Scope): ShellCommand {
  const { isRelocated } = read;
  const redirections = withOutput(read.redirections, scope);
  const { frame, source } = scope;
  const first = read.words[0]?.value;
  const peeled = read.isCall
    ? { words: read.words, name: typeof first === 'string' ? first : undefined, netns: undefined }
    : peel(read.words);
  const context = contextOf(peeled, read, scope);
  const input = inputOf(read, peeled, scope);
  const call = isRelocated ? frame?.call : undefined;
  const span = call?.span ?? source.locate(read.node.pos, read.node.end);
  const file = call === undefined ? source.file : call.file;
  const calls = call === undefined ? frame?.places : frame?.outer?.places;
  const made: { -readonly [Key in keyof ShellCommand]: ShellCommand[Key] } = {
    span,
    words: peeled.words,
    name: peeled.name,
    redirections,
    context,
  };
  if (input !== undefined) made.input = input;
  if (file !== undefined) made.file = file;
  if (calls !== undefined && calls.length > 0) made.calls = calls;
  return made;
}

/** A command without an output of its own writes where the group around it does. */
function withOutput(own: readonly Redirection[], { output }: Scope): readonly Redirection[] {
  const hasOwn = own.some((each) => each.operator.includes('>') && (each.descriptor ?? 1) === 1);
  return output === undefined || hasOwn ? own : [...own, output];
}

/** Contexts are shared between commands where nothing differs: there are thousands of commands in a large script. */
function contextOf(
  { words, netns, ignoresFailure }: Pick<Peeled, 'words' | 'netns' | 'ignoresFailure'>,
  { redirections, isRelocated }: Read,
  scope: Scope,
): CommandContext {
  const { frame } = scope;
  let { context } = scope;
  const caller = isRelocated ? frame?.call?.context : undefined;
  if (caller !== undefined) {
    const conditional = caller.conditional || context.conditional;
    context = { ...context, ...caller, conditional };
    if (caller.functionName === undefined) {
      const { functionName: _, ...outside } = context;
      context = outside;
    }
  }
  if (!context.failureIgnored && (ignoresFailure === true || hidesErrors(redirections, scope)))
    context = { ...context, failureIgnored: true };
  // A tool or an object alone (`ip ioam`) says how it is used: only whether it is known can be asked.
  const asks = scope.guarded || words.length <= 2;
  if (asks && silencesAll(redirections)) context = { ...context, probe: true };
  if (isErrexit(scope)) context = withErrexit(context, scope);
  return netns === undefined ? context : { ...context, netns };
}

function withErrexit(context: CommandContext, { session }: Scope): CommandContext {
  const { errexit } = session;
  if (errexit?.without === context) return errexit.context;
  const made = { ...context, errexit: true };
  session.errexit = { without: context, context: made };
  return made;
}

/** Tools that read standard input also where it comes from around them. */
function asksForInput({ words, name }: Pick<ShellCommand, 'words' | 'name'>): boolean {
  if (name === 'cat' || name === 'tee') return words.length === 1;
  return (
    /^ip6?tables(?:-nft|-legacy)?-restore$/.test(name ?? '') ||
    words.some((word) => word.value === '-' || word.value === '/dev/stdin')
  );
}

function inputOf(
  { redirections, node }: Read,
  command: Pick<ShellCommand, 'words' | 'name'>,
  { stdin }: Scope,
): HereDocument | undefined {
  const own = redirections.findLast(
    (each) => each.hereDocument !== undefined && (each.descriptor ?? 0) === 0,
  );
  if (own !== undefined) return own.hereDocument;
  if (readsFile(redirections) || stdin === undefined || stdin.at > 0) return undefined;
  return stdin.reader === node || asksForInput(command) ? stdin.document : undefined;
}

function readsFile(redirections: readonly Redirection[]): boolean {
  return redirections.some((each) => each.operator === '<' && (each.descriptor ?? 0) === 0);
}

function stdinOf({ redirections }: Read, command: ShellCommand, scope: Scope): Stdin | undefined {
  const hasOwn = redirections.some((each) => each.hereDocument !== undefined);
  if (hasOwn && command.input !== undefined)
    return {
      document: command.input,
      text: undefined,
      at: 0,
      isLost: false,
      reader: undefined,
      uncertainty: scope.uncertainty,
    };
  return readsFile(redirections) ? undefined : scope.stdin;
}
