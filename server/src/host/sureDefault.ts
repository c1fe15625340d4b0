/**
 * The IPv4 default route that a table surely has whenever a rule is there: as long as it stands, no lookup goes on behind the table.
 * IPv6 is left out: a default route may be for one source only.
 */
import { isUnknown, known, placeKey } from '../base/fact.ts';
import type { IpCommand } from '../iproute/types.ts';
import type { CommandContext, Condition } from '../shell/types.ts';
import { executedSteps } from './commands.ts';
import type { Document, Host, HostPolicyRule, HostRoute, ScriptStep } from './model.ts';
import { tableIdentity } from './table.ts';
import { undoes } from './teardown.ts';

/** Types of routes and actions of rules that stop packets. Routes of them end a lookup for packets of a socket that is bound to another link too (fib_lookup_good_nhc(), net/ipv4/fib_trie.c). */
export const stopping: ReadonlySet<string> = new Set(['blackhole', 'unreachable', 'prohibit']);

/** Types that end a lookup, by a way or by an error; after `throw` the kernel goes on (fib_table_lookup(), fib_rules_lookup()). */
const ending: ReadonlySet<string> = new Set(['unicast', 'local', ...stopping]);

/** The default route of a table that is there whenever the rule is, and takes all packets of the rule. */
export function sureDefault(
  host: Host,
  table: string,
  rule: HostPolicyRule,
): HostRoute | undefined {
  const found = defaultsOf(host)
    .get(table)
    ?.find(
      ({ route }) =>
        runsWith(route.context, rule.context) &&
        (rule.oif === undefined || stopping.has(route.type)),
    );
  return found?.stays() === true ? found.route : undefined;
}

interface TableDefault {
  readonly route: HostRoute;
  /** No command may take it away. */
  readonly stays: () => boolean;
}

/** By table. Every policy rule of a host asks. */
type Defaults = ReadonlyMap<string, readonly TableDefault[]>;

const defaultsOfHost = new WeakMap<Host, Defaults>();

function defaultsOf(host: Host): Defaults {
  const defaults = defaultsOfHost.get(host) ?? findDefaults(host);
  defaultsOfHost.set(host, defaults);
  return defaults;
}

function findDefaults(host: Host): Defaults {
  const defaults = new Map<string, TableDefault[]>();
  const narrowed = routesWithTos(host);
  for (const route of host.routes) {
    if (!isEnding(route) || narrowed.has(placeKey(route.origin))) continue;
    const table = tableIdentity(route.table, host.tableNames);
    if (table === undefined) continue;
    let answer: boolean | undefined;
    const stays = (): boolean => (answer ??= !mayGo(host, route, table));
    const same = defaults.get(table);
    if (same === undefined) defaults.set(table, [{ route, stays }]);
    else same.push({ route, stays });
  }
  return defaults;
}

function isEnding(route: HostRoute): boolean {
  return (
    route.family === 4 &&
    !route.automatic &&
    route.incomplete !== true &&
    ending.has(route.type) &&
    isDefault(route)
  );
}

function isDefault({ destination }: Pick<HostRoute, 'destination'>): boolean {
  const value = known(destination);
  return value === 'default' || value?.length === 0;
}

/** True if a command runs whenever another one does. */
export function runsWith(
  context: CommandContext | undefined,
  other: CommandContext | undefined,
): boolean {
  if (context === undefined) return true;
  if (context.loop || context.trap || context.uncalled === true || context.netns !== undefined)
    return false;
  if (!context.conditional) return true;
  const around = conditionsOf(other);
  const own = conditionsOf(context);
  return (
    own.length > 0 &&
    own.every(({ choice, arm }) =>
      around.some((each) => each.choice === choice && each.arm === arm),
    )
  );
}

function conditionsOf(context: CommandContext | undefined): readonly Condition[] {
  const all: Condition[] = [];
  for (let each = context?.condition; each !== undefined; each = each.outer) all.push(each);
  return all;
}

/** Places of routes for one type of service: they leave the other packets to the next rule. */
function routesWithTos({ documents }: Host): ReadonlySet<string> {
  return new Set(
    documents.flatMap((document) =>
      executedSteps(document).flatMap(({ command, ip }) =>
        ip?.object === 'route' && ip.tos !== undefined
          ? [placeKey({ file: command.file ?? document.file.id, span: ip.span })]
          : [],
      ),
    ),
  );
}

function isStepOf(
  document: Document,
  { command, ip }: ScriptStep,
  { origin }: Pick<HostRoute, 'origin'>,
): boolean {
  return (
    ip?.span.start === origin.span.start &&
    ip.span.end === origin.span.end &&
    (command.file ?? document.file.id) === origin.file
  );
}

/** A command in a branch, in another file, or behind it may take the route away. */
function mayGo(host: Host, route: HostRoute, table: string): boolean {
  return host.documents.some((document) => {
    const steps = executedSteps(document);
    const own = steps.findLastIndex((step) => isStepOf(document, step, route));
    return steps.some(({ ip }, index) => {
      if (ip === undefined || ip.context.netns !== undefined || undoes(ip.context)) return false;
      if (passesOver(host, ip, table)) return true;
      const isLater = own < 0 || index > own || ip.context.conditional || ip.context.loop;
      return isLater && (removesDefault(host, ip, table) || (index > own && takesLinkAway(ip)));
    });
  });
}

/** `throw default` may take its place, or stand in front of it. */
function passesOver(host: Host, ip: IpCommand, table: string): boolean {
  if (ip.object !== 'route' || ip.type !== 'throw' || ip.verb === 'del' || ip.family === 6)
    return false;
  const { destination } = ip;
  return (
    tableIdentity(ip.table, host.tableNames) === table &&
    destination !== undefined &&
    isDefault({ destination })
  );
}

function removesDefault(host: Host, ip: IpCommand, table: string): boolean {
  if (ip.object !== 'route') return false;
  const { verb, destination, flushCache } = ip;
  if ((verb !== 'del' && verb !== 'flush') || flushCache || ip.family === 6) return false;
  const identity = tableIdentity(ip.table, host.tableNames);
  const isOther =
    identity !== undefined && !identity.startsWith('$') && identity !== table && identity !== 'all';
  if (isOther) return false;
  return destination === undefined || isUnknown(destination.value) || isDefault({ destination });
}

/** With a link or its address its routes go. */
function takesLinkAway(ip: IpCommand): boolean {
  if (ip.object === 'link') return ip.verb === 'del' || ip.state === 'down';
  return ip.object === 'address' && (ip.verb === 'del' || ip.verb === 'flush');
}
