/** What a statement takes from before it. As long as all of that is the same, the statement does the same. */
import type { Variable } from './values.ts';

export interface Trace {
  /** Names that were looked up, with what they were bound to. */
  readonly reads: Map<string, Variable | 'withheld' | undefined>;
  /** The last moment at which everything was forgotten, where that was asked for. */
  moment: number | undefined;
  /** How many symbols of a name there were when the first one was made. */
  readonly counts: Map<string, number>;
  /** Values from outside, by name and moment: those that were there already, and those that the statement was the first to ask for. */
  readonly initial: Map<string, Variable>;
  readonly made: Map<string, Variable>;
  /** Places that set a variable. */
  readonly assigned: { readonly name: string; readonly start: number }[];
}

export function createTrace(): Trace {
  return {
    reads: new Map(),
    moment: undefined,
    counts: new Map(),
    initial: new Map(),
    made: new Map(),
    assigned: [],
  };
}
