/** Compares kernel versions as numbers: `4.15` is above `4.4`, and `6.18.4` above `6.18`. */

/** True if `version` is `since` or newer. Missing parts are 0, so `6.18` is not yet `6.18.4`. */
export function isKernelSince(version: string, since: string): boolean {
  const have = numbersOf(version);
  const want = numbersOf(since);
  for (let i = 0; i < Math.max(have.length, want.length); i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
