/**
 * Would the reverse-path check drop replies that come in by an uplink to which traffic is steered by mark?
 * __fib_validate_source(), net/ipv4/fib_frontend.c, v6.12: the route back is looked up through the policy rules with
 * addresses swapped and with mark 0, unless src_valid_mark is set; strict mode wants that route to use the link the packet
 * came in by, and any nexthop of a multipath route will do.
 */
import { identityOf, known } from '../base/fact.ts';
import type { NetfilterRule } from '../netfilter/types.ts';
import { metricOf } from './assemble/routeTable.ts';
import { linkSetting } from './linkSetting.ts';
import { hasAction, mayMatchLink } from './uplinks.ts';
import type { Host, HostPolicyRule, HostRoute, HostSysctl } from './model.ts';
import { maybeWritten, sysctlNumber } from './sysctl.ts';
import { isMainTable, tableIdentity } from './table.ts';

export interface StrictUplink {
  readonly link: string;
  /** The `ip rule` that steers by mark. */
  readonly policyRule: HostPolicyRule;
  /** The default route of its table by this link. */
  readonly route: HostRoute;
  /** The write that makes the check strict. */
  readonly write: HostSysctl;
  /** False where `all` is 1 and no file sets the link, so that a distribution default of 2 would loosen it. */
  readonly isCertain: boolean;
  /** A rule restores the mark for packets that come in by this link. */
  readonly isRestored: boolean;
  readonly srcValidMark: 'on' | 'off' | 'unknown';
}

/** Uplinks reached by mark only, with a strict reverse-path check. */
export function strictMarkedUplinks(host: Host): readonly StrictUplink[] {
  const found = new Map<string, StrictUplink>();
  for (const policyRule of host.policyRules) {
    if (
      policyRule.fwmark === undefined ||
      policyRule.not ||
      policyRule.family !== 4 ||
      isMainTable(policyRule.table, host.tableNames)
    )
      continue;
    for (const route of defaultsIn(host, tableIdentity(policyRule.table, host.tableNames))) {
      for (const link of linkNames(route)) {
        const strict = found.has(link)
          ? undefined
          : strictUplink(host, link, { policyRule, route });
        if (strict !== undefined) found.set(link, strict);
      }
    }
  }
  return [...found.values()];
}

function strictUplink(
  host: Host,
  link: string,
  steering: Pick<StrictUplink, 'policyRule' | 'route'>,
): StrictUplink | undefined {
  const strict = strictness(host, link);
  if (strict === undefined || returnsWithoutMark(host, link) !== false) return undefined;
  const isRestored = host.netfilter.some((rule) => marksOnArrival(rule, link));
  return { link, ...steering, ...strict, isRestored, srcValidMark: srcValidMark(host, link) };
}

/** The mark of the connection is restored on packets from the link, or the link itself gives packets a mark. */
function marksOnArrival(rule: NetfilterRule, link: string): boolean {
  if (rule.hook !== 'prerouting') return false;
  if (hasAction(rule, 'restore-mark')) return mayMatchLink(rule.match.iif, link);
  return (
    rule.match.iif !== undefined &&
    hasAction(rule, 'set-mark') &&
    mayMatchLink(rule.match.iif, link)
  );
}

/** Effective rp_filter 1: the maximum of `all` and the link. */
function strictness(
  host: Host,
  link: string,
): Pick<StrictUplink, 'write' | 'isCertain'> | undefined {
  const setting = linkSetting(host, { family: 4, link, name: 'rp_filter' });
  if (!setting.isCertain || Math.max(setting.all ?? 0, setting.link ?? 0) !== 1) return undefined;
  // Somebody writes the other half, but its value cannot be read.
  if (setting.all === undefined && setting.allWrite !== undefined) return undefined;
  if (setting.link === undefined && setting.linkWrite !== undefined) return undefined;
  const write = setting.link === 1 ? setting.linkWrite : setting.allWrite;
  const isCertain = setting.all !== undefined && setting.link !== undefined;
  return write === undefined ? undefined : { write, isCertain };
}

/**
 * True if the lookup without a mark leads back by the link, false if it surely leads by another, undefined if unknown.
 * Rules by address or port are symmetric in the reverse lookup, so any that leads to this link may save the packet; so may
 * a `not fwmark` rule, which mark 0 matches, and halves of the internet (`0.0.0.0/1`), which beat the default route.
 */
function returnsWithoutMark(host: Host, link: string): boolean | undefined {
  const others = host.policyRules.filter(
    (rule) => (rule.fwmark === undefined || rule.not) && !isMainTable(rule.table, host.tableNames),
  );
  for (const rule of others) {
    const table = tableIdentity(rule.table, host.tableNames);
    if (table === undefined || wideIn(host, table).some((route) => mayUse(route, link)))
      return undefined;
  }
  const wide = wideIn(host, '254');
  if (wide.length === 0 || wide.some((route) => linkNames(route).length < route.nexthops.length))
    return undefined;
  const [first, ...more] = bestOf(wide);
  if (first === undefined) return undefined;
  const best = [first, ...more];
  if (best.some((route) => linkNames(route).includes(link))) return true;
  return best.some((route) => mayUse(route, link)) ? undefined : false;
}

/** The routes that can win: halves before defaults, then the smallest metric; an unknown metric may be the smallest. */
function bestOf(wide: readonly HostRoute[]): readonly HostRoute[] {
  const halves = wide.filter((route) => !isDefault(route));
  if (halves.length > 0) return wide;
  const metrics = wide.map((route) => metricOf(route));
  const smallest = Math.min(...metrics.filter((metric) => metric !== undefined));
  return wide.filter((_, i) => metrics[i] === undefined || metrics[i] === smallest);
}

function mayUse(route: HostRoute, link: string): boolean {
  return route.nexthops.some((nexthop) => {
    const name = identityOf(nexthop.dev);
    return name === undefined || name === link || name.startsWith('$') !== link.startsWith('$');
  });
}

/** Default routes of a table. */
function defaultsIn(host: Host, table: string | undefined): readonly HostRoute[] {
  return table === undefined ? [] : wideIn(host, table).filter((route) => isDefault(route));
}

/** Default routes and halves of the internet in a table. */
function wideIn(host: Host, table: string): readonly HostRoute[] {
  return host.routes.filter((route) => {
    const destination = known(route.destination);
    const isWide = destination === 'default' || (destination?.length ?? 32) <= 1;
    return isWide && route.family === 4 && tableIdentity(route.table, host.tableNames) === table;
  });
}

function isDefault(route: HostRoute): boolean {
  const destination = known(route.destination);
  return destination === 'default' || destination?.length === 0;
}

function linkNames(route: HostRoute): readonly string[] {
  return route.nexthops
    .map((nexthop) => identityOf(nexthop.dev))
    .filter((name) => name !== undefined);
}

/** src_valid_mark of `all` or of the link is enough. */
function srcValidMark(host: Host, link: string): StrictUplink['srcValidMark'] {
  const keys = ['all', link].map((name) => ['net', 'ipv4', 'conf', name, 'src_valid_mark']);
  if (keys.some((key) => sysctlNumber(host, key) === 1)) return 'on';
  return keys.some((key) => maybeWritten(host, key)) ? 'unknown' : 'off';
}
