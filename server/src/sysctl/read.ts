/**
 * sysctl settings from files and from commands.
 * Files: sysctl.d(5) and sysctl.conf(5): one `key = value` a line, `#` and `;` begin a comment, `-` before the key ignores
 * a failure. Commands: `sysctl [-w] key=value …` and writes to /proc/sys by `echo`, `printf` and `tee`.
 */
import { isUnknown, unknown, type Unknown } from '../base/fact.ts';
import type { Problem } from '../base/problem.ts';
import { piecesOfWord, textOf, unknownPlaceholder } from '../shell/pieces.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { keySegments, pathSegments, type KeyText } from './key.ts';
import type { SysctlReading, SysctlSetting } from './types.ts';

/** Reads a sysctl file. Lines that are no setting become problems of the rule `sysctl-syntax`. */
export function readSysctlFile(text: string, file: string): SysctlReading {
  const settings: SysctlSetting[] = [];
  const problems: Problem[] = [];
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [line] = match;
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const setting = readLine(line, match.index, file);
    if ('rule' in setting) problems.push(setting);
    else settings.push(setting);
  }
  return { settings, problems };
}

function readLine(line: string, offset: number, file: string): SysctlSetting | Problem {
  const excluded = /^\s*-\s*([^=\s]+)\s*$/.exec(line);
  if (excluded !== null) return readExclusion(line, offset, file);
  const parts = /^(\s*)(-?\s*)([^=\s]+)(\s*=\s*)(.*?)\s*$/.exec(line);
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  const span = { start: offset + indent, end: offset + line.trimEnd().length };
  const [, before = '', dash = '', name = '', equals = '', value = ''] = parts ?? [];
  const hole = isTemplate(name) ? unknown('it is filled in by a template') : undefined;
  const key = keySegments({ text: name, hole: '{{', unknown: hole });
  if (parts === null || key === undefined) return syntaxProblem(span);
  const keyStart = offset + before.length + dash.length;
  const valueStart = keyStart + name.length + equals.length;
  const origin = { file, span: { start: valueStart, end: valueStart + value.length } };
  return {
    key,
    value: { value: isTemplate(value) ? unknown('it is filled in by a template') : value, origin },
    keySpan: { start: keyStart, end: keyStart + name.length },
    span,
    optional: dash !== '',
  };
}

/** sysctl.d(5): a key with `-` and no value is left out of the globs around it; what it has then is not written here. */
function readExclusion(line: string, offset: number, file: string): SysctlSetting | Problem {
  const indent = /^[\s-]*/.exec(line)?.[0].length ?? 0;
  const name = line.trim().replace(/^-\s*/, '');
  const keySpan = { start: offset + indent, end: offset + indent + name.length };
  const key = keySegments({ text: name, hole: '{{', unknown: undefined });
  if (key === undefined) return syntaxProblem(keySpan);
  const value = {
    value: unknown('no file writes it: it is left out of a glob'),
    origin: { file, span: keySpan },
  };
  return { key, value, keySpan, span: keySpan, optional: true };
}

function isTemplate(text: string): boolean {
  return /\{\{|\{%|@\w+@|\$\{/.test(text);
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

/** Settings that a command makes, or undefined if it makes none. */
export function readSysctlCommand(command: ShellCommand, file: string): SysctlReading | undefined {
  if (command.name === 'sysctl') return readSysctl(command, file);
  if (command.name === 'echo' || command.name === 'printf' || command.name === 'tee')
    return readWrite(command, file);
  return undefined;
}

function readSysctl(command: ShellCommand, file: string): SysctlReading {
  const settings: SysctlSetting[] = [];
  let isFileArgument = false;
  for (const word of command.words.slice(1)) {
    const text = wordText(word);
    if (isFileArgument || text.startsWith('-')) {
      isFileArgument = /^(?:-[a-z]*[pfr]|--load|--pattern)$/.test(text);
      continue;
    }
    const setting = readAssignment(command, word, file);
    if (setting !== undefined) settings.push(setting);
  }
  return { settings, problems: [] };
}

/** `key=value` in one word. */
function readAssignment(
  command: ShellCommand,
  word: ShellWord,
  file: string,
): SysctlSetting | undefined {
  const text = wordText(word);
  const equals = text.indexOf('=');
  if (equals < 1) return undefined;
  const key = keySegments(keyText(text.slice(0, equals), word));
  if (key === undefined) return undefined;
  const valueText = text.slice(equals + 1);
  const rawEquals = word.raw.indexOf('=');
  const isPlain = word.isLiteral && word.raw === text;
  const span = { start: word.span.start + rawEquals + 1, end: word.span.end };
  return {
    key,
    value: {
      value: valueText.includes(unknownPlaceholder) ? holeOf(word, valueText) : valueText.trim(),
      origin: { file, span: isPlain ? span : word.span },
    },
    keySpan: isPlain ? { start: word.span.start, end: word.span.start + equals } : word.span,
    span: command.span,
    optional: false,
  };
}

/** `echo 1 > /proc/sys/…`, `echo 1 | tee /proc/sys/…`. */
function readWrite(command: ShellCommand, file: string): SysctlReading | undefined {
  const targets = command.redirections
    .filter((redirection) => /^(?:\d*>{1,2}\|?|&>)$/.test(redirection.operator))
    .map((redirection) => redirection.target)
    .concat(command.name === 'tee' ? command.words.slice(1) : []);
  const settings: SysctlSetting[] = [];
  for (const target of targets) {
    if (target === undefined) continue;
    const key = pathSegments(keyText(wordText(target), target)) ?? loopKey(command, target);
    const value = key === undefined ? undefined : writtenValue(command, file);
    if (key !== undefined && value !== undefined)
      settings.push({ key, value, keySpan: target.span, span: command.span, optional: false });
  }
  return settings.length === 0 ? undefined : { settings, problems: [] };
}

/**
 * A loop over a glob below /proc/sys (`do echo 0 > $f`) writes into files whose names are not known: it may write any
 * setting, which is said by a key of one unknown segment.
 */
function loopKey(command: ShellCommand, target: ShellWord): readonly Unknown[] | undefined {
  return command.context.loop && isUnknown(target.value) && target.value.symbol !== undefined
    ? [target.value]
    : undefined;
}

function writtenValue(command: ShellCommand, file: string): SysctlSetting['value'] | undefined {
  if (command.name === 'tee') {
    const { input } = command;
    if (input === undefined)
      return { value: unknown('it is read from a pipe'), origin: { file, span: command.span } };
    const hole = input.pieces.find((piece) => piece.unknown !== undefined)?.unknown;
    return { value: hole ?? textOf(input.pieces).trim(), origin: { file, span: input.span } };
  }
  const words = command.words.slice(1).filter((word) => !/^-[neE]+$/.test(wordText(word)));
  const [first] = words;
  if (first === undefined || words.length > 1)
    return { value: unknown('it has several parts'), origin: { file, span: command.span } };
  const text = wordText(first).replace(/\\n$/, '');
  return {
    value: isUnknown(first.value) ? first.value : text.trim(),
    origin: { file, span: first.span },
  };
}

function wordText(word: ShellWord): string {
  return textOf(piecesOfWord(word));
}

function keyText(text: string, word: ShellWord): KeyText {
  const hole = text.includes(unknownPlaceholder) ? holeOf(word, text) : undefined;
  return { text, hole: unknownPlaceholder, unknown: hole };
}

/** The unknown behind a part of a word; text around it makes it a value equal to nothing else. */
function holeOf(word: ShellWord, part: string): Unknown {
  const first = piecesOfWord(word).find((piece) => piece.unknown !== undefined)?.unknown;
  if (first === undefined) return unknown('it is not known');
  return part === unknownPlaceholder ? first : unknown(first.reason);
}
