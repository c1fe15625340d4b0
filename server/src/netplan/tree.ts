/**
 * All netplan files of a host together: which of them count, what each definition has in the end, and what netplan refuses
 * across keys, definitions and files.
 * Invariant: never throws; the files are read in netplan's order, whatever order they are given in.
 * Follows netplan 1.2; `target` is the version whose checks count.
 */
import type { Origin } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import type { YamlDocument } from '../yaml/types.ts';
import type { Refusal } from './refusal.ts';
import { isUntouched } from './sure.ts';
import { hierarchiesOf } from './tree/order.ts';
import type { Hierarchy, TreeFile } from './tree/order.ts';
import { readFile } from './tree/passes.ts';
import type { Definition, IgnoredList, TreeState } from './tree/state.ts';
import { checkWhole } from './tree/whole.ts';
import type { NetplanDocument } from './types.ts';
import { isOlder } from './version.ts';
import type { NetplanVersion } from './version.ts';

export interface NetplanFile extends TreeFile {
  readonly yaml: YamlDocument;
  readonly netplan: NetplanDocument;
}

/** A problem with its file. */
export interface PlacedProblem {
  readonly file: string;
  readonly problem: Problem;
}

export interface NetplanTree {
  /** Ids of the files that count, in netplan's order. */
  readonly files: readonly string[];
  /** The same ids, in groups that netplan reads together. */
  readonly groups: readonly (readonly string[])[];
  /** Files that netplan does not read, because one of the same name comes before. */
  readonly shadowed: readonly { readonly file: string; readonly by: string }[];
  /** In the order in which they were defined first. */
  readonly definitions: readonly MergedDefinition[];
  /** What is written and not read; problems of the single documents there do not count. */
  readonly ignored: readonly IgnoredList[];
  /** What is not in the problems of the single documents. */
  readonly problems: readonly PlacedProblem[];
}

/** True where netplan does not read. */
export function isIgnored({ ignored }: NetplanTree, { file, span }: Origin): boolean {
  return ignored.some(
    ({ place }) =>
      place.file === file && place.span.start <= span.start && span.end <= place.span.end,
  );
}

/** What a definition has after all files: scalars override, lists append. */
export type MergedDefinition = Readonly<
  Pick<Definition, 'id' | 'kind' | 'place' | 'scalars' | 'lists' | 'sections' | 'backend'>
>;

export function readNetplanTree(
  files: readonly NetplanFile[],
  target: NetplanVersion,
): NetplanTree {
  const trees = hierarchiesOf(files).map((hierarchy) => readHierarchy(hierarchy, target));
  return {
    files: trees.flatMap((tree) => tree.files),
    groups: trees.flatMap((tree) => tree.groups),
    shadowed: trees.flatMap((tree) => tree.shadowed),
    definitions: trees.flatMap((tree) => tree.definitions),
    ignored: trees.flatMap((tree) => tree.ignored),
    problems: trees.flatMap((tree) => tree.problems),
  };
}

function readHierarchy(
  { files, shadowed }: Hierarchy<NetplanFile>,
  target: NetplanVersion,
): NetplanTree {
  const reports = createReports(files, target);
  const state: TreeState = {
    target,
    definitions: new Map(),
    renderer: undefined,
    globals: new Map(),
    missing: new Map(),
    missingPlaces: [],
    found: 0,
    file: '',
    isStopped: false,
    goesOn: false,
    ignored: new Map(),
    report: (place, refusal, isAlone) => {
      const isError = reports.add(place, refusal, isAlone);
      if (isError && !state.goesOn) state.isStopped = true;
    },
  };
  for (const { id, yaml } of files) {
    state.file = id;
    reports.startFile();
    if (yaml.root?.kind === 'mapping') readFile(state, yaml.root, reports.startPass);
  }
  reports.startFile();
  state.goesOn = true;
  checkWhole(state);
  return {
    files: files.map(({ id }) => id),
    groups: [files.map(({ id }) => id)],
    shadowed: shadowed.map(({ file, by }) => ({ file: file.id, by: by.id })),
    definitions: [...state.definitions.values()].filter(({ kind }) => kind !== 'placeholder'),
    ignored: [...state.ignored.values()],
    problems: [...reports.all(), ...gatedProblems(files, target)],
  };
}

interface Reports {
  /** True if netplan stops there. */
  readonly add: (place: Origin, refusal: Refusal, isAlone?: boolean) => boolean;
  readonly startFile: () => void;
  /** Forgets what the passes before reported of the file. */
  readonly startPass: () => void;
  readonly all: () => readonly PlacedProblem[];
}

function createReports(files: readonly NetplanFile[], target: NetplanVersion): Reports {
  const broken = new Map(
    files.filter(({ yaml }) => yaml.errors.length > 0).map(({ id, yaml }) => [id, yaml]),
  );
  const order = files.map(({ id }) => id);
  const firstBroken = order.findIndex((id) => broken.has(id));
  const isBehindBroken = (file: string): boolean =>
    firstBroken !== -1 && order.indexOf(file) > firstBroken;
  const kept = new Map<string, PlacedProblem>();
  let current = new Map<string, PlacedProblem>();
  return {
    add({ file, span }, refusal, isAlone) {
      const isError = counts(refusal, target) && refusal.rule !== 'netplan-warning';
      if (!counts(refusal, target)) return isError;
      // What a broken file defines is not known; only what follows from a whole definition alone stays when it is mended.
      const yaml = broken.get(file);
      if (yaml !== undefined && !(isAlone === true && isUntouched(yaml, span))) return isError;
      if (refusal.rule === 'netplan-undefined-reference' && isBehindBroken(file)) return isError;
      const key = `${file}\n${span.start}\n${refusal.why}`;
      if (!kept.has(key)) current.set(key, { file, problem: { ...problemOf(refusal), span } });
      return isError;
    },
    startFile() {
      for (const [key, problem] of current) kept.set(key, problem);
      current = new Map();
    },
    startPass() {
      current = new Map();
    },
    all() {
      return [...kept.values(), ...current.values()];
    },
  };
}

function problemOf({ since: _since, until: _until, ...problem }: Refusal): Omit<Problem, 'span'> {
  return problem;
}

/** True if a version refuses it. */
function counts(
  { since, until }: Pick<Refusal, 'since' | 'until'>,
  target: NetplanVersion,
): boolean {
  return (
    (since === undefined || !isOlder(target, since)) &&
    (until === undefined || isOlder(target, until))
  );
}

/** What single documents hold that only some versions refuse. */
function gatedProblems(
  files: readonly NetplanFile[],
  target: NetplanVersion,
): readonly PlacedProblem[] {
  return files.flatMap(({ id, netplan }) =>
    netplan.gated
      .filter((gated) => counts(gated, target))
      .map(({ problem }) => ({ file: id, problem })),
  );
}
