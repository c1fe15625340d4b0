/**
 * What the netplan files of a host say that runs: addresses, routes and policy rules, in the words of the programs that show them.
 * What is not known (DHCP, a value from elsewhere) is left out: nothing can be expected of it.
 */
import { isUnknown, known, type Fact } from '../base/fact.ts';
import type { Host, HostPolicyRule, HostRoute } from '../host/model.ts';
import { tableIdentity } from '../host/table.ts';
import { formatAddress } from '../net/address.ts';
import { formatNetwork, type Prefix } from '../net/prefix.ts';
import { tableText } from './routeText.ts';
import type { FactNexthop, FactRoute } from './types.ts';

export interface ExpectedAddress {
  readonly link: string;
  readonly address: string;
  readonly length: number;
}

export interface ExpectedRule {
  readonly family: 4 | 6;
  /** Undefined: networkd chooses it. */
  readonly priority: number | undefined;
  /** As `FactRule.text`, with the number of the table. */
  readonly text: string;
}

export function expectedAddresses({ addresses }: Host): readonly ExpectedAddress[] {
  return addresses.flatMap(({ link, prefix, language }) => {
    const name = known(link);
    const value = known(prefix);
    if (language !== 'netplan' || name === undefined || value === undefined) return [];
    return [{ link: name, address: formatAddress(value.address), length: value.length }];
  });
}

/** The routes of netplan that stand when all scripts have run. */
export function expectedRoutes(host: Host): readonly FactRoute[] {
  return host.routes.filter(isOfNetplan).flatMap(factOf(host));
}

/** All routes that netplan gives to networkd, also those that a script takes away. */
export function networkdRoutes(host: Host): readonly FactRoute[] {
  return host.routesEverAdded.filter(isOfNetplan).flatMap(factOf(host));
}

const isOfNetplan = ({ language }: HostRoute): boolean => language === 'netplan';

/** A route of the files as the kernel would show it; none where something of it is unknown. */
export function factOf(host: Host): (route: HostRoute) => readonly FactRoute[] {
  return ({ family, destination, table, metric, nexthops, automatic }) => {
    const to = known(destination);
    const tableName = tableIdentity(table, host.tableNames);
    const members = nexthops.map(({ via, dev, weight }): FactNexthop | undefined => {
      const isHidden = [via, dev, weight].some(
        (fact) => fact !== undefined && isUnknown(fact.value),
      );
      const gateway = known(via);
      return isHidden
        ? undefined
        : {
            via: gateway === undefined ? undefined : formatAddress(gateway),
            link: known(dev),
            weight: known(weight) ?? 1,
          };
    });
    if (automatic || isUnknown(family) || to === undefined || tableName === undefined) return [];
    if (metric !== undefined && isUnknown(metric.value)) return [];
    const all = members.filter((member) => member !== undefined);
    if (all.length < members.length) return [];
    return [
      {
        family,
        destination: destinationText(to),
        table: tableText(tableName, host.tableNames),
        protocol: 'static',
        nexthops: all,
        metric: known(metric),
      },
    ];
  };
}

export function expectedRules(host: Host): readonly ExpectedRule[] {
  return host.policyRules
    .filter(({ language }) => language === 'netplan')
    .flatMap((rule) => ruleOf(host, rule));
}

function ruleOf(host: Host, rule: HostPolicyRule): readonly ExpectedRule[] {
  const { family, priority, from, to, fwmark, table } = rule;
  const all: readonly (Fact<unknown> | undefined)[] = [priority, from, to, fwmark?.value, table];
  const lookup = tableIdentity(table, host.tableNames);
  const isHidden = all.some((fact) => fact !== undefined && isUnknown(fact.value));
  if (isHidden || isUnknown(family) || lookup === undefined) return [];
  const mark = known(fwmark?.value);
  const target = known(to);
  const words = [
    `from ${prefixText(known(from) ?? 'all')}`,
    ...(target === undefined || target === 'all' ? [] : [`to ${prefixText(target)}`]),
    ...(mark === undefined ? [] : [`fwmark 0x${mark.toString(16)}`]),
    `lookup ${tableText(lookup, host.tableNames)}`,
  ];
  return [{ family, priority: known(priority), text: words.join(' ') }];
}

function destinationText(to: Prefix | 'default'): string {
  if (to === 'default' || to.length === 0) return 'default';
  return prefixText(to);
}

/** `ip` leaves the length of a single address out. */
function prefixText(prefix: Prefix | 'all' | 'default'): string {
  if (prefix === 'all' || prefix === 'default') return prefix;
  const isHost = prefix.length === (prefix.address.family === 4 ? 32 : 128);
  return isHost ? formatAddress(prefix.address) : formatNetwork(prefix);
}
