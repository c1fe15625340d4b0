/** The parts of the page that stay while results come and go. */

/** HTML of the parts: options, problems, status, result. */
export function skeleton(): string {
  return [
    '<form id="options" class="options" hidden></form>',
    '<div id="problems" class="problems" aria-live="polite"></div>',
    '<div id="result" class="result"></div>',
    '<p id="status" class="status" role="status" aria-live="polite"></p>',
  ].join('\n');
}
