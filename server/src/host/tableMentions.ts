/** Places that name a table where no command is read: a text that a script writes elsewhere, a file of another program. */
import type { Span } from '../base/span.ts';
import { executedSteps } from './commands.ts';
import type { Host } from './model.ts';

/** True if a text may put routes into the table by a way that is not followed. Comments do nothing. */
export function isNamedElsewhere(host: Host, table: string): boolean {
  const names = [table, ...namesOf(host, table)].map((name) =>
    name.replaceAll(/[^\w-]/g, String.raw`\$&`),
  );
  const word = `(?<![\\w.:/-])(?:${names.join('|')})(?![\\w.:/-])`;
  const route = new RegExp(`route(?:[^\\n]|\\\\\\n)*?${word}`);
  const alone = new RegExp(word);
  return (
    host.documents.some(({ kind, file }) => kind === 'other' && alone.test(file.text)) ||
    unreadTexts(host).some((text) => route.test(text))
  );
}

const textsOfHost = new WeakMap<Host, readonly string[]>();

function unreadTexts(host: Host): readonly string[] {
  const found = textsOfHost.get(host) ?? makeUnreadTexts(host);
  textsOfHost.set(host, found);
  return found;
}

function namesOf({ tableNames }: Host, table: string): readonly string[] {
  return [...tableNames].flatMap(([name, number]) => (String(number) === table ? [name] : []));
}

/** The texts without the `ip` commands that are read, and without comments. */
function makeUnreadTexts({ documents }: Host): readonly string[] {
  const spans = new Map<string, Span[]>();
  for (const document of documents)
    for (const { command, ip } of executedSteps(document)) {
      const file = command.file ?? document.file.id;
      if (ip === undefined) continue;
      const own = spans.get(file);
      if (own === undefined) spans.set(file, [ip.span]);
      else own.push(ip.span);
    }
  return documents
    .filter((document) => 'steps' in document)
    .map(({ file }) => withoutSpans(file.text, spans.get(file.id) ?? []))
    .map((text) => text.replaceAll(/(?:^|(?<=\s))#.*$/gm, ''));
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  let rest = '';
  let end = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(end, Math.max(end, span.start));
    end = Math.max(end, span.end);
  }
  return rest + text.slice(end);
}
