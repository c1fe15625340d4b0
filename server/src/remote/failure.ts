/** How a call to a host fails. */

const failureName = 'GuardFailure';

/** Where a call ended that could not do its work. */
export class GuardFailure extends Error {
  /** `unreachable`: no connection; the others are exit statuses of the guard. */
  readonly kind: GuardFailureKind;

  constructor(kind: GuardFailureKind, message: string) {
    super(message);
    this.name = failureName;
    this.kind = kind;
  }
}

export type GuardFailureKind =
  | 'unreachable'
  | 'refused'
  | 'too-late'
  | 'busy'
  | 'not-prepared'
  | 'not-confirmed'
  | 'not-applied'
  | 'netplan-refuses'
  | 'failed';

/** By its name, because the class may come from another bundle. */
export function isGuardFailure(error: unknown): error is GuardFailure {
  return error instanceof Error && error.name === failureName;
}
