import { effectiveNetplan } from '../../ide/netplan/effective/document.ts';
import type { EffectiveNetplanResult } from '../../protocol.ts';
import type { Session } from '../session.ts';
import { uriOf } from './fields.ts';

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
