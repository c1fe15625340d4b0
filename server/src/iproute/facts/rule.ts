/** What an `ip rule` command says. */
import { unknown, type Fact } from '../../base/fact.ts';
import type { Prefix } from '../../net/prefix.ts';
import { commonOf, type Cursor, type Taken } from '../cursor.ts';
import { findRouteType } from '../objects/routeTypes.ts';
import { parseNumber } from '../scalars.ts';
import type { IpPorts, IpRange, IpRuleCommand } from '../types.ts';
import { refused } from '../walk/text.ts';
import { tosOf } from './route.ts';
import { isThere, lastOf, numberAfter, numberOrName, prefixAfter, textAfter } from './values.ts';

const verbs: Readonly<Record<string, IpRuleCommand['verb']>> = {
  add: 'add',
  delete: 'del',
  flush: 'flush',
  list: 'show',
  save: 'save',
  restore: 'restore',
};

/** Selectors that have a field of their own since the first day; the host compares the others by their names. */
const plain: ReadonlySet<string> = new Set([
  'not',
  'from',
  'to',
  'destination',
  'preference',
  'order',
  'priority',
  'iif',
  'oif',
  'fwmark',
  'table',
  'suppress_prefixlength',
  'goto',
  'nop',
  'action',
  'type',
]);

/** The facts of what was read after `ip rule`. Rules take the family from the options alone; an address of the other family passes `ip`. */
export function ruleFacts(cursor: Cursor, word: string | undefined): IpRuleCommand {
  const { taken } = cursor;
  return {
    object: 'rule',
    verb: verbs[word ?? ''] ?? 'other',
    priority: numberAfter(taken, 'preference', 'order', 'priority'),
    not: isThere(taken, 'not'),
    from: selectorOf(prefixAfter(taken, 'from')),
    // Selectors of `flush` and `show` may leave `to` out.
    to: selectorOf(prefixAfter(taken, 'to', 'destination')),
    iif: textAfter(taken, 'iif'),
    oif: textAfter(taken, 'oif'),
    fwmark: fwmarkOf(cursor, lastOf(taken, 'fwmark')),
    table: numberOrName(taken, 'table'),
    suppressPrefixLength: numberAfter(taken, 'suppress_prefixlength'),
    action: actionOf(taken),
    gotoTarget: numberAfter(taken, 'goto'),
    tos: tosOf(taken),
    dscp: textAfter(taken, 'dscp'),
    flowLabel: textAfter(taken, 'flowlabel'),
    ipProtocol: numberOrName(taken, 'ipproto'),
    sourcePort: portsOf(textAfter(taken, 'sport')),
    destinationPort: portsOf(textAfter(taken, 'dport')),
    users: rangeOf(textAfter(taken, 'uidrange')),
    l3mdev: isThere(taken, 'l3mdev'),
    suppressIfGroup: numberOrName(taken, 'suppress_ifgroup'),
    protocol: numberOrName(taken, 'protocol'),
    tunnelId: textAfter(taken, 'tun_id'),
    realms: textAfter(taken, 'realms'),
    otherSelectors: taken.map(({ row }) => row.keyword).filter((keyword) => !plain.has(keyword)),
    ...commonOf(cursor),
  };
}

function selectorOf(fact: Fact<Prefix | 'default'> | undefined): Fact<Prefix | 'all'> | undefined {
  if (fact === undefined) return undefined;
  return fact.value === 'default'
    ? { ...fact, value: 'all' }
    : { origin: fact.origin, value: fact.value };
}

function actionOf(taken: readonly Taken[]): string {
  const last = lastOf(taken, 'goto', 'nop', 'action');
  if (last === undefined) return 'lookup';
  if (last.row.keyword !== 'action') return last.row.keyword;
  const value = last.values.at(-1)?.value;
  const type = typeof value === 'string' ? findRouteType(value) : undefined;
  // A number names a type, too; those that are not actions are left to the kernel.
  return type === undefined ? 'other' : type === 'unicast' ? 'lookup' : type;
}

/** `0x100`, `0x100/0xff00`; all bits count without a mask. */
function fwmarkOf(cursor: Cursor, taken: Taken | undefined): IpRuleCommand['fwmark'] {
  const text = taken?.values.at(-1);
  if (taken === undefined || text === undefined) return undefined;
  const { value, origin } = text;
  const at = <T>(each: T): { readonly value: T; readonly origin: typeof origin } => ({
    value: each,
    origin,
  });
  if (typeof value !== 'string') {
    if (value === refused) return undefined;
    const word = cursor.words.find(({ span }) => span === origin.span);
    const masked =
      word?.pieces?.some((piece) => piece.unknown === undefined && piece.text.includes('/')) ??
      false;
    return { value: at(value), mask: at(masked ? unknown(value.reason) : 0xffffffff) };
  }
  const [mark = '', mask] = value.split('/', 2);
  const number = parseNumber(mark);
  const bits = mask === undefined ? 0xffffffff : parseNumber(mask);
  return number === undefined || bits === undefined
    ? undefined
    : { value: at(number), mask: at(bits) };
}

/** `80`, `1000-2000`, `80/0xfff0`. */
function portsOf(text: Fact<string> | undefined): IpPorts | undefined {
  if (text === undefined) return undefined;
  const { value } = text;
  if (typeof value !== 'string' || value.includes('-')) return rangeOf(text);
  const [port = '', mask] = value.split('/', 2);
  const first = numberFact(text, port);
  return mask === undefined
    ? { first, last: first }
    : { first, last: first, mask: numberFact(text, mask) };
}

function rangeOf(text: Fact<string> | undefined): IpRange | undefined {
  if (text === undefined) return undefined;
  const { value, origin } = text;
  if (typeof value !== 'string') return { first: { value, origin }, last: { value, origin } };
  const [first = '', last = first] = value.split('-', 2);
  return { first: numberFact(text, first), last: numberFact(text, last) };
}

function numberFact(text: Fact<string>, part: string): Fact<number> {
  return { origin: text.origin, value: parseNumber(part) ?? refused };
}
