/** Keeps a preview on its line while text above it changes. Pure; lines are 0-based. */

/** One edit: the lines that it replaced and the text that took their place. */
export interface LineEdit {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Where `line` is after the edits. An edit of the line itself leaves it where it begins. */
export function shiftLine(line: number, edits: readonly LineEdit[]): number {
  let shifted = line;
  // The editor gives the edits of one change in the coordinates of the text before it, none overlapping.
  for (const { startLine, endLine, text } of edits) {
    if (endLine > line || startLine === line) continue;
    shifted += text.split('\n').length - 1 - (endLine - startLine);
  }
  return Math.max(0, shifted);
}
