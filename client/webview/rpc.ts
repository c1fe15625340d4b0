/**
 * The page's end of the messages: sends typed messages, joins answers to their questions, and forgets an answer that a
 * newer question has overtaken. Messages of an unknown type or version are dropped.
 */
import { messageVersion } from '../src/preview/messages.ts';
import type { FromPage, ToPage } from '../src/preview/messages.ts';
import type { PreviewRequestOptions, PreviewResult } from '../../server/src/protocol.ts';

export interface RpcHandlers {
  onSubject(message: Extract<ToPage, { type: 'subject' }>): void;
  onResult(result: PreviewResult): void;
  onFailure(message: string): void;
}

export interface Rpc {
  ready(): void;
  preview(options: PreviewRequestOptions): void;
  reveal(uri: string, line: number): void;
  /** A message of the extension, of any form. */
  receive(message: unknown): void;
}

/** Joins `post`, which sends to the extension, with the handlers of the page. */
export function createRpc(post: (message: FromPage) => void, handlers: RpcHandlers): Rpc {
  let newest = 0;
  return {
    ready: () => post({ version: messageVersion, type: 'ready' }),
    preview: (options) => {
      newest += 1;
      post({ version: messageVersion, type: 'preview', id: newest, options });
    },
    reveal: (uri, line) => post({ version: messageVersion, type: 'reveal', uri, line }),
    receive: (value) => {
      if (!isToPage(value)) return;
      if (value.type === 'subject') handlers.onSubject(value);
      else if (value.id !== newest) return;
      else if (value.type === 'previewResult') handlers.onResult(value.result);
      else handlers.onFailure(value.message);
    },
  };
}

const types: ReadonlySet<unknown> = new Set<ToPage['type']>([
  'subject',
  'previewResult',
  'previewError',
]);

/** The extension is trusted, so type and version are enough. */
function isToPage(value: unknown): value is ToPage {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'version' in value &&
    value.version === messageVersion &&
    'type' in value &&
    types.has(value.type)
  );
}
