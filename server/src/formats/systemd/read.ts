/**
 * systemd units: the commands of `Exec*=`, which no shell reads unless it is named (`sh -c '…'`).
 * systemd.service(5): `-` before the program ignores its failure; `@`, `:`, `+` and `!` change how it is started; an empty
 * `ExecStart=` takes back those before it.
 */
import { readIni, type IniEntry } from '../ini.ts';
import { placeText, type PlacedText } from '../../base/placedText.ts';
import { joinScripts, readShellPart } from '../shellPart.ts';
import { downContext, plainContext, type FormatReading } from '../types.ts';
import type { CommandContext, ShellCommand, ShellScript, ShellWord } from '../../shell/types.ts';
import { environmentOf, specifiersOf, type Bindings } from './environment.ts';
import { splitExec } from './execWords.ts';

const upKeys = ['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost'];
const downKeys = ['ExecStop', 'ExecStopPost'];

interface Unit {
  readonly text: string;
  readonly variables: Bindings;
  readonly specifiers: Bindings;
}

/** What a unit is read with. */
export interface UnitSurroundings {
  /** Tells what `%i` is. */
  readonly path: string;
  /** Texts of the unit and its drop-ins in the order in which they are read, this text among them; absent: this text alone. */
  readonly fragments?: readonly string[];
  /** The place of this text among them. */
  readonly index?: number;
  readonly findFiles?: (path: string) => readonly string[] | undefined;
}

/** Reads a unit or a drop-in. */
export function readUnit(text: string, surroundings: UnitSurroundings): FormatReading {
  const { path, fragments = [text], index = 0, findFiles = () => undefined } = surroundings;
  const { entries, comments } = readIni(text);
  const all = fragments.map((fragment) => readIni(fragment).entries);
  const specifiers = specifiersOf(path);
  const variables = environmentOf({ entries: all.flat(), specifiers, findFiles });
  const unit = { text, variables, specifiers };
  const later = all.slice(index + 1).flat();
  const scripts = [...upKeys, ...downKeys, 'ExecReload']
    .filter((key) => !later.some((entry) => entry.key === key && entry.value === ''))
    .flatMap((key) =>
      commandsInForce(entries.filter((entry) => entry.key === key)).map((entry) =>
        readExec(unit, entry),
      ),
    );
  const script = joinScripts(scripts);
  return {
    steps: script.executed.map((command) => ({ command })),
    script: { ...script, comments: [...comments, ...script.comments] },
    problems: [],
  };
}

function commandsInForce(entries: readonly IniEntry[]): readonly IniEntry[] {
  return entries.slice(entries.findLastIndex(({ value }) => value === '') + 1);
}

function readExec(unit: Unit, { key, value, valueSpan }: IniEntry): ShellScript {
  const context = contextOf(key);
  const line = { fileText: unit.text, value, valueSpan, ...unit };
  return joinScripts(splitExec(line).map((words) => readCommand(unit, words, context)));
}

/** What is stopped or reloaded is another program than what is started. */
function contextOf(key: string): CommandContext {
  if (downKeys.includes(key)) return downContext;
  return key === 'ExecReload'
    ? { ...plainContext, conditional: true, caseLabel: 'reload' }
    : plainContext;
}

function readCommand(unit: Unit, words: readonly ShellWord[], around: CommandContext): ShellScript {
  const [first, ...more] = words;
  if (first === undefined) return joinScripts([]);
  const [prefix = ''] = /^[-@:+!|]*/.exec(typeof first.value === 'string' ? first.value : '') ?? [];
  const context = prefix.includes('-') ? { ...around, failureIgnored: true } : around;
  const program = withoutPrefix(first, prefix.length);
  // `@`: the second word is what the program sees as its own name.
  const args = prefix.includes('@') ? more.slice(1) : more;
  const all = withoutEnv([program, ...args]);
  const shell = shellArgument(all);
  if (shell !== undefined)
    return readShellPart({
      fileText: unit.text,
      text: shellText(unit, shell),
      variables: unit.variables,
      context,
    });
  return joinScripts([scriptOf(all, context)]);
}

/** The prefix stands before the path, sometimes within the same quotes. */
function withoutPrefix(word: ShellWord, length: number): ShellWord {
  if (length === 0 || typeof word.value !== 'string') return word;
  const start =
    word.isLiteral && !/^["']/.test(word.raw) ? word.span.start + length : word.span.start;
  const raw = word.raw.slice(start - word.span.start);
  return { ...word, span: { start, end: word.span.end }, raw, value: word.value.slice(length) };
}

/** `/usr/bin/env NAME=value program …`. */
function withoutEnv(words: readonly ShellWord[]): readonly ShellWord[] {
  if (nameOf(words[0]) !== 'env') return words;
  const at = words.findIndex((word, i) => i > 0 && !/^(?:-|\w+=)/.test(String(word.raw)));
  return at === -1 ? words : words.slice(at);
}

/** The word behind `sh -c`. */
function shellArgument(words: readonly ShellWord[]): ShellWord | undefined {
  if (!/^(?:ba|da|k|z|a)?sh$/.test(nameOf(words[0]) ?? '')) return undefined;
  const at = words.findIndex(
    (word) => typeof word.value === 'string' && /^-[a-z]*c$/.test(word.value),
  );
  return at === -1 ? undefined : words[at + 1];
}

function nameOf(word: ShellWord | undefined): string | undefined {
  return typeof word?.value === 'string'
    ? word.value.slice(word.value.lastIndexOf('/') + 1)
    : undefined;
}

/** The text that the shell gets, quotes around it removed, `%i` and `$$` put in. */
function shellText({ text, specifiers }: Unit, word: ShellWord): PlacedText {
  const isQuoted = /^(["'])[\s\S]*\1$/.test(word.raw);
  const span = isQuoted ? { start: word.span.start + 1, end: word.span.end - 1 } : word.span;
  const replacements = [
    ...text.slice(span.start, span.end).matchAll(/%([A-Za-z%])|\$\$|\\(["'\\])|\\\r?\n/g),
  ].map(({ 0: found, 1: name, 2: escaped, index }) => {
    const value = name === undefined ? undefined : specifiers.get(name);
    // What is not known stands as a variable that nobody sets.
    const put =
      name === '%'
        ? '%'
        : name === undefined
          ? ''
          : typeof value === 'string'
            ? value
            : `\${systemd_${name}}`;
    return {
      span: { start: span.start + index, end: span.start + index + found.length },
      text: found === '$$' ? '$' : found.endsWith('\n') ? ' ' : (escaped ?? put),
    };
  });
  return placeText(text, span, replacements);
}

function scriptOf(words: readonly ShellWord[], context: CommandContext): ShellScript {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return joinScripts([]);
  const command: ShellCommand = {
    span: { start: first.span.start, end: last.span.end },
    words,
    name: nameOf(first),
    redirections: [],
    context,
  };
  return { ...joinScripts([]), commands: [command], executed: [command] };
}
