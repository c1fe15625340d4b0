/**
 * Messages between the extension and the preview page: one union for each direction, a version in each message, requests
 * and their answers joined by `id`. Knows neither `vscode` nor the DOM, so that both sides and the tests share it.
 * The page is not trusted: what comes from it is read by `readFromPage`, never cast.
 */
import type { PreviewRequestOptions, PreviewResult } from '../../../server/src/protocol.ts';
import type { PreviewStrings } from './strings.ts';

export const messageVersion = 1;

/** What a preview is about: a document, and the 0-based line of one group or null for all groups. */
export interface PreviewSubject {
  readonly uri: string;
  readonly line: number | null;
}

export type ToPage =
  /** Also sent again when the source or a setting changed: the page then asks anew. */
  | {
      readonly version: 1;
      readonly type: 'subject';
      readonly subject: PreviewSubject;
      readonly strings: PreviewStrings;
    }
  | {
      readonly version: 1;
      readonly type: 'previewResult';
      readonly id: number;
      readonly result: PreviewResult;
    }
  | {
      readonly version: 1;
      readonly type: 'previewError';
      readonly id: number;
      readonly message: string;
    };

export type FromPage =
  | { readonly version: 1; readonly type: 'ready' }
  | {
      readonly version: 1;
      readonly type: 'preview';
      readonly id: number;
      readonly options: PreviewRequestOptions;
    }
  | { readonly version: 1; readonly type: 'reveal'; readonly uri: string; readonly line: number };

/** What the page keeps over a reload of the window. */
export interface PageState {
  readonly version: 1;
  readonly subject: PreviewSubject;
  readonly options: PreviewRequestOptions;
}

/** Reads a message of the page; undefined if it is none, or of another version. */
export function readFromPage(value: unknown): FromPage | undefined {
  if (!isRecord(value) || value['version'] !== messageVersion) return undefined;
  const { type, id, uri, line } = value;
  if (type === 'ready') return { version: 1, type };
  if (type === 'preview' && isCount(id)) {
    const options = readOptions(value['options']);
    return options === undefined ? undefined : { version: 1, type, id, options };
  }
  if (type === 'reveal' && typeof uri === 'string' && isCount(line))
    return { version: 1, type, uri, line };
  return undefined;
}

/** Reads the state of an earlier page; undefined if it cannot be used. */
export function readPageState(value: unknown): PageState | undefined {
  if (!isRecord(value) || value['version'] !== messageVersion) return undefined;
  const subject = readSubject(value['subject']);
  const options = readOptions(value['options']);
  return subject && options ? { version: 1, subject, options } : undefined;
}

function readSubject(value: unknown): PreviewSubject | undefined {
  if (!isRecord(value)) return undefined;
  const { uri, line } = value;
  if (typeof uri !== 'string' || uri === '') return undefined;
  return line === null || isCount(line) ? { uri, line } : undefined;
}

/** Options with every value of the right type; one wrong value makes the whole message wrong. */
function readOptions(value: unknown): PreviewRequestOptions | undefined {
  if (!isRecord(value)) return undefined;
  const { policy, seed, profile, flows, down } = value;
  if (policy !== undefined && !isCount(policy)) return undefined;
  if (seed !== undefined && !(isCount(seed) && seed <= 0xffffffff)) return undefined;
  if (profile !== undefined && typeof profile !== 'string') return undefined;
  if (flows !== undefined && typeof flows !== 'string') return undefined;
  if (down !== undefined && !isTextList(down)) return undefined;
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
    ...(flows === undefined ? {} : { flows }),
    ...(down === undefined ? {} : { down }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
