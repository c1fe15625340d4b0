/** What an `ip address` command says. */
import { unknown, type Fact } from '../../base/fact.ts';
import type { Prefix } from '../../net/prefix.ts';
import { commonOf, type Cursor } from '../cursor.ts';
import type { IpAddressCommand } from '../types.ts';
import { numberAfter, numberOrName, prefixAfter, textAfter } from './values.ts';

const verbs: Readonly<Record<string, IpAddressCommand['verb']>> = {
  add: 'add',
  change: 'change',
  replace: 'replace',
  delete: 'del',
  list: 'show',
  flush: 'flush',
};
const notFlags: ReadonlySet<string> = new Set(['dev', 'local', 'up', 'down', 'nomaster', 'novf']);

/** The facts of what was read after `ip address`. */
export function addressFacts(cursor: Cursor, word: string | undefined): IpAddressCommand {
  const { taken } = cursor;
  return {
    object: 'address',
    verb: verbs[word ?? ''] ?? 'other',
    address: withoutDefault(
      prefixAfter(
        taken.filter(({ prefix }) => prefix !== undefined),
        'local',
      ),
    ),
    peer: withoutDefault(prefixAfter(taken, 'peer')),
    dev: textAfter(
      taken.filter(({ values }) => values.length > 0),
      'dev',
    ),
    scope: numberOrName(taken, 'scope'),
    metric: numberAfter(taken, 'metric', 'priority', 'preference'),
    label: textAfter(taken, 'label'),
    flags: taken.flatMap(({ row }) =>
      row.argument.kind === 'none' && !notFlags.has(row.keyword) ? [row.keyword] : [],
    ),
    ...commonOf(cursor),
  };
}

function withoutDefault(fact: Fact<Prefix | 'default'> | undefined): Fact<Prefix> | undefined {
  if (fact === undefined) return undefined;
  const { value, origin } = fact;
  return {
    origin,
    value: value === 'default' ? unknown('`default` is no address of a link') : value,
  };
}
