/** Text of the page: all of it is built from strings by pure functions, and every value goes through `escape`. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML or SVG text, also within a quoted attribute. */
export function escape(value: string | number): string {
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A sentence of the server: text in backticks becomes code, the rest is escaped. */
export function sentence(text: string): string {
  return escape(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** A share of 1 as percent with one digit: `49.7 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A whole number with thin spaces between thousands. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, '\u202f');
}
