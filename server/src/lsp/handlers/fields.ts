/** Fields of the parameters of our own requests, which nobody has checked. */
/** `textDocument.uri`. */
export function uriOf(params: unknown): string | undefined {
  const document = fieldOf(params, 'textDocument');
  const uri = fieldOf(document, 'uri');
  return typeof uri === 'string' ? uri : undefined;
}

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
