/** Since when a word of `ip` is there: nothing is told of what is older than Linux 3.12 and iproute2 4.4. */

/** The first release of the kernel that does what the word says, and the first of iproute2 that reads it; absent: older, or of no matter. */
export interface Since {
  readonly linux?: string;
  readonly iproute2?: string;
}

/** Kernel and tool got it with the same version. */
export function both(version: string): Since {
  return { linux: version, iproute2: version };
}

/** `Linux 5.9 and iproute2 5.10`. */
export function wordSince({ linux, iproute2 }: Since): string {
  return [
    ...(linux === undefined ? [] : [`Linux ${linux}`]),
    ...(iproute2 === undefined ? [] : [`iproute2 ${iproute2}`]),
  ].join(' and ');
}

/** Since when a word is there that stands within others: `ip nexthop`, `type bareudp`, `encap ioam6`. */
export function newest(all: readonly (Since | undefined)[]): Since | undefined {
  const linux = newestOf(all.flatMap((since) => since?.linux ?? []));
  const iproute2 = newestOf(all.flatMap((since) => since?.iproute2 ?? []));
  if (linux === undefined && iproute2 === undefined) return undefined;
  return {
    ...(linux === undefined ? {} : { linux }),
    ...(iproute2 === undefined ? {} : { iproute2 }),
  };
}

function newestOf(versions: readonly string[]): string | undefined {
  return versions.toSorted((a, b) => compareReleases(a, b)).at(-1);
}

/** Two releases as `5.10`: below 0 if the first is older. */
export function compareReleases(a: string, b: string): number {
  const [one = 0, two = 0] = [a, b].map((each) => {
    const [major = 0, minor = 0] = each.split('.').map(Number);
    return major * 1000 + minor;
  });
  return one - two;
}

/** Words, with blanks between them, and since when they are there. */
export type Versions = readonly (readonly [since: Since, words: string])[];

/** Rows with what a table says of their words. A word may be newer in one place than in another, so each place has a table of its own. */
export function dated<Row extends { readonly keyword: string }>(
  versions: Versions,
  rows: readonly Row[],
): readonly (Row & { readonly since?: Since })[] {
  const byWord = new Map(
    versions.flatMap(([since, words]) => words.split(' ').map((word) => [word, since] as const)),
  );
  return rows.map((row) => {
    const since = byWord.get(row.keyword);
    return since === undefined ? row : { ...row, since };
  });
}
