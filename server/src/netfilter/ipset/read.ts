/**
 * `ipset` commands, and the lines that `ipset restore` reads from a here-document
 * (ipset_parse_argv(), ipset_parse_stream(), lib/ipset.c, ipset 7.17).
 */
import { isUnknown } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import type { ShellCommand } from '../../shell/types.ts';
import { hereDocumentSource } from '../source.ts';
import type { TextSource, Word } from '../source.ts';
import type { IpsetStep } from './types.ts';

/** What the command does to the sets; undefined if it is no `ipset`. */
export function readIpsetCommand(
  command: ShellCommand,
  file: string,
): readonly IpsetStep[] | undefined {
  if (command.name !== 'ipset') return undefined;
  const words = command.words.slice(1);
  if (command.words.some(({ several }) => several === true)) return unknownSteps;
  const step = readWords(words, file);
  if (step !== 'restore') return step === undefined ? [] : [step];
  return command.input === undefined
    ? unknownSteps
    : readLines(hereDocumentSource(command.input), file);
}

const unknownSteps: readonly IpsetStep[] = [{ kind: 'unknown' }];

function readLines(source: TextSource, file: string): readonly IpsetStep[] {
  const lines = [...source.text.matchAll(/[^\n]+/g)];
  return lines.flatMap(({ 0: line, index }): readonly IpsetStep[] => {
    if (/^\s*#/.test(line)) return [];
    const words = [...line.matchAll(/\S+/g)].map((match): Word => {
      const [start, text] = [index + match.index, match[0]];
      const value = source.unknownIn(start, start + text.length) ?? text;
      return { value, span: source.locate(start, start + text.length) };
    });
    const step = readWords(words, file);
    return step === 'restore' || step === undefined ? [] : [step];
  });
}

/** In the order in which ipset tries them, each with its short option (ipset_commands[], lib/ipset.c). */
const verbs = [
  ['create', 'N'],
  ['add', 'A'],
  ['del', 'D'],
  ['test', 'T'],
  ['destroy', 'X'],
  ['list', 'L'],
  ['save', 'S'],
  ['restore', 'R'],
  ['flush', 'F'],
  ['rename', 'E'],
  ['swap', 'W'],
  ['help', 'H'],
  ['version', 'V'],
] as const;

type Verb = (typeof verbs)[number][0];

/** `destroy`, `des`, `x`, `-X` and `--destroy` are one. */
function verbOf(text: string): Verb | undefined {
  const word = text.replace(/^--?/, '');
  const isShort = /^-[A-Z]$|^[a-z]$/.test(text);
  return (verbs.find(([name]) => word !== '' && name.startsWith(word)) ??
    (isShort ? verbs.find(([, letter]) => letter === word.toUpperCase()) : undefined))?.[0];
}

const plainOptions = new Set([
  '-exist', '--exist', '-!', '-quiet', '--quiet', '-q', '-resolve', '--resolve', '-r', '-sorted', '--sorted', '-s', '-name',
  '--name', '-n', '-terse', '--terse', '-t',
]); // prettier-ignore

function readWords(all: readonly Word[], file: string): IpsetStep | 'restore' | undefined {
  const words = all.filter(({ value }) => isUnknown(value) || !plainOptions.has(value));
  const [first, name, other, ...rest] = words;
  if (first === undefined) return undefined;
  const verb = isUnknown(first.value) ? undefined : verbOf(first.value);
  const fact = (word: Word): Fact<string> => ({
    value: word.value,
    origin: { file, span: word.span },
  });
  switch (verb) {
    case 'create':
      if (name === undefined) return undefined;
      return {
        kind: verb,
        name: fact(name),
        type: other === undefined ? undefined : fact(other),
        family: familyOf(other, rest),
      };
    case 'rename':
    case 'swap':
      return name === undefined || other === undefined
        ? undefined
        : { kind: verb, name: fact(name), to: fact(other) };
    case 'destroy':
    case 'add':
    case 'del':
    case 'flush':
    case 'test':
      return { kind: verb, name: name === undefined ? undefined : fact(name) };
    case 'restore':
      return words.length === 1 ? verb : { kind: 'unknown' };
    case 'list':
    case 'save':
    case 'help':
    case 'version':
      return undefined;
    case undefined:
      return { kind: 'unknown' };
  }
}

/** Sets of addresses are of IPv4 unless they say otherwise; sets of ports, MAC addresses and sets go with both. */
function familyOf(type: Word | undefined, rest: readonly Word[]): Family | undefined {
  if (type === undefined || isUnknown(type.value)) return undefined;
  if (rest.some(({ value }) => isUnknown(value))) return undefined;
  const texts = rest.map(({ value }) => value);
  const at = texts.indexOf('family');
  const family = at < 0 ? 'inet' : texts[at + 1];
  if (/^bitmap:ip(?:,|$)/.test(type.value)) return 4;
  if (!/^hash:(?:ip|net)/.test(type.value) || texts.includes('-6')) return undefined;
  return family === 'inet' ? 4 : family === 'inet6' ? 6 : undefined;
}
