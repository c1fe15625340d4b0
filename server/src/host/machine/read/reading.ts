/** What is needed to turn a command into a request. */
import { isUnknown, type Fact } from '../../../base/fact.ts';
import type { ShellCommand } from '../../../shell/types.ts';
import type { Asked } from '../requests.ts';

export interface Reading extends Asked {
  readonly shell: ShellCommand;
  /** A line that `ip -batch` reads. */
  readonly inBatch: boolean;
  /** Names of tables as they are known by now. */
  readonly names: ReadonlyMap<string, number>;
}

/** The value of a fact that may be absent; `unknown` where it is written and cannot be known. */
export function valueOf<T>(fact: Fact<T> | undefined): T | undefined | 'unknown' {
  if (fact === undefined) return undefined;
  return isUnknown(fact.value) ? 'unknown' : fact.value;
}
