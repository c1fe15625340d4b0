import type { Argument } from '../grammar.ts';
import { parseNumber } from '../scalars.ts';

/** Types of routes, which are actions of rules too, in the order of rtnl_rtntype_a2n (lib/rt_names.c): any beginning will do but for the first two. */
export const routeTypes: readonly {
  readonly type: string;
  readonly abbreviates: boolean;
  readonly doc: string;
}[] = [
  { type: 'local', abbreviates: false, doc: 'The destination is this host.' },
  { type: 'nat', abbreviates: false, doc: 'Address translation by routes, gone since Linux 2.6.' },
  { type: 'broadcast', abbreviates: true, doc: 'The destination is a broadcast address.' },
  {
    type: 'anycast',
    abbreviates: true,
    doc: 'The destination is an anycast address of this host.',
  },
  { type: 'multicast', abbreviates: true, doc: 'For multicast routing.' },
  {
    type: 'prohibit',
    abbreviates: true,
    doc: 'Packets are dropped and the sender is told "communication prohibited".',
  },
  {
    type: 'unreachable',
    abbreviates: true,
    doc: 'Packets are dropped and the sender is told "host unreachable".',
  },
  { type: 'blackhole', abbreviates: true, doc: 'Packets are dropped silently.' },
  { type: 'xresolve', abbreviates: true, doc: 'Not implemented.' },
  {
    type: 'unicast',
    abbreviates: true,
    doc: 'Packets are sent to a nexthop or a connected network.',
  },
  { type: 'throw', abbreviates: true, doc: 'The lookup goes on with the next rule.' },
];

/** A type of routes by name or number, as an argument. */
export const routeTypeArgument: Argument = {
  kind: 'pattern',
  pattern: { test: isRouteType },
  shape: 'a type of routes like `unicast`',
};

function isRouteType(word: string): boolean {
  const number = parseNumber(word);
  return (
    findRouteType(word) !== undefined || (number !== undefined && number >= 0 && number <= 255)
  );
}

/** The type that a word names, or undefined. */
export function findRouteType(word: string): string | undefined {
  if (word === 'brd') return 'broadcast';
  return word === ''
    ? undefined
    : routeTypes.find(({ type, abbreviates }) =>
        abbreviates ? type.startsWith(word) : type === word,
      )?.type;
}
