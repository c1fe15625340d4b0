/** Places that name a table where no command is read: a text that a script writes elsewhere, a file of another program. */
import type { Span } from '../base/span.ts';
import { executedSteps } from './commands.ts';
import type { Host } from './model.ts';

/** True if a text may put routes into the table by a way that is not followed. Comments do nothing. */
export function isNamedElsewhere(host: Host, table: string): boolean {
  const { words, names } = mentionsOf(host);
  return [table, ...(names.get(table) ?? [])].some((name) => words.has(name) || !isWord.test(name));
}

interface Mentions {
  /** Words that may be names or numbers of tables. */
  readonly words: ReadonlySet<string>;
  /** The names of each number. */
  readonly names: ReadonlyMap<string, readonly string[]>;
}

const isWord = /^[\w.:/-]+$/;
const anyWord = /[\w.:/-]+/g;
/** From `route` to the end of the line and of those that go on with it. */
const routeLine = /route(?:[^\n\\]|\\[\s\S]|\\$)*/g;

const mentionsOfHosts = new WeakMap<Host, Mentions>();

/** Gathered once: there may be thousands of rules. */
function mentionsOf(host: Host): Mentions {
  const known = mentionsOfHosts.get(host);
  if (known !== undefined) return known;
  const words = new Set<string>();
  for (const { kind, file } of host.documents)
    if (kind === 'other') for (const [word] of file.text.matchAll(anyWord)) words.add(word);
  for (const text of makeUnreadTexts(host))
    for (const [line] of text.matchAll(routeLine))
      for (const word of (line.match(anyWord) ?? []).slice(1)) words.add(word);
  const names = new Map<string, string[]>();
  for (const [name, number] of host.tableNames) {
    const same = names.get(String(number));
    if (same === undefined) names.set(String(number), [name]);
    else same.push(name);
  }
  const found = { words, names };
  mentionsOfHosts.set(host, found);
  return found;
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
