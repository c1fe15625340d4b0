/** Names of routing tables: `/etc/iproute2/rt_tables`, `rt_tables.d/*.conf`, and scripts that append to them (lib/rt_names.c). */
import { textOf } from '../shell/pieces.ts';
import { literalOutput } from '../shell/pipes.ts';
import type { ShellCommand } from '../shell/types.ts';
import { parseNumber } from './scalars.ts';
import { linesOfSed } from './sedLines.ts';

/** Names with their numbers. Lines are `number name`, decimal or `0x` hexadecimal; `#` starts a comment. */
export function readRtTables(text: string): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const match = /^\s*(0x[\da-fA-F]+|\d+)\s+([^\s#]+)/.exec(line);
    const number =
      match?.[1]?.startsWith('0x') === true ? parseNumber(match?.[1] ?? '') : Number(match?.[1]);
    if (match?.[2] !== undefined && number !== undefined && number <= 0xffffffff)
      tables.set(match[2], number);
  }
  return tables;
}

/** `echo "101 isp1" >> /etc/iproute2/rt_tables`, also through `tee -a`, here-documents and `sed -i`; undefined for any other command. */
export function readRtTablesAppend(command: ShellCommand): ReadonlyMap<string, number> | undefined {
  const file = /(?:^|\/)iproute2\/rt_tables(?:\.d\/[^/]+)?$/;
  const isFile = (value: unknown): boolean => typeof value === 'string' && file.test(value);
  const redirected = command.redirections.some(
    (each) =>
      each.operator.startsWith('>') && (each.descriptor ?? 1) === 1 && isFile(each.target?.value),
  );
  const named = command.words.slice(1).some((word) => isFile(word.value));
  const teed = command.name === 'tee' && named;
  if (command.name === 'sed' && named) return readRtTables(linesOfSed(command));
  if (!redirected && !teed) return undefined;
  // `echo -e` with escapes is written for a shell that knows it.
  const dialect = /^-[neE]*e/.test(command.words[1]?.raw ?? '') ? 'bash' : 'any';
  const written = teed ? command.input : literalOutput({ ...command, redirections: [] }, dialect);
  return written === undefined ? new Map() : readRtTables(textOf(written.pieces));
}
