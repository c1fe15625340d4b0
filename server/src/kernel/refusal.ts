/** What the simulator will not answer: said in words, never as a number. */
export interface Refused {
  readonly kind: 'refused';
  /** A clause for people. */
  readonly reason: string;
}

export function refuse(reason: string): Refused {
  return { kind: 'refused', reason };
}
