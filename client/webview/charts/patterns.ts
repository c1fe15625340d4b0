/** Fill patterns, one a series, so that bars differ without colour. Drawn over the colour in the colour of the page. */

const shapes = [
  '',
  '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4"/>',
  '<circle cx="2" cy="2" r="1.2"/><circle cx="6" cy="6" r="1.2"/>',
  '<path d="M0 0l8 8M8 0l-8 8"/>',
  '<path d="M2 0v8M6 0v8"/>',
  '<path d="M0 2h8M0 6h8"/>',
];

/** Definitions for one chart; `prefix` makes the ids unique on the page. */
export function patternDefinitions(prefix: string): string {
  const patterns = shapes.map(
    (shape, series) =>
      `<pattern id="${prefix}-pattern-${series}" class="pattern" width="8" height="8" patternUnits="userSpaceOnUse">${shape}</pattern>`,
  );
  return `<defs>${patterns.join('')}</defs>`;
}
