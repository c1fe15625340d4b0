/**
 * The quick fix of `nat-multipath-unpinned`: the whole working block that keeps each connection on its uplink.
 * Follows the variant that survived every event in the measurements: mark on NEW, restore before routing,
 * `suppress_prefixlength` in front of the tables, loose reverse path on the uplinks.
 * The tests apply it to scripts and run these in network namespaces.
 */
import { known } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Host, HostRoute } from '../../host/model.ts';
import type { NetfilterRule } from '../../netfilter/types.ts';
import type { ShellScript } from '../../shell/types.ts';
import type { Fix } from '../define.ts';
import { documentOf } from './lines.ts';
import { iptablesLines, nftLines, routingLines } from './pinBlock.ts';
import type { Programs } from './pinBlock.ts';
import { commandAt, placeBlock } from './pinPlace.ts';
import { planPinning } from './pinPlan.ts';

/**
 * A fix in the script that holds the route, in the flavour of the NAT rules.
 * Undefined where the route is not in a script, a nexthop does not name its link, no priority is surely before the rules that
 * lead to the route, no line can take the block, or the kernel is older than 3.12.
 */
export function pinConnectionsFix(
  host: Host,
  route: HostRoute,
  natRules: readonly NetfilterRule[],
): Fix | undefined {
  const document = documentOf(host, route.origin.file);
  if (document?.kind !== 'shell' || known(route.destination) === undefined || route.family !== 4)
    return undefined;
  // Without it, the table of a mark would send replies for the LAN back to the uplink.
  if (!host.kernel.hasSuppressPrefixLength) return undefined;
  const { file, script } = document;
  const plan = planPinning(host, route, file.text);
  if (plan === undefined) return undefined;
  const nat = natRules
    .filter((rule) => rule.origin.file === file.id)
    .map((rule) => rule.origin.span);
  const placement = { text: file.text, script, route: route.origin.span, nat };
  const programs = programsOf(placement);
  const isNft = natRules[0]?.flavour === 'nft';
  const marking = isNft ? nftLines(plan, programs) : iptablesLines(plan, programs);
  const edit = placeBlock(placement, [...routingLines(plan, programs), ...marking]);
  if (edit === undefined) return undefined;
  return {
    title: `Keep each connection on its uplink (${isNft ? 'nft' : 'iptables'} connection marks)`,
    safe: false,
    edits: [{ file: file.id, edits: [edit] }],
  };
}

interface Script {
  readonly text: string;
  readonly script: ShellScript;
  readonly route: Span;
  readonly nat: readonly Span[];
}

/** Each program as the script itself calls it, `sudo` included; its plain name where it does not. */
function programsOf({ text, script, route, nat }: Script): Programs {
  const routeCommand = commandAt(script, route);
  const commands = [routeCommand, ...nat.map((span) => commandAt(script, span))];
  const start = routeCommand?.words[0]?.span.start ?? route.start;
  const sudo = /(?:^|[\s;&|(])(sudo[ \t]+)$/.exec(text.slice(0, start))?.[1] ?? '';
  const called = (name: string, pattern: RegExp): string => {
    const command = commands.find((candidate) => pattern.test(candidate?.name ?? ''));
    return `${sudo}${command?.words[0]?.raw ?? name}`;
  };
  return {
    ip: called('ip', /^ip$/),
    iptables: called('iptables', /^iptables(?:-nft|-legacy)?$/),
    nft: called('nft', /^nft$/),
    sysctl: called('sysctl', /^sysctl$/),
  };
}
