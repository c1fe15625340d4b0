/** Small pieces of wording and places that several rules share. */
import { coverSpans } from '../base/span.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Origin } from '../base/fact.ts';
import type { HostRoute } from '../host/model.ts';

/** "`eno3` and `eno4`", "`a`, `b` and `c`". */
export function listNames(names: readonly string[]): string {
  const quoted = names.map((name) => codeSpan(name));
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} and ${last}`;
}

/** From the first to the last nexthop, the part of a route that a reader looks at. */
export function spanOfNexthops(route: HostRoute): Origin {
  const spans = route.nexthops
    .filter((nexthop) => nexthop.origin.file === route.origin.file)
    .map((nexthop) => nexthop.origin.span);
  const [first] = spans;
  const last = spans.at(-1);
  return first === undefined || last === undefined
    ? route.origin
    : { file: route.origin.file, span: coverSpans(first, last) };
}
