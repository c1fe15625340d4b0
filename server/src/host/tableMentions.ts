/** Places that name a table where no command is read: a text that a script writes elsewhere, a file of another program. */
import { executedSteps } from './commands.ts';
import type { Document, Host } from './model.ts';

/** True if a text may put routes into the table by a way that is not followed. Comments do nothing. */
export function isNamedElsewhere(host: Host, table: string): boolean {
  const names = [table, ...namesOf(host, table)].map((name) =>
    name.replaceAll(/[^\w-]/g, String.raw`\$&`),
  );
  const word = `(?<![\\w.:/-])(?:${names.join('|')})(?![\\w.:/-])`;
  const route = new RegExp(`route(?:[^\\n]|\\\\\\n)*?${word}`);
  const alone = new RegExp(word);
  return host.documents.some((document) => {
    if (document.kind === 'other') return alone.test(document.file.text);
    return 'steps' in document && route.test(unreadText(host, document));
  });
}

function namesOf({ tableNames }: Host, table: string): readonly string[] {
  return [...tableNames].flatMap(([name, number]) => (String(number) === table ? [name] : []));
}

/** The text without the `ip` commands that are read, and without comments. */
function unreadText({ documents }: Host, { file }: Document): string {
  const spans = documents
    .flatMap((document) =>
      executedSteps(document).flatMap(({ command, ip }) =>
        ip !== undefined && (command.file ?? document.file.id) === file.id ? [ip.span] : [],
      ),
    )
    .toSorted((a, b) => a.start - b.start);
  let text = '';
  let end = 0;
  for (const span of spans) {
    text += file.text.slice(end, Math.max(end, span.start));
    end = Math.max(end, span.end);
  }
  return (text + file.text.slice(end)).replaceAll(/(?:^|(?<=\s))#.*$/gm, '');
}
