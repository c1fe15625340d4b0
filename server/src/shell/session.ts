/**
 * The state of one reading of a script: what has been collected so far, and where the walk stands.
 * It lives only while `parseShell` runs.
 */
import type { Span } from '../base/span.ts';
import type { Script, SyntaxNode } from './adapter.ts';
import type { Budget } from './budget.ts';
import { createEnvironment } from './environment.ts';
import type { Delta, Environment, Symbols } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import type { Source } from './source.ts';
import type { Survey } from './survey.ts';
import type {
  CommandContext,
  HereDocument,
  HerePiece,
  Place,
  Redirection,
  ShellCommand,
  ShellVariable,
  SourceAnswer,
  SourcedFile,
  SourceRequest,
  Unfollowed,
} from './types.ts';
import type { FunctionBody } from './values.ts';

/**
 * How a command ended, as far as the text tells: `gone` if the way does not lead on (`exit`, `break`, `return`).
 * `unsure` commands may have failed; the walk goes on as if they had not.
 */
export type Outcome = 'success' | 'failure' | 'unsure' | 'gone';

export interface Session {
  readonly survey: Survey;
  readonly symbols: Symbols;
  /** Commands in the order of execution. */
  readonly commands: ShellCommand[];
  readonly variables: Map<string, Map<number, ShellVariable['assignments'][number]>>;
  readonly unfollowed: Unfollowed[];
  readonly budget: Budget;
  /** Every function that was defined, with the place where. */
  readonly defined: { readonly body: FunctionBody; readonly scope: Scope }[];
  readonly called: Set<SyntaxNode>;
  /** Commands that were read at least once. */
  readonly visited: Set<SyntaxNode>;
  /** How many `eval`s the walk is in. */
  evaluations: number;
  /** Handlers of `trap`, read at the end because they run later. */
  readonly traps: { readonly body: Script; readonly scope: Scope }[];
  /** Parts that a known test or an `exit` keeps from running. */
  readonly dead: { readonly nodes: readonly SyntaxNode[]; readonly scope: Scope }[];
  readonly sources: Map<string, SourceAnswer>;
  /** Paths of files that a test asked for, as `writtenPath` gives them. */
  readonly tested: Set<string>;
  readonly resolve: ((request: SourceRequest) => SourcedFile | undefined) | undefined;
  /** bash reads more than POSIX says: brace expansion, plain backslashes in `echo`. */
  readonly dialect: 'bash' | 'posix' | 'any';
  /** Outcome of the last substitution: the status of an assignment. */
  substitution: Outcome | undefined;
  /** The last context that `set -e` was added to, and what it became: most commands share theirs with the one before. */
  errexit: { readonly without: CommandContext; readonly context: CommandContext } | undefined;
  readonly evaluator: Evaluator;
}

/** A loop that runs: where `break` and `continue` lead to. */
export interface LoopFrame {
  readonly outer: LoopFrame | undefined;
  /** The environment before the loop, and that of the loop itself. */
  readonly base: Environment;
  readonly round: Environment;
  readonly breaks: Delta[];
  readonly continues: Delta[];
}

/** A call of a function, or a file that is sourced. */
export interface CallFrame {
  readonly outer: CallFrame | undefined;
  readonly kind: 'function' | 'source';
  readonly depth: number;
  readonly body: SyntaxNode | undefined;
  readonly base: Environment;
  readonly returns: { readonly delta: Delta; readonly outcome: Outcome }[];
  /** Names that `local` made; false if only on one of several ways. */
  readonly locals: Map<string, boolean>;
  /** Names that `A=1 f` set for the call. */
  readonly prefixed: Set<string>;
  readonly uncertainty: number;
  /** The command that calls, and the places of all calls that lead here. */
  readonly call: ShellCommand | undefined;
  readonly places: readonly Place[];
}

/** What commands write to standard output, while somebody asks. */
export interface Sink {
  pieces: HerePiece[];
  known: boolean;
  readonly uncertainty: number;
}

/** What commands can read from standard input. */
export interface Stdin {
  /** Undefined where the script does not tell it. */
  readonly document: HereDocument | undefined;
  /** Its text with placeholders, made when it is first read. */
  text: string | undefined;
  /** How many characters were read. */
  at: number;
  /** Something read from it that may not have run. */
  isLost: boolean;
  /** The command of the pipeline that reads it. */
  readonly reader: SyntaxNode | undefined;
  readonly uncertainty: number;
}

/** Where the walk stands. */
export interface Scope {
  readonly session: Session;
  readonly source: Source;
  readonly environment: Environment;
  readonly context: CommandContext;
  readonly loop: LoopFrame | undefined;
  readonly frame: CallFrame | undefined;
  readonly sink: Sink | undefined;
  readonly stdin: Stdin | undefined;
  /** Where a group or loop around writes to: a file of the kernel or of table names, which its commands fill. */
  readonly output?: Redirection | undefined;
  /** In `$(…)`: the script reads what is written. */
  readonly captured?: boolean;
  /** How many choices of unknown outcome the walk is in. */
  readonly uncertainty: number;
  /** The outcome is tested: `set -e` does not end the script. */
  readonly guarded: boolean;
  /** In an arm of `case "$1"`: the entry point of a script, not a choice inside of it. */
  readonly entry: boolean;
}

/** A scope with another context. */
export function within(scope: Scope, context: Partial<CommandContext>): Scope {
  return { ...scope, context: { ...scope.context, ...context } };
}

/** A subshell: it sees the variables; what it sets is lost, and `exit` ends it alone. */
export function apart(scope: Scope): Scope {
  const { frame } = scope;
  return {
    ...scope,
    environment: createEnvironment(scope.environment),
    loop: undefined,
    frame:
      frame === undefined ? undefined : { ...frame, returns: [], locals: new Map(frame.locals) },
  };
}

/** The place of a range of the text that is walked. */
export function placeAt({ source }: Scope, span: Span): Place {
  return source.file === undefined ? { span } : { span, file: source.file };
}

/** Notes a part that is not followed, once. */
export function noteUnfollowed(
  { session, source }: Scope,
  kind: Unfollowed['kind'],
  at: { readonly span: Span; readonly reason: string },
): void {
  if (source.file !== undefined) return;
  const isNoted = session.unfollowed.some(
    (each) => each.kind === kind && each.span.start === at.span.start,
  );
  if (!isNoted) session.unfollowed.push({ kind, ...at });
}
