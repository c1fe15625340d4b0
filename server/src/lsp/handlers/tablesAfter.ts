import { tablesAfter } from '../../ide/machine/document.ts';
import type { TablesAfterResult } from '../../protocol.ts';
import { toOffset } from '../convert.ts';
import type { Session } from '../session.ts';
import { fieldOf, uriOf } from './fields.ts';

/** Null for what runs no commands. */
export function handleTablesAfter({ files }: Session, params: unknown): TablesAfterResult | null {
  const uri = uriOf(params);
  const line = fieldOf(params, 'line');
  const view = uri === undefined ? undefined : files.view(uri);
  if (view === undefined || typeof line !== 'number' || !Number.isInteger(line)) return null;
  const { host, document } = view;
  const offset = toOffset(document.file, { line: Math.max(0, line), character: 0 });
  const text = tablesAfter(host, document, offset);
  return text === undefined ? null : { text };
}
