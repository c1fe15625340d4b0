/** Damage to the text of a file, as editing makes it: lines lost, doubled or shifted, letters swapped. */
import type { Random } from './random.ts';

/** The text with one to three pieces of damage. */
export function mutate(text: string, random: Random): string {
  let lines = text.split('\n');
  for (let i = 0; i <= random.below(3); i++) lines = random.pick(damages)(lines, random);
  return lines.join('\n');
}

type Damage = (lines: string[], random: Random) => string[];

const damages: readonly Damage[] = [
  (lines, random) => lines.toSpliced(random.below(lines.length), 1),
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 0, lines[at] ?? '');
  },
  (lines, random) => changeLine(lines, random, (line) => `  ${line}`),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/^ {2}/, '')),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/: .*/, ':')),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/(\w)(\w)/, '$2$1')),
  (lines, random) => changeLine(lines, random, (line) => line.replace('- ', '')),
  (lines, random) => changeLine(lines, random, (line) => line.replace(/\d/, '9')),
  (lines, random) => {
    const at = random.below(lines.length);
    const [line = ''] = lines.slice(at, at + 1);
    return lines.toSpliced(at, 1).toSpliced(random.below(lines.length), 0, line);
  },
];

function changeLine(lines: string[], random: Random, change: (line: string) => string): string[] {
  const at = random.below(lines.length);
  return lines.map((line, i) => (i === at ? change(line) : line));
}
