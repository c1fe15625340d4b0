/** What a file of settings does itself, as a step of its document. */
import type { FormatStep } from '../formats/types.ts';
import type { ScriptStep } from './model.ts';

/** Undefined for a command that is written in the file. */
export function impliedStep({ command, implied, sysctl }: FormatStep): ScriptStep | undefined {
  if (implied !== undefined) return { command, ip: implied };
  if (sysctl === undefined) return undefined;
  return { command, sysctl: { settings: [sysctl], problems: [] } };
}
