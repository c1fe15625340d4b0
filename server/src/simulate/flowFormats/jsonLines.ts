/** JSON Lines: one object a line, with the names of docs/cli.md. */
import type { LineReading } from '../flows.ts';
import { flowOfRecord, isRecord } from './record.ts';

export function readJsonLine(text: string): LineReading {
  const value = parseJson(text);
  if (value === undefined) return { problem: 'The line is not valid JSON.' };
  return isRecord(value)
    ? flowOfRecord(value)
    : { problem: 'The line is JSON, but not an object.' };
}

/** Undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
