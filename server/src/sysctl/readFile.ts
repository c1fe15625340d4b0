/**
 * sysctl settings from files.
 * sysctl.d(5) and sysctl.conf(5): one `key = value` a line, `#` and `;` begin a comment, `-` before the key ignores a failure,
 * `*` in a key stands for any one segment, and a key with `-` and no value is left out of such patterns.
 */
import { unknown, type Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import { keySegments } from './key.ts';
import type { SysctlReading, SysctlSetting } from './types.ts';

/** Reads a sysctl file. Lines that are no setting become problems of the rule `sysctl-syntax`. */
export function readSysctlFile(text: string, file: string): SysctlReading {
  const settings: SysctlSetting[] = [];
  const problems: Problem[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    if (/^\s*(?:[#;]|$)/.test(line) || isTemplateControl(line)) continue;
    const setting = readLine(line, match.index, file);
    if ('rule' in setting) problems.push(setting);
    else settings.push(setting);
  }
  return { settings, problems };
}

function readLine(line: string, offset: number, file: string): SysctlSetting | Problem {
  const excluded = /^\s*-\s*([^=\s]+)\s*$/.exec(line);
  if (excluded !== null) return readExclusion(line, offset, file);
  const parts = /^(\s*)(-?\s*)((?:\{\{.*?\}\}|<%.*?%>|[^=\s])+)(\s*=\s*)(.*?)\s*$/.exec(line);
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const span = { start: offset + indent, end: offset + line.trimEnd().length };
  const [, before = '', dash = '', name = '', equals = '', value = ''] = parts ?? [];
  const key = keySegments(keyTextOf(name));
  if (parts === null || key === undefined) return syntaxProblem(span);
  const keyStart = offset + before.length + dash.length;
  const valueStart = keyStart + name.length + equals.length;
  const origin = { file, span: { start: valueStart, end: valueStart + value.length } };
  return {
    key,
    value: { value: holeIn(value) ?? value, origin },
    keySpan: { start: keyStart, end: keyStart + name.length },
    span,
    optional: dash !== '',
  };
}

/** What the key has then is not written here. */
function readExclusion(line: string, offset: number, file: string): SysctlSetting | Problem {
  const indent = /^\s*-\s*/.exec(line)?.[0].length ?? 0;
  const name = line.trim().replace(/^-\s*/, '');
  const keySpan = { start: offset + indent, end: offset + indent + name.length };
  const key = keySegments(keyTextOf(name));
  if (key === undefined) return syntaxProblem(keySpan);
  const value = {
    value: unknown('no file writes it: it is left out of a glob'),
    origin: { file, span: keySpan },
  };
  return { key, value, keySpan, span: keySpan, optional: true, excludes: true };
}

const hole = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|@\w+@|\$\{\w+\}/g;

/** One hole alone is the same value wherever it stands; text around it makes it another. */
function holeIn(text: string): Unknown | undefined {
  const [first] = text.match(hole) ?? [];
  if (first === undefined) return undefined;
  const reason = 'it is filled in by a template';
  return first === text ? unknown(reason, text.replaceAll(/\s+/g, '')) : unknown(reason);
}

/** A template may bring its own dots; one character stands for it while the key is taken apart. */
function keyTextOf(name: string): Parameters<typeof keySegments>[0] {
  const mark = '\uE000';
  const found = holeIn(name);
  const [first = ''] = name.match(hole) ?? [];
  return {
    text: name.replaceAll(hole, mark),
    hole: mark,
    unknown: found === undefined ? undefined : (holeIn(first) ?? found),
  };
}

/** `{% if router %}`, `<% end %>`: a line for the program that fills the template in. */
function isTemplateControl(line: string): boolean {
  return /^\s*(?:\{%.*%\}|\{#.*#\}|<%.*%>|\{\{-?\s*(?:if|else|end|range|with)\b.*\}\})\s*$/.test(
    line,
  );
}

function syntaxProblem(span: { start: number; end: number }): Problem {
  return {
    rule: 'sysctl-syntax',
    span,
    what: 'this line is no setting',
    why: 'sysctl reads lines of the form key = value, and skips what it cannot read',
    todo: 'write it as net.ipv4.ip_forward = 1, or begin the line with # if it is a remark',
  };
}
