/**
 * Where in a script the pinning block can stand: after the route and, where they run together with it, the NAT rules.
 * A place is taken only if the script still parses there and the block runs under the same conditions as the route.
 */
import type { TextEdit } from '../../base/edit.ts';
import { applyEdits } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import { containsSpan } from '../../base/span.ts';
import { parseShell } from '../../shell/parse.ts';
import type { CommandContext, ShellCommand, ShellScript } from '../../shell/types.ts';
import { indentAt, linesOf } from './lines.ts';

export interface Placement {
  readonly text: string;
  readonly script: ShellScript;
  readonly route: Span;
  /** NAT rules in the same script. */
  readonly nat: readonly Span[];
}

/** The edit that puts the lines in, or undefined where no line is fit for it. */
export function placeBlock(placement: Placement, lines: readonly string[]): TextEdit | undefined {
  const { text, script } = placement;
  const route = commandAt(script, placement.route);
  if (route === undefined) return undefined;
  const nat = placement.nat
    .map((span) => commandAt(script, span))
    .filter((command) => command !== undefined);
  const together = nat.filter((command) => runsWith(command.context, route.context));
  const ends = [
    ...new Set(
      [[route, ...together], [route]].map((commands) =>
        Math.max(...commands.map((command) => endOfLines(text, command))),
      ),
    ),
  ];
  const block = indentBlock(lines, text, route.span.start);
  return ends.map((at) => insertion(text, at, block)).find((edit) => isFit(placement, route, edit));
}

/** The command that holds a span, in its words or in its here-document. */
export function commandAt(script: ShellScript, span: Span): ShellCommand | undefined {
  return script.commands.find(
    (command) =>
      containsSpan(command.span, span) ||
      (command.input !== undefined && containsSpan(command.input.span, span)),
  );
}

/** Lines of a here-document keep their place at the margin, as its end mark demands. */
function indentBlock(lines: readonly string[], text: string, offset: number): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = indentAt(text, offset);
  const bodyStart = lines.findIndex((line) => line.includes('<<'));
  return lines
    .map(
      (line, index) =>
        (line === '' || (bodyStart >= 0 && index > bodyStart) ? line : indent + line) + eol,
    )
    .join('');
}

/** Behind the last line of the command, its here-document, and whatever it is joined to by `||`, `&&`, `|` or a backslash. */
function endOfLines(text: string, command: ShellCommand): number {
  const documents = command.redirections.map(
    (redirection) => redirection.hereDocument?.span.end ?? 0,
  );
  const bodyEnd = Math.max(0, ...documents);
  let { end } = linesOf(text, command.span);
  if (bodyEnd > command.span.start) {
    const mark = text.indexOf('\n', bodyEnd);
    end = mark < 0 ? text.length : mark + 1;
  }
  while (end < text.length && isContinued(text.slice(0, end))) {
    end = linesOf(text, { start: end, end: end + 1 }).end;
  }
  return end;
}

function isContinued(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n', before.length - 2) + 1);
  return /(?:\\|\|\||&&|\|)\s*$/.test(line);
}

function insertion(text: string, at: number, block: string): TextEdit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isMidLine = at > 0 && text[at - 1] !== '\n';
  return { span: { start: at, end: at }, newText: isMidLine ? eol + block : block };
}

function isFit({ text, script }: Placement, route: ShellCommand, edit: TextEdit): boolean {
  const after = parseShell(applyEdits(text, [edit]));
  if (after.errors.length > script.errors.length) return false;
  const blockEnd = edit.span.start + edit.newText.length;
  const own = after.commands.filter(
    ({ span }) => span.start >= edit.span.start && span.end <= blockEnd,
  );
  return own.length > 0 && own.every((command) => runsWith(command.context, route.context));
}

/** The same function, branch of a `case` and namespace. */
function runsWith(a: CommandContext, b: CommandContext): boolean {
  return (
    a.functionName === b.functionName &&
    a.caseLabel === b.caseLabel &&
    a.loop === b.loop &&
    a.netns === b.netns
  );
}
