/** `check --format text`: the place, the line with a marker, then why and what to do. */
import type { Severity } from '../../rules/define.ts';
import { countSeverity, type CheckResult, type LocatedFinding } from '../located.ts';
import type { Paint } from '../paint.ts';

const maxLine = 160;
const textWidth = 92;

export function reportText(result: CheckResult, paint: Paint): string {
  const blocks = result.findings.map((finding) => block(finding, paint));
  return [...blocks, summary(result, paint)].join('\n');
}

function block({ finding, place, sourceLine, related }: LocatedFinding, paint: Paint): string {
  const { start } = place.range;
  const at = paint.bold(`${place.file}:${start.line}:${start.column}`);
  const head = `${at} ${severityWord(finding.severity, paint)} ${finding.what} ${paint.dim(`(${finding.rule})`)}`;
  const lines = [
    head,
    ...marked({ sourceLine, place }, paint),
    labelled(paint.cyan('why  '), finding.why),
    labelled(paint.cyan('to do'), finding.todo),
    ...finding.fixes.map(({ title }) => labelled(paint.cyan('fix  '), title)),
    ...related.map(
      ({ file, range, message }) =>
        `  ${paint.dim(`${file}:${range.start.line}:${range.start.column} ${message}`)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A label and its text, broken into lines below each other. */
function labelled(label: string, text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < textWidth)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return `  ${label} ${lines.join(`\n${' '.repeat(8)}`)}`;
}

/** The source line and a marker below the characters; tabs stay tabs in both, so that they line up. */
function marked(
  { sourceLine, place }: Pick<LocatedFinding, 'sourceLine' | 'place'>,
  paint: Paint,
): string[] {
  if (sourceLine.trim() === '' || sourceLine.length > 10 * maxLine) return [];
  const { start, end } = place.range;
  const from = start.column - 1;
  const to = end.line === start.line ? end.column - 1 : sourceLine.length;
  const first = from > maxLine - 40 ? from - 40 : 0;
  const shown = sourceLine.slice(first, first + maxLine);
  const width = Math.max(1, Math.min(to, first + maxLine) - from);
  const gutter = `${start.line} `;
  const blank = ' '.repeat(gutter.length);
  const before = shown.slice(0, from - first).replaceAll(/[^\t]/g, ' ');
  return [
    `  ${paint.dim(`${gutter}|`)} ${withoutControls(shown)}`,
    `  ${paint.dim(`${blank}|`)} ${before}${paint.red('^'.repeat(width))}`,
  ];
}

/** A file must not be able to send control sequences to the terminal. */
function withoutControls(text: string): string {
  return Array.from(text, (character) =>
    isControl(character.charCodeAt(0)) ? '\uFFFD' : character,
  ).join('');
}

/** C0 but the tab, DEL, and C1. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || (code >= 0x7f && code <= 0x9f);
}

function severityWord(severity: Severity, paint: Paint): string {
  switch (severity) {
    case 'error':
      return paint.red('error');
    case 'warning':
      return paint.yellow('warning');
    case 'information':
      return paint.blue('information');
    case 'hint':
      return paint.dim('hint');
  }
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
const plurals: Readonly<Record<Severity, string>> = {
  error: 'errors',
  warning: 'warnings',
  information: 'notices',
  hint: 'hints',
};

/** "Nothing found" would read as "nothing wrong". */
export const nothingChecked =
  'nothing checked: no netplan file, routing script, nftables, iptables or sysctl file here';

function summary(result: CheckResult, paint: Paint): string {
  if (result.nFiles === 0 && result.findings.length === 0) return `${nothingChecked}\n`;
  const files = `${result.nFiles} ${result.nFiles === 1 ? 'file' : 'files'} checked`;
  if (result.findings.length === 0) return `${files}, nothing found\n`;
  const counts = severities.flatMap((severity) => {
    const n = countSeverity(result, severity);
    if (n === 0) return [];
    return [`${n} ${n === 1 ? plurals[severity].slice(0, -1) : plurals[severity]}`];
  });
  return `${paint.bold(`${files}: ${counts.join(', ')}`)}\n`;
}
