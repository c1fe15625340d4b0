/** Damage to the text of a file, as editing makes it: lines lost, doubled or shifted, letters swapped, values exchanged. */
import type { Random } from './random.ts';
import { rowTexts, valueTexts } from './words.ts';

/** The text with a piece of damage or two; netplan stops at the first error, so more would hide each other. */
export function mutate(text: string, random: Random): string {
  let lines = text.split('\n');
  const n = random.pick([1, 1, 1, 2]);
  for (let i = 0; i < n; i++) lines = random.pick(damages)(lines, random);
  return lines.join('\n');
}

type Damage = (lines: string[], random: Random) => string[];

const ofLines: readonly Damage[] = [
  (lines, random) => lines.toSpliced(random.below(lines.length), 1),
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 0, lines[at] ?? '');
  },
  (lines, random) => changeLine(lines, random, (line) => `  ${line}`),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/^ {2}/, '')),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/: .*/, ':')),
  (lines, random) => changeLine(lines, random, (line) => line.replace('- ', '')),
  (lines, random) => {
    const at = random.below(lines.length);
    const [line = ''] = lines.slice(at, at + 1);
    return lines.toSpliced(at, 1).toSpliced(random.below(lines.length), 0, line);
  },
];

const ofLetters: readonly Damage[] = [
  (lines, random) => changeLine(lines, random, (line) => line.replace(/(\w)(\w)/, '$2$1')),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/\d/, '9')),
  (lines, random) =>
    changeLine(lines, random, (line) => {
      const at = random.below(line.length + 1);
      return line.slice(0, at) + line.slice(at + 1);
    }),
  (lines, random) =>
    changeLine(lines, random, (line) => {
      const at = random.below(line.length + 1);
      return line.slice(0, at) + random.pick(pieces) + line.slice(at);
    }),
  (lines, random) => {
    const at = random.below(lines.length);
    const line = lines[at] ?? '';
    return [...lines.slice(0, at), line.slice(0, random.below(line.length + 1))];
  },
];

/** What YAML gives a meaning, and what it forbids. */
const pieces: readonly string[] =
  ' |  |\t|:|: |,|[|]|{|}|"|\'|#| #|&a |*a |! |>|%|@|`|\\|? |- |-|---|...|<<: |é|\r|\u00A0'
    .split('|')
    .concat('|');

const ofMeaning: readonly Damage[] = [
  (lines, random) => {
    const at = random.below(lines.length);
    const indent = /^[ -]*/.exec(lines[at] ?? '')?.[0].replaceAll('-', ' ') ?? '';
    return lines.toSpliced(at, 0, indent + random.pick(rowTexts));
  },
  (lines, random) => {
    const value = random.pick(valueTexts);
    return changeLine(lines, random, (line) => line.replace(/(: |- )\S.*$/, `$1${value}`));
  },
  (lines, random) => {
    const value = random.pick(valueTexts);
    return changeLine(lines, random, (line) => line.replace(/[\w./:+-]+(?=[\],}])/, value));
  },
  (lines, random) => {
    const key = random.pick(rowTexts).replace(/:.*/, ':');
    return changeLine(lines, random, (line) => line.replace(/[\w-]+:/, key));
  },
];

const damages: readonly Damage[] = [...ofLines, ...ofLetters, ...ofMeaning, ...ofMeaning];

function changeLine(lines: string[], random: Random, change: (line: string) => string): string[] {
  const at = random.below(lines.length);
  return lines.map((line, i) => (i === at ? change(line) : line));
}
