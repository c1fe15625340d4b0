/** How iptables-restore is called (iptables-restore(8), and the options of iptables/xtables-restore.c, 1.8.9). */
import { isUnknown } from '../../base/fact.ts';
import type { ShellWord } from '../../shell/types.ts';

export interface RestoreOptions {
  /** `--noflush`: tables keep what they have. */
  readonly keepsTables: boolean;
  /** `--counters`: those of the text are loaded. */
  readonly keepsCounters: boolean;
  /** `--test`: nothing is loaded. */
  readonly isTest: boolean;
  /** `--table`: all others are left out. */
  readonly table: ShellWord | undefined;
  /** The file it reads instead of its standard input. */
  readonly file: ShellWord | undefined;
}

const names = [
  'binary', 'counters', 'verbose', 'version', 'test', 'help', 'noflush', 'modprobe', 'table', 'ipv4', 'ipv6', 'wait',
  'wait-interval',
]; // prettier-ignore
const short: Readonly<Record<string, string>> = {
  c: 'counters',
  n: 'noflush',
  t: 'test',
  T: 'table',
  M: 'modprobe',
  W: 'wait-interval',
};
const withWord = new Set(['table', 'modprobe', 'wait-interval']);

/** Reads the words behind the program; an option may be cut short as long as it is the only one that begins so. */
export function readRestoreOptions(words: readonly ShellWord[]): RestoreOptions {
  const seen = new Set<string>();
  let table: ShellWord | undefined;
  let file: ShellWord | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const options = isUnknown(word.value) ? [] : optionsIn(word.value);
    for (const { name } of options) seen.add(name);
    const last = options.at(-1);
    if (last === undefined) {
      file ??= word;
      continue;
    }
    const isApart = withWord.has(last.name) && last.value === undefined;
    if (last.name === 'table')
      table = isApart ? words[at + 1] : { ...word, value: last.value ?? '' };
    // A word behind `-w` is its seconds, whatever it is (xs_has_arg(), iptables/xshared.c).
    const next = words[at + 1]?.value;
    const hasSeconds = last.name === 'wait' && !(typeof next === 'string' && /^[-!]/.test(next));
    if (isApart || hasSeconds) at++;
  }
  return {
    keepsTables: seen.has('noflush'),
    keepsCounters: seen.has('counters'),
    isTest: seen.has('test'),
    table,
    file,
  };
}

interface Option {
  readonly name: string;
  readonly value: string | undefined;
}

/** `-nc`, `-Tnat`, `--nofl`, `--table=nat`; none for anything else. */
function optionsIn(text: string): readonly Option[] {
  const long = /^--([a-z0-9-]+)(?:=(.*))?$/.exec(text);
  if (long !== null) {
    const [, start = '', value] = long;
    const found = names.filter((name) => name.startsWith(start));
    const name = names.includes(start) ? start : found.length === 1 ? found[0] : undefined;
    return [{ name: name ?? start, value }];
  }
  if (!/^-[A-Za-z46]/.test(text)) return [];
  const options: Option[] = [];
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    const name = letter === 'w' ? 'wait' : (short[letter] ?? letter);
    const rest = text.slice(at + 1);
    const takesRest = rest !== '' && (withWord.has(name) || name === 'wait');
    options.push({ name, value: takesRest ? rest : undefined });
    if (takesRest) break;
  }
  return options;
}
