/** What the editor features are asked and what they answer: plain data in offsets. `lsp/convert.ts` alone makes ranges of them. */
import type { Span } from '../base/span.ts';
import type { Document, Host } from '../host/model.ts';

/** A place that the reader points at. */
export interface Place {
  readonly host: Host;
  readonly document: Document;
  readonly offset: number;
}

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}
