/**
 * The rules about chains beside the answers of the real iptables: a script that empties all tables first, as the namespace
 * is empty, so that the same answers judge it.
 */
import { readDocument } from '../../../server/src/host/document.ts';
import { refusedChainsOf } from '../../../server/src/host/chains/refusals.ts';
import { tableNames } from '../../../server/src/netfilter/iptables/tables.ts';
import type { Command } from './iptablesGenerator.ts';
import type { Outcome } from './iptablesOracle.ts';

export interface ChainJudgement {
  /** Commands that we report and iptables takes. */
  readonly falseAlarms: readonly string[];
  readonly found: number;
  /** What iptables refuses for the state of its chains and we do not report. */
  readonly missed: readonly string[];
}

const stateWords =
  /No chain\/target\/match|Chain already exists|File exists|Bad rule|Index of|Chain '.*' does not exist|CHAIN_DEL failed/;

export function judgeChains(commands: readonly Command[], { answers }: Outcome): ChainJudgement {
  const lines = [
    ...['iptables', 'ip6tables'].flatMap((program) =>
      tableNames.flatMap((table) => [`${program} -t ${table} -F`, `${program} -t ${table} -X`]),
    ),
    ...commands.map((command) => command.map((word) => quoted(word)).join(' ')),
  ];
  const text = `#!/bin/bash\n${lines.join('\n')}\n`;
  const document = readDocument({
    id: '/s.sh',
    path: '/s.sh',
    text,
    languageId: 'shellscript',
    version: 1,
  });
  const refused = refusedChainsOf(document).map(({ origin }) => origin.span.start);
  const result = { falseAlarms: [] as string[], found: 0, missed: [] as string[] };
  const own = lines.slice(0, lines.length - commands.length);
  let start = '#!/bin/bash\n'.length + own.reduce((sum, line) => sum + line.length + 1, 0);
  for (const [i, command] of commands.entries()) {
    const length = (lines[lines.length - commands.length + i] ?? '').length;
    const isOurs = refused.some((at) => at >= start && at < start + length);
    start += length + 1;
    const answer = answers[i];
    if (isOurs && answer?.status === 0) result.falseAlarms.push(command.join(' '));
    else if (isOurs) result.found++;
    else if (answer !== undefined && answer.status !== 0 && stateWords.test(answer.words))
      result.missed.push(`${command.join(' ')}: ${answer.words.split('\n')[0]}`);
  }
  return result;
}

function quoted(word: string): string {
  return /^[\w:./+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
