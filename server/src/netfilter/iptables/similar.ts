/** Names that differ from a known one by one letter or two: mistyped, and not the name of something else. */
import type { Family } from '../../net/address.ts';
import { extensions, isForeign } from './extensions.ts';

/** True for a match that is none, but nearly. */
export function isNearMatchName(name: string, family: Family): boolean {
  if (isForeign(name) || name.length < 3) return false;
  return extensions.some(
    (extension) =>
      extension.kind === 'match' &&
      (extension.name === name
        ? (extension.family ?? family) !== family
        : isNear(extension.name, name.toLowerCase())),
  );
}

/** At most one letter is wrong, left out, added, or changes places with its neighbour. */
export function isNear(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return a === b;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)];
  const isSwap = restA.length === 2 && restB === `${restA.charAt(1)}${restA.charAt(0)}`;
  return isSwap || (restA.length <= 1 && restB.length <= 1);
}
