/** The caption under the bars: what bar, mark and whiskers mean. Whiskers are explained only where there are any. */
import type { PreviewStrings } from '../../src/preview/strings.ts';
import { escape } from '../markup.ts';

const glyphs = {
  bar: '<rect class="legend-bar" x="0" y="3" width="18" height="8" rx="2"/>',
  mark: '<path class="configured" d="M9 4V13M9 4l-3.5 -4h7z"/>',
  range: '<path class="range" d="M1 3v8M1 7H17M17 3v8"/>',
};

/** HTML of the caption. */
export function legend(strings: PreviewStrings, hasRange: boolean): string {
  const entries = [
    entry(glyphs.bar, strings.legendPredicted),
    entry(glyphs.mark, strings.legendConfigured),
    ...(hasRange ? [entry(glyphs.range, strings.legendRange)] : []),
  ];
  return `<figcaption class="legend">${entries.join(' ')}</figcaption>`;
}

function entry(glyph: string, text: string): string {
  return `<span class="legend-entry"><svg width="18" height="14" aria-hidden="true">${glyph}</svg>${escape(text)}</span>`;
}
