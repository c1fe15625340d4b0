/** Completion at the beginning of a line for iptables-restore: tables, chains with their policies, commands. */
import { builtInChains, tableNames } from '../../netfilter/iptables/tables.ts';
import type { Completion } from '../completion.ts';
import { restoreLineAt, type RestoreLine } from '../netfilter/restoreLine.ts';
import type { Place } from '../types.ts';
import type { Candidate } from './hostValues.ts';

export function completeIptablesRestore(place: Place): readonly Completion[] {
  const line = restoreLineAt(place);
  if (line === undefined || line.kind === 'rule') return [];
  const { offset } = place;
  const begun = line.words.find(({ span }) => span.start < offset && offset <= span.end);
  const span = { start: begun?.span.start ?? offset, end: offset };
  const isSecond = line.words.some((word) => word.span.end < offset);
  return candidates(line, isSecond).map((candidate) => ({ ...candidate, span }));
}

function candidates({ kind, table }: RestoreLine, isSecond: boolean): readonly Candidate[] {
  if (isSecond) return kind === 'chain' ? policies : [];
  const tables = tableNames.map((name): Candidate => ({
    label: `*${name}`,
    kind: 'value',
    doc: `Rules of the table ${name} up to \`COMMIT\`. The table is emptied first, unless \`--noflush\` is given.`,
  }));
  if (kind === 'table' || table === undefined) return tables;
  const chains = builtInChains(table).map((name): Candidate => ({
    label: `:${name}`,
    kind: 'value',
    doc: 'Sets the policy of the chain and empties it.',
  }));
  return kind === 'chain' ? chains : [...chains, ...commands];
}

const policies: readonly Candidate[] = [
  { label: 'ACCEPT', kind: 'value', doc: 'What no rule decides is let through.' },
  { label: 'DROP', kind: 'value', doc: 'What no rule decides is dropped.' },
  { label: '-', kind: 'value', doc: 'A chain of your own has no policy.' },
];

const commands: readonly Candidate[] = [
  { label: '-A', kind: 'keyword', doc: 'Adds a rule at the end of a chain.' },
  { label: '-I', kind: 'keyword', doc: 'Adds a rule at the beginning of a chain.' },
  { label: 'COMMIT', kind: 'keyword', doc: 'Loads the rules of the table, all at once.' },
];
