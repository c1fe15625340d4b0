/**
 * Flows as people have them: CSV with a header, JSON Lines, `conntrack -L` (also extended), `ss -tn`.
 * The format is recognised by the content. A bad line is a problem with its number; nothing throws.
 */
import type { Flow } from '../net/flow.ts';
import { isConntrackLine, readConntrackLine } from './flowFormats/conntrack.ts';
import { readCsv } from './flowFormats/csv.ts';
import { readJsonLine } from './flowFormats/jsonLines.ts';
import { isSsHeader, isSsLine, readSsLine } from './flowFormats/ss.ts';

export interface FlowProblem {
  /** 1-based. */
  readonly line: number;
  /** A sentence for people. */
  readonly message: string;
}

/** What one line says: a flow, a problem, or nothing (a heading, a listening socket). */
export type LineReading = FlowRow | { readonly headerProblem: string } | undefined;

/** One row of the input: its flow, or why it has none. */
export type FlowRow = { readonly flow: Flow } | { readonly problem: string };

export interface ParsedFlows {
  readonly flows: Flow[];
  /** In the order of the lines: the flows, and in their places the rows that could not be read. */
  readonly rows: FlowRow[];
  readonly problems: FlowProblem[];
}

/** A line with its 1-based number; empty lines and `#` comments are left out. */
export interface TextLine {
  readonly number: number;
  readonly text: string;
}

/** Flows in the order of the lines, and what could not be read. */
export function parseFlows(text: string): ParsedFlows {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
  const flows: Flow[] = [];
  const problems: FlowProblem[] = [];
  let rows: FlowRow[] = [];
  for (const { number, reading } of readLines(lines)) {
    if (reading === undefined) continue;
    if ('headerProblem' in reading) {
      const problem = reading.headerProblem;
      problems.push({ line: number, message: problem });
      rows = lines.slice(1).map(() => ({ problem }));
      continue;
    }
    rows.push(reading);
    if ('flow' in reading) flows.push(reading.flow);
    else problems.push({ line: number, message: reading.problem });
  }
  return { flows, rows, problems };
}

function readLines(lines: readonly TextLine[]): { number: number; reading: LineReading }[] {
  const read = readerOf(lines);
  return read === undefined
    ? readCsv(lines)
    : lines.map(({ number, text }) => ({ number, reading: read(text) }));
}

/** Undefined: CSV, whose first line is a header. conntrack prints its version first, so the first lines are all looked at. */
function readerOf(lines: readonly TextLine[]): ((text: string) => LineReading) | undefined {
  const first = lines[0]?.text ?? '';
  if (first.startsWith('{')) return readJsonLine;
  const beginning = lines.slice(0, 10).map(({ text }) => text);
  if (beginning.some(isConntrackLine)) return readConntrackLine;
  if (isSsHeader(first) || beginning.some(isSsLine)) return readSsLine;
  return undefined;
}
