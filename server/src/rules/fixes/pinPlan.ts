/**
 * What the pinning block is made of: for each uplink its words in the script, a routing table, a mark and a priority
 * that nothing else on the host uses. The priorities are in `pinPriority.ts`.
 */
import { isUnknown, known } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import type { Host, HostNexthop, HostRoute } from '../../host/model.ts';
import { formatAddress } from '../../net/address.ts';
import type { Address } from '../../net/address.ts';
import type { RuleAction } from '../../netfilter/types.ts';
import { freePriorities, isFree, suppressedLength } from './pinPriority.ts';

export interface PinnedUplink {
  /** The link as the script writes it, quotes included: `eno4`, `"$WAN1"`. */
  readonly dev: string;
  /** `via …` and what belongs to it, as the script writes it; empty for a link without gateway. */
  readonly nexthop: string;
  readonly table: number;
  readonly mark: number;
  readonly priority: number;
}

export interface PinPlan {
  readonly uplinks: readonly PinnedUplink[];
  /** The bits of the marks. */
  readonly mask: number;
  /** Of the rule that looks at all but the default route of main. */
  readonly firstPriority: number;
  /** The longest prefix of main that this rule passes over: 1 where main has multipath halves of a default route. */
  readonly suppressedLength: number;
  /** Name for a table of nft. */
  readonly nftTable: string;
}

/** Undefined where an uplink is not named, two nexthops leave by the same link, or no priority is surely in time. */
export function planPinning(host: Host, route: HostRoute, text: string): PinPlan | undefined {
  const words = route.nexthops.map((nexthop) => wordsOf(nexthop, route, text));
  const named = words.filter((word) => word !== undefined);
  const distinct = named.filter(
    (word, index) =>
      named.findIndex((other) => other.dev === word.dev && other.nexthop === word.nexthop) ===
      index,
  );
  const devs = new Set(distinct.map(({ dev }) => dev));
  if (named.length < words.length || devs.size < 2 || devs.size < distinct.length) return undefined;
  const table = freeTables(host, distinct.length);
  const priority = freePriorities(host, route, distinct.length + 1);
  if (priority === undefined) return undefined;
  const shift = freeByte(host);
  return {
    uplinks: distinct.map((word, index) => ({
      ...word,
      table: table + index,
      mark: ((index + 1) << shift) >>> 0,
      priority: priority + index + 1,
    })),
    mask: (0xff << shift) >>> 0,
    firstPriority: priority,
    suppressedLength: suppressedLength(host),
    nftTable: freeTableName(host),
  };
}

function wordsOf(
  nexthop: HostNexthop,
  route: HostRoute,
  text: string,
): Pick<PinnedUplink, 'dev' | 'nexthop'> | undefined {
  const dev = nexthop.dev === undefined ? undefined : written(nexthop.dev, route, text);
  const via = nexthop.via === undefined ? '' : written(nexthop.via, route, text);
  if (dev === undefined || dev === '' || via === undefined) return undefined;
  const onlink = nexthop.onlink ? ' onlink' : '';
  return { dev, nexthop: via === '' ? `dev ${dev}` : `via ${via} dev ${dev}${onlink}` };
}

/** The word as it stands in the route command, which keeps variables; the value where it stands elsewhere. */
function written(fact: Fact<string | Address>, route: HostRoute, text: string): string | undefined {
  const { file, span } = fact.origin;
  const isInCommand =
    file === route.origin.file &&
    route.origin.span.start <= span.start &&
    span.end <= route.origin.span.end;
  const raw = isInCommand ? withQuotes(text, span) : '';
  if (raw !== '' && !/[\s;&|<>]/.test(raw)) return raw;
  if (isUnknown(fact.value)) return undefined;
  return typeof fact.value === 'string' ? fact.value : formatAddress(fact.value);
}

/** A span can leave out the quotes of its word. */
function withQuotes(text: string, { start, end }: { start: number; end: number }): string {
  const before = text[start - 1];
  const isQuoted = (before === '"' || before === "'") && text[end] === before;
  return isQuoted ? text.slice(start - 1, end + 1) : text.slice(start, end);
}

function usedTables(host: Host): ReadonlySet<number> {
  const tables = [
    ...host.routesEverAdded.map((route) => known(route.table)),
    ...host.policyRules.map((rule) => known(rule.table)),
    ...host.tableNames.values(),
  ];
  return new Set(tables.filter((table) => typeof table === 'number'));
}

/** The block deletes its table before it makes it anew, so the name must be nobody else's. */
function freeTableName(host: Host): string {
  const used = new Set(host.netfilter.map((rule) => rule.table));
  let name = 'pinning';
  for (let number = 2; used.has(name); number++) name = `pinning${number}`;
  return name;
}

/** The first of the tables that are free together. */
function freeTables(host: Host, length: number): number {
  const used = usedTables(host);
  let start = 101;
  while (!isFree(used, start, length)) start++;
  return start;
}

/** Where the first byte begins in which no mark of the host has a bit; the lowest if all are in use. */
function freeByte(host: Host): number {
  let used = 0;
  for (const rule of host.policyRules) used |= known(rule.fwmark?.value) ?? 0;
  for (const rule of host.netfilter) {
    used |= known(rule.match.mark?.value) ?? 0;
    used |= known(rule.match.ctMark?.value) ?? 0;
    for (const action of rule.actions) used |= markOf(action);
  }
  return [0, 8, 16, 24].find((shift) => ((used >>> shift) & 0xff) === 0) ?? 0;
}

function markOf(action: RuleAction): number {
  if (action.kind !== 'set-mark' && action.kind !== 'set-ct-mark') return 0;
  return known(action.value) ?? 0;
}
