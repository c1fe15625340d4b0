/**
 * The state of one reading of a script: what has been collected so far, and where the walk stands.
 * It lives only while `parseShell` runs.
 */
import type { Span } from '../base/span.ts';
import type { CompoundList, Script, SyntaxNode } from './adapter.ts';
import type { Environment, Symbols } from './environment.ts';
import type { Source } from './source.ts';
import type { Survey } from './survey.ts';
import type { CommandContext, ShellCommand, ShellError, ShellVariable } from './types.ts';

export interface FunctionBody {
  readonly name: string;
  readonly body: SyntaxNode;
  readonly scope: Scope;
}

export interface Session {
  /** The file as it is; `raw` texts are cut from it. */
  readonly fileText: string;
  readonly survey: Survey;
  readonly symbols: Symbols;
  readonly commands: ShellCommand[];
  readonly variables: Map<string, ShellVariable['assignments'][number][]>;
  /** Function bodies and trap handlers, walked after the rest because they run later. */
  readonly deferred: FunctionBody[];
  /** Spans of words and other leaves in the text that was parsed: no comment starts in them. */
  readonly leaves: Span[];
  /** Ranges that a quote without its partner swallowed, or around a NUL character: words that touch them are unknown. */
  readonly broken: readonly Span[];
  /** Errors inside substitutions, which are parsed when they are walked. */
  readonly errors: ShellError[];
  /**
   * Loops over known words: `expand` reads the body once for what is no command and then once for each word;
   * inside of that, `once` expands no loop, and `repeat` collects commands alone.
   */
  readonly loops: 'expand' | 'once' | 'repeat';
  /** How many such loops the walk is in. */
  readonly loopDepth: number;
  /** How many more commands loops may make. */
  readonly loopBudget: { left: number };
  /** Walks the commands of a substitution; given by the walker so that words need not import it. */
  readonly walk: (body: Script | CompoundList, scope: Scope) => void;
}

/** Where the walk stands. */
export interface Scope {
  readonly session: Session;
  readonly source: Source;
  readonly environment: Environment;
  readonly context: CommandContext;
}
