/** What `routelens apply` is told. */
import type { KernelProfile } from '../../kernel/profiles.ts';
import type { Probe } from '../../remote/applyChange.ts';

export interface ApplyFlags {
  readonly format: 'text' | 'json';
  readonly kernel: KernelProfile;
  readonly netplan?: string;
  readonly color: boolean;
  /** Names as ssh takes them, in their order. */
  readonly host: readonly string[];
  readonly dryRun: boolean;
  /** Apply without a question. */
  readonly yes: boolean;
  /** The digest of a plan that was seen before: anything else is not applied. */
  readonly plan?: string;
  /** Apply although the checks found errors. */
  readonly force: boolean;
  /** Seconds until the rollback. */
  readonly confirmWithin: number;
  readonly probe: readonly Probe[];
  /** Scripts on the host, absolute. */
  readonly run: readonly string[];
  readonly remove: readonly string[];
  /** Take a kept change back; `last` for the newest one. */
  readonly undo?: string;
  readonly history: boolean;
  readonly sudo: boolean;
  readonly ssh: string;
  readonly sshConfig?: string;
}
