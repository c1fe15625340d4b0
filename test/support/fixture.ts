/**
 * Reads annotated texts: `#- /path kernel:4.15` begins a file, `#   ^^^^ error rule-id: text` labels columns of the line
 * above, `<|>` is the cursor (twice: a selection). All of these are removed before anything reads the text.
 */
import type { Severity } from '../../server/src/rules/define.ts';

export interface Label {
  readonly path: string;
  /** 0-based, in the text without label lines. */
  readonly line: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly severity: Severity;
  readonly rule: string;
  /** A part of the message, if the label says one. */
  readonly text: string | undefined;
}

export interface FixtureFile {
  readonly path: string;
  readonly text: string;
}

export interface Cursor {
  readonly path: string;
  readonly start: number;
  /** Equals `start` where there is one mark only. */
  readonly end: number;
}

export interface Fixture {
  readonly files: readonly FixtureFile[];
  readonly labels: readonly Label[];
  readonly cursor: Cursor | undefined;
  /** Options behind `#-`, for example `kernel` and `tree`. */
  readonly options: ReadonlyMap<string, string>;
}

const fileLine = /^#-(?:\s+(\/\S+))?((?:\s+[a-z]+:\S+)*)\s*$/;
const labelLine = /^\s*#\s*(\^+)\s+(error|warning|information|hint)\s+([a-z0-9-]+)(?::\s*(.*))?$/;
const cursorMark = '<|>';

/** Reads a fixture; the text before the first `#- /path` belongs to `defaultPath`. */
export function readFixture(source: string, defaultPath = '/usr/local/sbin/script.sh'): Fixture {
  const sections: { path: string; lines: string[] }[] = [];
  const labels: Label[] = [];
  const options = new Map<string, string>();
  let current: { path: string; lines: string[] } | undefined;
  for (const line of source.split('\n')) {
    const file = fileLine.exec(line);
    if (file !== null) {
      for (const option of (file[2] ?? '').split(/\s+/).filter(Boolean))
        options.set(...keyAndValue(option));
      if (file[1] !== undefined) sections.push((current = { path: file[1], lines: [] }));
      continue;
    }
    if (current === undefined) sections.push((current = { path: defaultPath, lines: [] }));
    const label = readLabel(line, current);
    if (label === undefined) current.lines.push(line);
    else labels.push(label);
  }
  return { ...removeCursor(sections), labels, options };
}

/** Removes the indentation that all lines of a template literal share, and its first and last empty line. */
export function dedent(source: string): string {
  const lines = source
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return Number.isFinite(shared) ? lines.map((line) => line.slice(shared)).join('\n') : source;
}

function keyAndValue(option: string): [string, string] {
  const colon = option.indexOf(':');
  return [option.slice(0, colon), option.slice(colon + 1)];
}

function readLabel(
  line: string,
  section: { path: string; lines: readonly string[] },
): Label | undefined {
  const found = labelLine.exec(line);
  if (found === null) return undefined;
  const [, carets = '', severity = '', rule = '', text] = found;
  const first = line.indexOf('^');
  // A label line cannot point at the column of its own `#`: a caret that touches it counts from the first column on.
  const start = line[first - 1] === '#' ? first - 1 : first;
  const place = {
    path: section.path,
    line: section.lines.length - 1,
    start,
    end: first + carets.length,
  };
  return { ...place, severity: severityOf(severity), rule, text };
}

function severityOf(word: string): Severity {
  if (word === 'error' || word === 'warning' || word === 'information') return word;
  return 'hint';
}

function removeCursor(
  sections: readonly { path: string; lines: readonly string[] }[],
): Pick<Fixture, 'files' | 'cursor'> {
  let cursor: Cursor | undefined;
  const files = sections.map(({ path, lines }) => {
    const text = lines.join('\n');
    const start = text.indexOf(cursorMark);
    if (start === -1) return { path, text };
    const once = text.replace(cursorMark, '');
    const second = once.indexOf(cursorMark);
    cursor = { path, start, end: second === -1 ? start : second };
    return { path, text: once.replace(cursorMark, '') };
  });
  return { files, cursor };
}
