/** Our own scripts with each construct that routing scripts use: how many commands are found, and of how many every word is known. */
import { readFileSync } from 'node:fs';
import { isUnknown } from '../../../server/src/base/fact.ts';
import { parseShell } from '../../../server/src/shell/parse.ts';
import type { ShellScript } from '../../../server/src/shell/types.ts';

export interface Construct {
  readonly name: string;
  readonly text: string;
  /** Commands of tools that a reader finds in it. */
  readonly commands: number;
}

export interface Measured extends Construct {
  readonly found: number;
  /** Commands whose every word is known. */
  readonly known: number;
}

const tools = /^(?:ip|ip6?tables(?:-restore)?|nft|sysctl)$/;

export function readConstructs(file: URL | string): readonly Construct[] {
  return readFileSync(file, 'utf8')
    .split(/^== /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      const [name = '', count = ''] = section.slice(0, end).split(' | ');
      return { name, commands: Number(count), text: section.slice(end + 1) };
    });
}

export function measure(construct: Construct): Measured {
  const commands = toolCommands(parseShell(construct.text));
  const known = commands.filter(({ words }) =>
    words.every(({ value, several }) => !isUnknown(value) && several !== true),
  );
  return { ...construct, found: commands.length, known: known.length };
}

function toolCommands({ commands }: ShellScript): ShellScript['commands'] {
  return commands.filter(({ name }) => tools.test(name ?? ''));
}

/** The table of the page about shell scripts. */
export function renderMeasured(rows: readonly Measured[]): string {
  const found = rows.reduce((sum, row) => sum + row.found, 0);
  const known = rows.reduce((sum, row) => sum + row.known, 0);
  const lines = rows.map(
    (row) => `| ${row.name.replaceAll('|', '\\|')} | ${row.found} | ${row.known} |`,
  );
  return [
    '| construct | commands | all words known |',
    '| --- | --- | --- |',
    ...lines,
    `| together | ${found} | ${known} (${Math.round((100 * known) / found)} %) |`,
  ].join('\n');
}
