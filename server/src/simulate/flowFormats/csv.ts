/**
 * CSV: a header with the names of docs/cli.md in any order, then one flow a line; separated by comma, semicolon or tab.
 * Quotes as in RFC 4180. Without a header the columns are src, dst, proto, sport, dport. `quoted` and `encap` hold JSON.
 */
import { parseStrictAddress } from '../../net/address.ts';
import type { LineReading, TextLine } from '../flows.ts';
import { parseJson } from './jsonLines.ts';
import { flowColumns, flowOfRecord } from './record.ts';

type NumberedReading = { number: number; reading: LineReading };

export function readCsv(lines: readonly TextLine[]): NumberedReading[] {
  const [first] = lines;
  if (first === undefined) return [];
  const separator = separatorOf(first.text);
  const cells = splitCells(first.text, separator);
  if (parseStrictAddress(cells[0] ?? '') !== undefined) {
    const columns = flowColumns.slice(0, 5);
    return lines.map((line) => readRow(line, { columns, separator }));
  }
  const header = readHeader(cells);
  if ('headerProblem' in header) return [{ number: first.number, reading: header }];
  return lines.slice(1).map((line) => readRow(line, { columns: header.columns, separator }));
}

interface Table {
  readonly columns: readonly string[];
  readonly separator: string;
}

function readHeader(cells: readonly string[]): { columns: string[] } | { headerProblem: string } {
  const columns = cells.map(
    (cell) => flowColumns.find((name) => name.toLowerCase() === cell.toLowerCase()) ?? cell,
  );
  if (!columns.includes('src') || !columns.includes('dst')) {
    return {
      headerProblem:
        'The first line is no CSV header with `src` and `dst`, and no JSON, `conntrack -L` or `ss -tn` output.',
    };
  }
  const unknown = columns.find((name) => !flowColumns.includes(name));
  return unknown === undefined
    ? { columns }
    : {
        headerProblem: `The header has an unknown column \`${unknown}\`; there are ${flowColumns.join(', ')}.`,
      };
}

function readRow({ number, text }: TextLine, { columns, separator }: Table): NumberedReading {
  const cells = splitCells(text, separator);
  if (cells.length > columns.length) {
    return {
      number,
      reading: { problem: `The line has ${cells.length} values for ${columns.length} columns.` },
    };
  }
  const record: Record<string, unknown> = {};
  for (const [i, name] of columns.entries()) {
    const cell = cells[i];
    record[name] = cell?.startsWith('{') === true ? (parseJson(cell) ?? cell) : cell;
  }
  return { number, reading: flowOfRecord(record) };
}

function separatorOf(text: string): string {
  return [',', ';', '\t'].find((separator) => text.includes(separator)) ?? ',';
}

/** The cells of one line without quotes and outer white space; an open quote ends with the line. */
function splitCells(text: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '"' && isQuoted && text[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (character === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (character === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  return [...cells, cell.trim()];
}
