/** What is kept of a script for the next version of its text: the recordings of its statements. */
import { moveBehind } from '../base/pieces.ts';
import type { Script } from './adapter.ts';
import type { Session } from './session.ts';
import { changeBetween, placesOf } from './statementPlaces.ts';
import type { Recording, Recordings } from './statements.ts';
import type { FunctionSurvey, Survey } from './survey.ts';
import type { Variable } from './values.ts';

export interface Memory {
  readonly text: string;
  readonly dialect: Session['dialect'];
  readonly functions: Survey['functions'];
  /** Whether the test of a file is followed hangs on its being one of these. */
  readonly sourced: Survey['sourced'];
  readonly tested: Session['tested'];
  /** In the order of the text; undefined for statements that are walked each time. */
  readonly recordings: Recordings;
  /** Statements of the text, those behind the end of the script included. */
  readonly length: number;
  /** What variables hold that are set outside. */
  readonly initial: ReadonlyMap<string, Variable>;
}

interface Reading {
  readonly text: string;
  readonly syntax: Script;
  readonly session: Session;
}

export function createMemory({ text, syntax, session }: Reading, recordings: Recordings): Memory {
  return {
    text,
    dialect: session.dialect,
    functions: new Map(session.survey.functions),
    sourced: new Set(session.survey.sourced),
    tested: session.tested,
    recordings,
    length: syntax.commands.length,
    initial: session.symbols.initial,
  };
}

/**
 * The recordings of the statements that stand in the next text as they did, moved to where they stand now.
 * A statement on lines of its own is the same where its lines are: the parser has no memory of what stood before them.
 */
export function recalled(
  memory: Memory | undefined,
  { text, syntax, session }: Reading,
): (index: number) => Recording | undefined {
  if (
    memory === undefined ||
    memory.dialect !== session.dialect ||
    !sameFunctions(memory.functions, session.survey.functions) ||
    !sameTests(memory, session.survey)
  )
    return () => undefined;
  for (const path of memory.tested) session.tested.add(path);
  const change = changeBetween(memory.text, text);
  const by = change.newEnd - change.oldEnd;
  const shift = syntax.commands.length - memory.length;
  const known = placesOf(syntax, text).map((place, index) => {
    if (place === undefined) return undefined;
    const isBehind = place.start >= change.newEnd;
    if (!isBehind && place.end > change.start) return undefined;
    const recording = memory.recordings[isBehind ? index - shift : index];
    const before = recording?.piece.place;
    const moved = isBehind ? by : 0;
    const isSame = before?.start === place.start - moved && before.end === place.end - moved;
    return isSame ? recording : undefined;
  });
  const behind = known.flatMap((recording) =>
    recording !== undefined && recording.piece.place.start >= change.oldEnd
      ? [recording.piece]
      : [],
  );
  moveBehind(behind, change.oldEnd, by);
  return (index) => known[index];
}

/** Where the functions are called does not matter: that is asked at the end of the script alone. */
function sameFunctions(a: Survey['functions'], b: Survey['functions']): boolean {
  return a.size === b.size && [...a].every(([name, each]) => sameFunction(each, b.get(name)));
}

function sameFunction(a: FunctionSurvey, b: FunctionSurvey | undefined): boolean {
  return (
    b !== undefined &&
    a.forgets === b.forgets &&
    sameNames(a.names, b.names) &&
    sameNames(a.calls, b.calls)
  );
}

/** Every file that was tested is sourced as before. */
function sameTests({ tested, sourced }: Memory, survey: Survey): boolean {
  return [...tested].every((path) => sourced.has(path) === survey.sourced.has(path));
}

function sameNames(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((name) => b.has(name));
}
