/** An address and a length: a network (`192.0.2.0/24`) or an interface address with its network (`192.0.2.5/24`). */
import type { Address } from './address.ts';

export interface Prefix {
  readonly address: Address;
  /** 0 to 32, or 0 to 128. */
  readonly length: number;
}
