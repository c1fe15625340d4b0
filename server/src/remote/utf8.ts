/** Texts as they go over a connection. */

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What is no UTF-8 becomes replacement characters; nothing at all is an empty text. */
export function text(content: Uint8Array | undefined): string {
  return new TextDecoder().decode(content);
}
