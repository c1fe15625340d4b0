/** `check --format github`: workflow commands, which GitHub shows beside the lines of a pull request. */
import type { Severity } from '../../rules/define.ts';
import type { CheckResult, LocatedFinding } from '../located.ts';

export function reportGithub({ findings }: CheckResult): string {
  return findings.map((finding) => `${command(finding)}\n`).join('');
}

function command({ finding, place }: LocatedFinding): string {
  const { start, end } = place.range;
  const properties = {
    file: place.file,
    line: start.line,
    endLine: end.line,
    ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
    title: finding.rule,
  };
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  const message = `${finding.what}\n${finding.why}\n${finding.todo}`;
  return `::${level(finding.severity)} ${list.join(',')}::${escapeData(message)}`;
}

function level(severity: Severity): string {
  return severity === 'error' || severity === 'warning' ? severity : 'notice';
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
