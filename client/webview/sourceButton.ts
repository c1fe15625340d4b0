/** The button that shows the source of a group in the editor. A button, not a link: there is no address to go to. */
import { fill } from '../src/preview/strings.ts';
import type { PreviewStrings } from '../src/preview/strings.ts';
import { escape } from './markup.ts';

export interface Place {
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

/** HTML of the button; the page reads its data attributes on a click. */
export function sourceButton({ uri, line }: Place, strings: PreviewStrings): string {
  const file = fileName(uri);
  const label = fill(strings.revealSource, line + 1, file);
  return `<button type="button" class="source" data-uri="${escape(uri)}" data-line="${line}" title="${escape(label)}">${escape(file)}:${line + 1}</button>`;
}

/** The last part of a URI, readable. */
export function fileName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
