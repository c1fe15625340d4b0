/** Reads the parameters of the requests about hosts, which nobody has checked. */
import { fieldOf } from '../handlers/fields.ts';

export interface HostRequest {
  readonly host: string;
  readonly folder: string | undefined;
  readonly canAsk: boolean;
}

/** Undefined where no host is named. */
export function readHostRequest(params: unknown): HostRequest | undefined {
  const host = textField(params, 'host');
  if (host === undefined) return undefined;
  return { host, folder: textField(params, 'folder'), canAsk: fieldOf(params, 'canAsk') === true };
}

export function textField(params: unknown, name: string): string | undefined {
  const value = fieldOf(params, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
