/**
 * Shell text to a list of simple commands with their words, context and variables.
 * Nothing is executed and nothing throws; a value that only a run would tell is unknown.
 */
import { isUnknown } from '../base/fact.ts';
import type { Unknown } from '../base/fact.ts';
import type { PlacedText } from '../base/placedText.ts';
import type { Span } from '../base/span.ts';
import { arithmeticOfText } from './arithmetic.ts';
import { createBudget } from './budget.ts';
import { findComments } from './comments.ts';
import { createEnvironment, createSymbols } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Evaluator } from './evaluator.ts';
import { leavesOf } from './leaves.ts';
import { withinLength, withoutNul } from './readable.ts';
import { createMemory, recalled, type Memory } from './memory.ts';
import { walkRemaining } from './remaining.ts';
import type { Scope, Session } from './session.ts';
import { withoutCarriageReturns } from './source.ts';
import type { Source } from './source.ts';
import { originOf, readShellTemplate, withinBlocks } from './template.ts';
import { walkStatements } from './statements.ts';
import { surveyScript } from './survey.ts';
import { parseTolerantly } from './tolerant.ts';
import type { ShellError, ShellScript, SourcedFile, SourceRequest } from './types.ts';
import { plainText, textVariable, unknownText } from './values.ts';
import { walkBody, walkNode } from './walk.ts';
import { expandParts, expandText, expandWord } from './words.ts';

const evaluator: Evaluator = {
  walk: walkBody,
  walkNode,
  expandWord,
  expandText,
  expandParts,
  calculate: arithmeticOfText,
};

/** Shell text that is a part of another file: a line of `interfaces`, the argument of `sh -c`. */
export interface EmbeddedShell {
  /** The text of the whole file, from which `raw` is cut. */
  readonly fileText: string;
  /** Where a range of the shell text stands in the file. */
  readonly locate: Source['locate'];
  /** The environment in which the program that reads the file starts the shell. */
  readonly variables?: ReadonlyMap<string, string | Unknown>;
}

export interface ShellOptions extends Partial<EmbeddedShell> {
  /** The files that a script can source; without it every sourced file is unknown. */
  readonly resolve?: (request: SourceRequest) => SourcedFile | undefined;
  /** The same script before an edit, which is used up: statements that did not change are moved out of it. */
  readonly previous?: ShellScript | undefined;
}

/** What is left of a script for the next version of its text. */
const memories = new WeakMap<ShellScript, Memory>();

/**
 * Reads a script. `errors` says what the shell would refuse, where reading stopped, and what is strange.
 * The same text and the same answers of `resolve` give the same script.
 */
export function parseShell(text: string, options: ShellOptions = {}): ShellScript {
  const template = readShellTemplate(text);
  if (template === undefined) return parseText(text, options);
  const locate = locateIn(template.text, options);
  const filled = { ...options, fileText: options.fileText ?? text, locate };
  const script = parseText(template.text.text, filled, template.holes);
  return withinBlocks(
    script,
    template.blocks.map((block) => ({ ...block, span: placeOf(block.span, options) })),
  );
}

function placeOf(span: Span, { locate }: ShellOptions): Span {
  return locate === undefined ? span : locate(span.start, span.end);
}

function locateIn(text: PlacedText, options: ShellOptions): Source['locate'] {
  return (start, end) => placeOf(text.locate(start, end), options);
}

function parseText(text: string, options: ShellOptions, holes?: readonly Unknown[]): ShellScript {
  const cut = withinLength(text);
  const lines = withoutCarriageReturns(cut.text);
  const plain = {
    text: lines.text,
    locate: (start: number, end: number) => placeOf(lines.locate(start, end), options),
  };
  const whole = withoutNul(plain.text);
  const tolerant = parseTolerantly(whole.text);
  const locateAll = (errors: readonly ShellError[]): ShellError[] =>
    errors.map((error) => ({ ...error, span: plain.locate(error.span.start, error.span.end) }));
  const source = {
    text: tolerant.text,
    locate: plain.locate,
    fileText: options.fileText ?? text,
    broken: [...tolerant.broken, ...whole.broken],
    ...(holes === undefined ? {} : { origin: originOf(plain, holes) }),
  };
  const earlier = takeMemory(options.previous);
  const session = createSession(tolerant.syntax, options, earlier);
  const scope = createScope(session, source, environmentOf(options.variables));
  // Only of a text that was read as it stands.
  const isPlain = tolerant.errors.length === 0 && whole.text === text && locatesItself(options);
  let memory = earlier;
  if (isPlain) {
    const known = recalled(earlier, { text, syntax: tolerant.syntax, session });
    const recordings = walkStatements(tolerant.syntax, scope, known);
    memory = createMemory({ text, syntax: tolerant.syntax, session }, recordings);
  } else walkBody(tolerant.syntax, scope);
  walkRemaining(session);
  const leaves = leavesOf(tolerant.syntax, source);
  const script: ShellScript = {
    commands: session.commands.filter((command) => command.file === undefined).toSorted(inOrder),
    executed: session.commands,
    unfollowed: session.unfollowed.toSorted(inOrder),
    sources: [...session.sources.values()],
    variables: variablesOf(session),
    errors: [
      ...cut.notes.map((note) => ({ ...note, span: placeOf(note.span, options) })),
      ...locateAll([...whole.notes, ...tolerant.errors]),
      ...leaves.errors,
    ].toSorted(inOrder),
    comments: findComments(source, leaves.spans),
  };
  if (memory !== undefined) memories.set(script, memory);
  return script;
}

function takeMemory(previous: ShellScript | undefined): Memory | undefined {
  if (previous === undefined) return undefined;
  const memory = memories.get(previous);
  memories.delete(previous);
  return memory;
}

/** No part of another file, and no template. */
function locatesItself({ locate, variables }: ShellOptions): boolean {
  return locate === undefined && variables === undefined;
}

function inOrder(
  a: { readonly span: { readonly start: number } },
  b: { readonly span: { readonly start: number } },
): number {
  return a.span.start - b.span.start;
}

function variablesOf({ variables }: Session): ShellScript['variables'] {
  return new Map(
    [...variables].map(([name, places]) => [
      name,
      {
        name,
        assignments:
          places.size === 1 ? [...places.values()] : [...places.values()].toSorted(inOrder),
      },
    ]),
  );
}

function createSession(
  syntax: Parameters<typeof surveyScript>[0] & { readonly shebang: string | undefined },
  { resolve }: ShellOptions,
  earlier: Memory | undefined,
): Session {
  return {
    survey: surveyScript(syntax),
    symbols: createSymbols(earlier?.initial),
    commands: [],
    variables: new Map(),
    unfollowed: [],
    budget: createBudget(),
    defined: [],
    called: new Set(),
    visited: new Set(),
    traps: [],
    dead: [],
    sources: new Map(),
    tested: new Set(),
    resolve,
    dialect: dialectOf(syntax.shebang ?? ''),
    substitution: undefined,
    evaluations: 0,
    errexit: undefined,
    evaluator,
  };
}

function dialectOf(shebang: string): Session['dialect'] {
  if (/\bbash\b/.test(shebang)) return 'bash';
  return /\b(?:da|a)?sh\b/.test(shebang) ? 'posix' : 'any';
}

function environmentOf(variables: ShellOptions['variables']): Environment {
  const environment = createEnvironment();
  for (const [name, value] of variables ?? [])
    environment.bindings.set(
      name,
      textVariable(isUnknown(value) ? unknownText(value) : plainText(value)),
    );
  return environment;
}

function createScope(session: Session, source: Source, environment: Environment): Scope {
  return {
    session,
    source,
    environment,
    context: { conditional: false, loop: false, failureIgnored: false, trap: false },
    loop: undefined,
    frame: undefined,
    sink: undefined,
    stdin: undefined,
    uncertainty: 0,
    guarded: false,
    entry: false,
  };
}
