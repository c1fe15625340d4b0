/** What an `ip nexthop` command says. */
import { unknown, type Fact } from '../../base/fact.ts';
import { commonOf, type Cursor } from '../cursor.ts';
import { parseNumber } from '../scalars.ts';
import type { IpNexthopCommand, NexthopMember } from '../types.ts';
import { addressAfter, isThere, numberAfter, numberOrName, textAfter } from './values.ts';
import { encapOf } from './words.ts';

const verbs: Readonly<Record<string, IpNexthopCommand['verb']>> = {
  add: 'add',
  replace: 'replace',
  delete: 'del',
  list: 'show',
  get: 'get',
  flush: 'flush',
  'bucket list': 'show',
  'bucket get': 'show',
};

/** The facts of what was read after `ip nexthop`. */
export function nexthopFacts(cursor: Cursor, word: string | undefined): IpNexthopCommand {
  const { taken } = cursor;
  return {
    object: 'nexthop',
    verb: verbs[word ?? ''] ?? 'other',
    id: numberAfter(taken, 'id'),
    via: addressAfter(taken, 'via'),
    dev: textAfter(taken, 'dev'),
    members: membersOf(textAfter(taken, 'group')),
    groupType: textAfter(taken, 'type'),
    buckets: numberAfter(taken, 'buckets'),
    idleTimer: numberAfter(taken, 'idle_timer'),
    unbalancedTimer: numberAfter(taken, 'unbalanced_timer'),
    blackhole: isThere(taken, 'blackhole'),
    fdb: isThere(taken, 'fdb'),
    onlink: isThere(taken, 'onlink'),
    encap: encapOf(taken),
    protocol: numberOrName(taken, 'protocol'),
    ...commonOf(cursor),
  };
}

/** `1,3/2`: nexthop 1 with weight 3, nexthop 2 with weight 1 (add_nh_group_attr). */
function membersOf(text: Fact<string> | undefined): IpNexthopCommand['members'] {
  if (text === undefined) return undefined;
  const { value, origin } = text;
  if (typeof value !== 'string') return { value, origin };
  const members = value.split('/').map((part) => {
    const [id = '', weight = '1', ...rest] = part.split(',');
    return rest.length > 0 ? undefined : memberOf(parseNumber(id), parseNumber(weight));
  });
  const known = members.filter((member) => member !== undefined);
  const isWhole = known.length === members.length;
  return { origin, value: isWhole ? known : unknown('`ip` refuses the written group') };
}

function memberOf(id: number | undefined, weight: number | undefined): NexthopMember | undefined {
  return id === undefined || weight === undefined || id < 0 ? undefined : { id, weight };
}
