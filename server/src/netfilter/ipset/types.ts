/** Commands of ipset, as far as they tell which sets are there. */
import type { Fact } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';

export type IpsetStep =
  | {
      readonly kind: 'create';
      readonly name: Fact<string>;
      /** `hash:ip`, `list:set`; undefined where it is not written. */
      readonly type: Fact<string> | undefined;
      /** Undefined for a set that goes with both families, and where it cannot be told. */
      readonly family: Family | undefined;
    }
  /** Without a name: all sets. */
  | { readonly kind: 'destroy'; readonly name: Fact<string> | undefined }
  | { readonly kind: 'rename' | 'swap'; readonly name: Fact<string>; readonly to: Fact<string> }
  /** Elements only: `add`, `del`, `flush`; without a name all sets. */
  | {
      readonly kind: 'add' | 'del' | 'flush' | 'test';
      readonly name: Fact<string> | undefined;
    }
  /** Sets that are made in a way that the text does not tell. */
  | { readonly kind: 'unknown' };
