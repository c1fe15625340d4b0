/**
 * Reads the parameters of `routelens/preview`: they come from a page or another editor, so nothing in them is trusted.
 * Invariant: an option that makes no sense is left out and named in `problems`; it never refuses the request.
 */
export interface PreviewRequest {
  readonly uri: string;
  readonly line: number | undefined;
  readonly policy: number | undefined;
  readonly seed: number | undefined;
  readonly profile: string | undefined;
  readonly flows: string | undefined;
  readonly down: readonly string[];
  readonly problems: readonly string[];
}

/** Undefined if no document is named. */
export function readPreviewParams(params: unknown): PreviewRequest | undefined {
  const { textDocument, line, options } = record(params);
  const { uri } = record(textDocument);
  if (typeof uri !== 'string') return undefined;
  const { policy, seed, profile, flows, down } = record(options);
  const problems = [
    ...(policy === undefined || isWhole(policy, 3)
      ? []
      : ['The hash policy is not one of 0 to 3.']),
    ...(seed === undefined || isWhole(seed, 0xffff_ffff)
      ? []
      : ['The seed is not a whole number from 0 to 4294967295.']),
  ];
  return {
    uri,
    line: isWhole(line, Number.MAX_SAFE_INTEGER) ? line : undefined,
    policy: isWhole(policy, 3) ? policy : undefined,
    seed: isWhole(seed, 0xffff_ffff) ? seed : undefined,
    profile: typeof profile === 'string' && profile !== '' ? profile : undefined,
    flows: typeof flows === 'string' && flows.trim() !== '' ? flows : undefined,
    down: Array.isArray(down)
      ? down.filter((link): link is string => typeof link === 'string')
      : [],
    problems,
  };
}

function isWhole(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
