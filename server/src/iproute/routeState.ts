/** A route while its words are read. */
import type { Fact } from '../base/fact.ts';
import { coverSpans, type Span } from '../base/span.ts';
import type { Address } from '../net/address.ts';
import type { Prefix } from '../net/prefix.ts';
import type { Cursor } from './cursor.ts';
import type { IpNexthop } from './types.ts';

export interface RouteState {
  type: string;
  destination: Fact<Prefix | 'default'> | undefined;
  destinationSpan: Span | undefined;
  table: Fact<number | string> | undefined;
  metric: Fact<number> | undefined;
  src: Fact<Address> | undefined;
  scope: Fact<string> | undefined;
  protocol: Fact<string> | undefined;
  nhid: Fact<number> | undefined;
  flushCache: boolean;
  multipath: boolean;
  nexthops: IpNexthop[];
  /** `via`, `dev` and `onlink` of a route with a single path. */
  readonly single: Hop;
}

/** A nexthop while it is read. */
export interface Hop {
  span: Span | undefined;
  via: Fact<Address> | undefined;
  dev: Fact<string> | undefined;
  weight: Fact<number> | undefined;
  onlink: boolean;
  /** Widens the span to a keyword and its value. */
  readonly extend: (keyword: Span, value: Span | undefined) => void;
}

export function emptyHop(): Hop {
  const hop: Hop = {
    span: undefined,
    via: undefined,
    dev: undefined,
    weight: undefined,
    onlink: false,
    extend: (keyword, value) => {
      const added = value === undefined ? keyword : coverSpans(keyword, value);
      hop.span = hop.span === undefined ? added : coverSpans(hop.span, added);
    },
  };
  return hop;
}

/** The nexthop as it is handed out; the weight is 1 if not written. */
export function finishHop(hop: Hop, cursor: Cursor): IpNexthop {
  const span = hop.span ?? cursor.span;
  return {
    span,
    via: hop.via,
    dev: hop.dev,
    weight: hop.weight ?? { value: 1, origin: { file: cursor.file, span } },
    onlink: hop.onlink,
  };
}
