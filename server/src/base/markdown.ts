/** Escaping of document text that is shown inside Markdown. */

/** A code span that holds any text, backticks included. */
export function codeSpan(text: string): string {
  const flat = text.replaceAll(/[\r\n\t]+/g, ' ');
  const runs = flat.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') || flat === '' ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}
