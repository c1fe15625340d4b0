/**
 * How much of a script is followed beyond reading each command once: rounds of loops, calls of functions, evaluated strings.
 * Invariant: every round and every call is paid for, so that no script takes longer than its length allows.
 */

/** Commands that are read again, characters of values that are made, rounds of one loop, calls inside of calls. */
export const limits = {
  commands: 1_500,
  evaluated: 1_000,
  rounds: 512,
  depth: 16,
  text: 20_000,
  pieces: 500,
  elements: 512,
  characters: 1_500_000,
  /** Names that are forgotten one by one when the budget is used up. */
  names: 16,
} as const;

/** What costs more than to read a command or a character again. */
export const prices = {
  /** A call that is made again, in commands: what a recursion costs. A wrapper that is called from many places is not meant. */
  call: 2,
  /** A name whose value is forgotten, in characters as all below. */
  forgotten: 40,
  /** A word that stands for several: `"$@"`. */
  word: 200,
  /** Text that is parsed for each round. */
  parsed: 3,
} as const;

export interface Budget {
  commands: number;
  characters: number;
  /** Commands of texts that are put together and evaluated, which may be longer than the script that makes them. */
  evaluated: number;
}

export function createBudget(): Budget {
  return {
    commands: limits.commands,
    characters: limits.characters,
    evaluated: limits.evaluated,
  };
}

/** True as long as loops and calls may go on. */
export function isLeft(budget: Budget): boolean {
  return budget.commands > 0 && budget.characters > 0 && budget.evaluated > 0;
}

/** Pays for a command that an evaluated text brings. */
export function spendEvaluated(budget: Budget, commands: number): void {
  budget.evaluated -= commands;
}

/** Pays for a command that was read before. */
export function spend(budget: Budget, commands: number, characters = 0): void {
  budget.commands -= commands;
  budget.characters -= characters;
}
