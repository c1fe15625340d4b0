/** The condition of a rule that only runs for some of the drawn numbers, as a draw and the numbers that pass. */
import type { BalanceMatch } from '../../netfilter/types.ts';
import { matchingNumbers, readDraw } from './draws.ts';
import type { Draw } from './types.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

export interface MatchDraw {
  readonly draw: Draw;
  readonly numbers: readonly Range[];
}

const ALWAYS: MatchDraw = {
  draw: { text: 'always', source: { kind: 'always' }, modulus: 1 },
  numbers: [{ from: 0, to: 0 }],
};

export function readMatchDraw(
  matches: readonly BalanceMatch[],
): MatchDraw | { readonly why: string } {
  const [match, ...others] = matches;
  if (match === undefined) return ALWAYS;
  if (others.length > 0) return { why: 'one rule has several balancers' };
  const read = readDraw(match.balance);
  if ('why' in read) return read;
  const { draw, offset } = read;
  const drawn = matchingNumbers(match.balance);
  const given = drawn === undefined ? match.numbers : [drawn];
  if (given === undefined)
    return { why: `the numbers that ${draw.text} has to give are not known` };
  const inside = given
    .map(({ from, to }) => ({
      from: Math.max(0, from - offset),
      to: Math.min(draw.modulus - 1, to - offset),
    }))
    .filter(({ from, to }) => from <= to);
  const numbers = union(inside);
  return { draw, numbers: match.negated ? complement(numbers, draw.modulus) : numbers };
}

/** In ascending order, without overlaps: a number that is named twice counts once. */
function union(ranges: readonly Range[]): Range[] {
  let next = 0;
  return ranges
    .toSorted((a, b) => a.from - b.from)
    .flatMap(({ from, to }) => {
      const part = { from: Math.max(from, next), to };
      next = Math.max(next, to + 1);
      return part.from <= part.to ? [part] : [];
    });
}

function complement(ranges: readonly Range[], modulus: number): Range[] {
  let next = 0;
  const gaps = ranges.map(({ from, to }) => {
    const gap = { from: next, to: from - 1 };
    next = to + 1;
    return gap;
  });
  return [...gaps, { from: next, to: modulus - 1 }].filter(({ from, to }) => from <= to);
}
