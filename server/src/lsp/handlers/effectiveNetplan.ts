import { effectiveNetplan } from '../../ide/netplan/effective/document.ts';
import type { EffectiveNetplanResult } from '../../protocol.ts';
import type { Session } from '../session.ts';

/** Null for what is no netplan file. */
export function handleEffectiveNetplan(
  { files }: Session,
  params: unknown,
): EffectiveNetplanResult | null {
  const uri = uriOf(params);
  const view = uri === undefined ? undefined : files.view(uri);
  if (view?.document.kind !== 'netplan') return null;
  return { text: effectiveNetplan(view.host, view.document) };
}

function uriOf(params: unknown): string | undefined {
  const document = fieldOf(params, 'textDocument');
  const uri = fieldOf(document, 'uri');
  return typeof uri === 'string' ? uri : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
