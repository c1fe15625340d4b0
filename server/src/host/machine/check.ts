/** What a check of the kernel comes to, and a nexthop that has passed. */
import { isZero } from './keys.ts';
import type { HopRequest } from './requests.ts';
import type { MachineHop, MachineRefusal } from './types.ts';

export type Checked<T> =
  | { readonly refusal: MachineRefusal; readonly value?: undefined }
  | { readonly refusal?: undefined; readonly value: T };

export const noHop: HopRequest = { via: undefined, dev: undefined, weight: 1, onlink: false };

/** A nexthop as the kernel keeps it; the gateway 0.0.0.0 is none. */
export function hopOf(
  { via, weight, onlink }: HopRequest,
  found: Pick<MachineHop, 'link' | 'scope' | 'linkdown'>,
): MachineHop {
  const gateway = via !== undefined && isZero(via) ? undefined : via;
  return { via: gateway, weight, onlink, dead: false, ...found };
}
