/**
 * Multipath routes over several links, and who translates addresses on these links.
 * Names are compared by identity: a variable that is set elsewhere (`$WAN1`) is the same link everywhere.
 */
import { identityOf, isUnknown, known, type Fact } from '../base/fact.ts';
import type { Address } from '../net/address.ts';
import { prefixContains, type Prefix } from '../net/prefix.ts';
import type { LinkMatch, NetfilterRule, RuleAction, RuleMatch } from '../netfilter/types.ts';
import type { Host, HostRoute } from './model.ts';

/** Prefixes this short are "the internet": default, and the two halves that VPN software writes. */
const longestWideRoute = 1;

/** IPv4 routes over two or more links towards the internet, as they stand at the end. */
export function multipathDefaults(host: Host): readonly HostRoute[] {
  return host.routes.filter(
    (route) => route.family === 4 && isWide(route) && linksOf(host, route).length > 1,
  );
}

function isWide(route: HostRoute): boolean {
  const destination = known(route.destination);
  return (
    destination !== undefined &&
    (destination === 'default' || destination.length <= longestWideRoute)
  );
}

/** The different links of a route, in order: those that it names, and those on whose networks its gateways are. */
export function linksOf(host: Host, route: HostRoute): readonly string[] {
  const names = route.nexthops
    .map(({ dev, via }) => (dev === undefined ? linkTowards(host, known(via)) : identityOf(dev)))
    .filter((name) => name !== undefined);
  return [...new Set(names)];
}

/** The one link with a network that holds the gateway, as the kernel looks it up (fib_check_nh_v4_gw(), v6.12). */
function linkTowards({ addresses }: Host, gateway: Address | undefined): string | undefined {
  if (gateway === undefined) return undefined;
  const links = addresses
    .filter(({ prefix, peer }) => {
      const network = known(peer ?? prefix);
      return network !== undefined && prefixContains(network, gateway);
    })
    .map(({ link }) => identityOf(link));
  const [first] = links;
  return links.every((link) => link === first) ? first : undefined;
}

/** The rules that change the source address of what leaves by this link towards the internet. */
export function sourceNatOf(host: Host, link: string): readonly NetfilterRule[] {
  return host.netfilter.filter(
    (rule) =>
      rule.families.includes(4) &&
      isSourceNat(rule) &&
      matchesLink(rule.match.oif, link) &&
      (namesLink(rule.match.oif) || !isForLocalTargets(rule.match)),
  );
}

/** False for `! -o tun0`, too: that says where a packet does not go. */
function namesLink(match: LinkMatch | undefined): boolean {
  return match !== undefined && !match.negated;
}

/** NAT for some destinations only, or for what was forwarded to a server inside: VPN and hairpin NAT. */
function isForLocalTargets({ destination, other }: RuleMatch): boolean {
  return (
    other.some((condition) => redirectedOnly.test(condition)) ||
    (destination?.negated === false && !destination.prefixes.some(isInternet))
  );
}

/** `--ctstate DNAT`, `--ctstatus DNAT`: not among the modelled states, so it is kept as it is written. */
const redirectedOnly = /^--ctstat(?:e|us) (?=.*\bDNAT\b)(?!.*\bNEW\b)/i;

function isInternet(prefix: Fact<Prefix>): boolean {
  const length = known(prefix)?.length;
  return length !== undefined && length <= longestWideRoute;
}

export function isSourceNat(rule: NetfilterRule): boolean {
  return rule.actions.some((action) => action.kind === 'masquerade' || action.kind === 'snat');
}

/** True if a match without a name, or with this name, or `ppp+` with its beginning. */
export function matchesLink(match: LinkMatch | undefined, link: string): boolean {
  if (match === undefined) return true;
  const hit = match.names.some((name) => nameMatches(identityOf(name), link));
  return match.negated ? !hit : hit;
}

/** True if the match may mean this link: it does, or it cannot be known. */
export function mayMatchLink(match: LinkMatch | undefined, link: string): boolean {
  return (
    matchesLink(match, link) ||
    match?.names.some((name) => isUnknown(name.value)) === true ||
    link.startsWith('$')
  );
}

function nameMatches(pattern: string | undefined, link: string): boolean {
  if (pattern === undefined) return false;
  return /[+*]$/.test(pattern) ? link.startsWith(pattern.slice(0, -1)) : pattern === link;
}

export function hasAction(rule: NetfilterRule, ...kinds: readonly RuleAction['kind'][]): boolean {
  return rule.actions.some((action) => kinds.includes(action.kind));
}
