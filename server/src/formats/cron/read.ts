/**
 * Tables of cron. crontab(5): `NAME = value`, or five fields or `@reboot`, the user (not in the tables of users), and a line for
 * `/bin/sh` that ends at the first `%` without a backslash. What runs at its hours may not have run yet.
 */
import type { Span } from '../../base/span.ts';
import { placeText } from '../../base/placedText.ts';
import { joinScripts, readShellPart } from '../shellPart.ts';
import { plainContext, type FormatReading } from '../types.ts';
import type { ShellScript } from '../../shell/types.ts';

const assignment = /^\s*["']?(\w+)["']?\s*=\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*$/;
const times = String.raw`(?:@[a-z]+|(?:[-\d*\/,~A-Za-z]+[ \t]+){4}[-\d*\/,~A-Za-z]+)`;

export function readCron(text: string, path: string): FormatReading {
  const hasUser = !/(?:^|\/)(?:crontabs|spool\/cron)\//.test(path);
  const entry = new RegExp(
    String.raw`^(\s*)(${times})([ \t]+)${hasUser ? String.raw`[\w-]+[ \t]+` : ''}`,
  );
  const variables = new Map<string, string>();
  const scripts: ShellScript[] = [];
  const comments: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    if (/^\s*#/.test(line)) {
      comments.push({ start: index, end: index + line.length });
      continue;
    }
    const [, name, double, single, plain = ''] = assignment.exec(line) ?? [];
    const head = entry.exec(line);
    if (head !== null) scripts.push(readCommand({ text, line, index }, head, variables));
    else if (name !== undefined) variables.set(name, double ?? single ?? plain);
  }
  const script = joinScripts(scripts);
  return {
    steps: script.executed.map((command) => ({ command })),
    script: { ...script, comments },
    problems: [],
  };
}

interface CronLine {
  readonly text: string;
  readonly line: string;
  readonly index: number;
}

function readCommand(
  { text, line, index }: CronLine,
  [head, , when]: RegExpExecArray,
  variables: ReadonlyMap<string, string>,
): ShellScript {
  const from = head.length;
  const percent = /(?<!\\)%/.exec(line.slice(from))?.index;
  const span = {
    start: index + from,
    end: index + (percent === undefined ? line.trimEnd().length : from + percent),
  };
  const replacements = [...text.slice(span.start, span.end).matchAll(/\\%/g)].map((match) => ({
    span: { start: span.start + match.index, end: span.start + match.index + 2 },
    text: '%',
  }));
  return readShellPart({
    fileText: text,
    text: placeText(text, span, replacements),
    variables: new Map(variables),
    context: { ...plainContext, conditional: when !== '@reboot' },
  });
}
