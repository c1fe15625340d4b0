/**
 * Messages between the extension and the page of a plan. The page is not trusted: what comes from it is read, never cast.
 * Knows neither `vscode` nor the DOM.
 */
import type { HostApplyResult, HostPlanResult } from '../../../server/src/protocol.ts';
import type { PlanStrings } from './planStrings.ts';

export interface PlanState {
  readonly plan: HostPlanResult;
  readonly phase: 'planned' | 'applying' | 'asking' | 'deciding' | 'done';
  /** What has happened, in order. */
  readonly steps: readonly { readonly text: string; readonly isBad: boolean }[];
  /** When it rolls back by itself, milliseconds since 1970; null where nothing is armed. */
  readonly endsAt: number | null;
  readonly result: HostApplyResult | null;
  /** Why there is no result. */
  readonly failure: string | null;
}

export interface ToPlanPage {
  readonly type: 'state';
  readonly state: PlanState;
  readonly strings: PlanStrings;
}

export type FromPlanPage =
  | { readonly type: 'ready' | 'apply' | 'keep' | 'rollBack' | 'again' }
  | { readonly type: 'diff'; readonly path: string };

/** Undefined for what is no message. */
export function readFromPlanPage(value: unknown): FromPlanPage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  switch (value.type) {
    case 'ready':
    case 'apply':
    case 'keep':
    case 'rollBack':
    case 'again':
      return { type: value.type };
    case 'diff':
      return 'path' in value && typeof value.path === 'string'
        ? { type: 'diff', path: value.path }
        : undefined;
    default:
      return undefined;
  }
}
