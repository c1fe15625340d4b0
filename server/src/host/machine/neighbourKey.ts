import { addressKey } from './keys.ts';
import type { MachineNeighbour } from './types.ts';

/** What makes two neighbour entries the same. */
export function neighbourKey({
  address,
  link,
  proxy,
}: Pick<MachineNeighbour, 'address' | 'link' | 'proxy'>): string {
  return `${link.id} ${String(proxy)} ${addressKey(address)}`;
}
