/**
 * Kernel versions and the releases that ship them.
 * A version without a patch number stands for the newest stable kernel of its series, because that is what runs:
 * `6.18` is 6.18.y with every stable fix; write `6.18.0` for the first release.
 * Ubuntu's and Debian's `5.15.0-91-generic` names the series, its third number says nothing.
 * Red Hat's kernels are not mapped: they carry years of later networking code under an old number.
 */

/** Major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Patch number of "the newest stable kernel of the series". */
const NEWEST_PATCH = Number.MAX_SAFE_INTEGER;

export interface NamedVersion {
  readonly version: Version;
  /** `4.15`, `6.18.4`. */
  readonly text: string;
  /** `Ubuntu 18.04`, where a release was named. */
  readonly release?: string;
}

/** Reads `4.15`, `v6.18.4`, `5.15.0-91-generic`, `ubuntu-18.04`, `Ubuntu 18.04`, `bionic`, `debian 12`, `bookworm`. */
export function parseVersion(text: string): NamedVersion | undefined {
  const wanted = text.trim().toLowerCase();
  const release = releases.find(({ names }) => names.includes(wanted.replaceAll(/[\s_]+/g, '-')));
  if (release !== undefined) {
    const named = parseNumbers(release.kernel);
    return named === undefined ? undefined : { ...named, release: release.label };
  }
  return parseNumbers(wanted);
}

/** True if `version` is `since` or newer. */
export function isSince(version: Version, since: Version): boolean {
  for (let i = 0; i < 3; i++) {
    const difference = (version[i] ?? 0) - (since[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Releases of Ubuntu and Debian with the kernel they were released with, oldest first within each. */
export const releases: readonly {
  readonly names: readonly string[];
  readonly label: string;
  readonly kernel: string;
}[] = [
  ...ubuntu([
    ['12.04', 'precise', '3.2'],
    ['14.04', 'trusty', '3.13'],
    ['16.04', 'xenial', '4.4'],
    ['18.04', 'bionic', '4.15'],
    ['18.10', 'cosmic', '4.18'],
    ['19.04', 'disco', '5.0'],
    ['19.10', 'eoan', '5.3'],
    ['20.04', 'focal', '5.4'],
    ['20.10', 'groovy', '5.8'],
    ['21.04', 'hirsute', '5.11'],
    ['21.10', 'impish', '5.13'],
    ['22.04', 'jammy', '5.15'],
    ['22.10', 'kinetic', '5.19'],
    ['23.04', 'lunar', '6.2'],
    ['23.10', 'mantic', '6.5'],
    ['24.04', 'noble', '6.8'],
    ['24.10', 'oracular', '6.11'],
    ['25.04', 'plucky', '6.14'],
    ['25.10', 'questing', '6.17'],
  ]),
  ...debian([
    ['7', 'wheezy', '3.2'],
    ['8', 'jessie', '3.16'],
    ['9', 'stretch', '4.9'],
    ['10', 'buster', '4.19'],
    ['11', 'bullseye', '5.10'],
    ['12', 'bookworm', '6.1'],
    ['13', 'trixie', '6.12'],
  ]),
];

type ReleaseRow = readonly [number: string, codename: string, kernel: string];

function ubuntu(rows: readonly ReleaseRow[]): typeof releases {
  return rows.map(([number, name, kernel]) => ({
    names: [`ubuntu-${number}`, name, `ubuntu-${name}`],
    label: `Ubuntu ${number}`,
    kernel,
  }));
}

function debian(rows: readonly ReleaseRow[]): typeof releases {
  return rows.map(([number, name, kernel]) => ({
    names: [`debian-${number}`, name, `debian-${name}`],
    label: `Debian ${number}`,
    kernel,
  }));
}

function parseNumbers(text: string): NamedVersion | undefined {
  const match = /^v?(\d{1,2})\.(\d{1,3})(?:\.(\d{1,4}))?([-+~_][\w.+~-]*)?$/.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, suffix] = match;
  if (Number(major) < 2) return undefined;
  const isSeries = patch === undefined || (Number(patch) === 0 && suffix !== undefined);
  const series = `${Number(major)}.${Number(minor)}`;
  return {
    version: [Number(major), Number(minor), isSeries ? NEWEST_PATCH : Number(patch)],
    text: isSeries ? series : `${series}.${Number(patch)}`,
  };
}
