/**
 * The `sysctl` program of procps, and systemd-sysctl.
 * Options as sysctl(8) of procps 4.0 has them: a word with `=` is a setting with and without `-w`, `-p`, `-f` and `--load` make
 * words file names, `--system` reads the files of the boot, and `-a` only shows.
 */
import type { Fact } from '../base/fact.ts';
import { textOf, unknownPlaceholder } from '../shell/pieces.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { keySegments } from './key.ts';
import { readSysctlFile } from './readFile.ts';
import { readSysctlWrite } from './readWrite.ts';
import type { SysctlReading, SysctlSetting } from './types.ts';
import { holeOf, keyText, wordText } from './words.ts';

/** Settings that a command makes, or undefined if it makes none. */
export function readSysctlCommand(command: ShellCommand, file: string): SysctlReading | undefined {
  if (command.name === 'sysctl') return readSysctl(command, file);
  if (command.name === 'systemd-sysctl') return loading([factOf('system', command, file)]);
  return readSysctlWrite(command, file);
}

function loading(loads: readonly Fact<string>[]): SysctlReading {
  return { settings: [], problems: [], loads };
}

interface Options {
  /** `-p`, `--load`: words are files. */
  readonly loads: boolean;
  readonly system: boolean;
  readonly shows: boolean;
  /** The words that are no options. */
  readonly words: readonly ShellWord[];
  /** From `--load=FILE`. */
  readonly files: readonly Fact<string>[];
}

function readSysctl(command: ShellCommand, file: string): SysctlReading {
  const options = readOptions(command, file);
  if (options.shows) return { settings: [], problems: [] };
  if (options.system) return loading([factOf('system', command, file)]);
  if (options.loads) return readLoads(command, options, file);
  const settings = options.words
    .map((word) => readAssignment(command, word, file))
    .filter((setting) => setting !== undefined);
  return { settings, problems: [] };
}

function readOptions(command: ShellCommand, file: string): Options {
  const words: ShellWord[] = [];
  const files: Fact<string>[] = [];
  const found = { loads: false, system: false, shows: false };
  let takesValue = false;
  for (const word of command.words.slice(1)) {
    const text = wordText(word);
    if (takesValue) takesValue = false;
    else if (!text.startsWith('-') || text === '-') words.push(word);
    else {
      const load = /^--load=(.+)$/.exec(text)?.[1];
      if (load !== undefined) files.push({ value: load, origin: { file, span: word.span } });
      if (/^(?:-[a-zA-Z]*[pf]|--load)/.test(text)) found.loads = true;
      if (text === '--system') found.system = true;
      if (
        /^(?:-[a-zA-Z]*[aAXdhV]|--(?:all|values-only|deprecated|dry-run|help|version)$)/.test(text)
      )
        found.shows = true;
      takesValue = /^(?:-[a-zA-Z]*r|--pattern)$/.test(text);
    }
  }
  return { ...found, words, files };
}

/** `sysctl -p FILE …`: `/etc/sysctl.conf` if no file is named, `-` for standard input. */
function readLoads(command: ShellCommand, { words, files }: Options, file: string): SysctlReading {
  const named = [
    ...files,
    ...words.map((word) => ({ value: word.value, origin: { file, span: word.span } })),
  ];
  if (named.length === 0) return loading([factOf('/etc/sysctl.conf', command, file)]);
  const own = named.some(({ value }) => value === '-' || value === '/dev/stdin')
    ? readInput(command, file)
    : [];
  return {
    settings: own,
    problems: [],
    loads: named.filter(({ value }) => value !== '-' && value !== '/dev/stdin'),
  };
}

/** The lines of a here-document. Where variables were put in, a setting stands at the whole of it. */
function readInput({ input, span }: ShellCommand, file: string): readonly SysctlSetting[] {
  if (input === undefined) return [];
  const [only] = input.pieces;
  const isPlain =
    input.pieces.length === 1 && only?.unknown === undefined && only?.text === input.body;
  const { settings } = readSysctlFile(textOf(input.pieces), file);
  const place = (own: SysctlSetting['span']): SysctlSetting['span'] =>
    isPlain
      ? { start: input.span.start + own.start, end: input.span.start + own.end }
      : input.span.end > input.span.start
        ? input.span
        : span;
  return settings.map((setting) => {
    const { value, origin } = setting.value;
    const hole = input.pieces.find((piece) => piece.unknown !== undefined)?.unknown;
    const isHole =
      hole !== undefined && typeof value === 'string' && value.includes(unknownPlaceholder);
    return {
      ...setting,
      key: setting.key.map((part) =>
        hole !== undefined && typeof part === 'string' && part.includes(unknownPlaceholder)
          ? hole
          : part,
      ),
      value: { value: isHole ? hole : value, origin: { file, span: place(origin.span) } },
      keySpan: place(setting.keySpan),
      span: place(setting.span),
    };
  });
}

/** `key=value` in one word; blanks around the parts are left out. */
function readAssignment(
  command: ShellCommand,
  word: ShellWord,
  file: string,
): SysctlSetting | undefined {
  const text = wordText(word);
  const equals = text.indexOf('=');
  if (equals < 1) return undefined;
  const dash = /^\s*-\s*/.exec(text)?.[0] ?? '';
  const key = keySegments(keyText(text.slice(dash.length, equals).trim(), word));
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
    optional: dash !== '',
  };
}

function factOf(value: string, command: ShellCommand, file: string): Fact<string> {
  return { value, origin: { file, span: command.span } };
}
