/** Whether a policy rule that a script adds is still there when the script has ended. */
import { placeKey } from '../base/fact.ts';
import type { IpRuleCommand } from '../iproute/types.ts';
import { executedSteps } from './commands.ts';
import type { Document, Host, HostPolicyRule } from './model.ts';
import { tableIdentity } from './table.ts';
import { undoes } from './teardown.ts';

/** False if a command behind it may remove it. A removal in front of it clears away what an earlier run has left. */
export function ruleStands(host: Host, { origin, table }: HostPolicyRule): boolean {
  const identity = tableIdentity(table, host.tableNames);
  const place = placeKey(origin);
  return ordersOf(host).every(({ added, removed }) => {
    const last = added.get(place);
    if (last === undefined) return true;
    return [undefined, identity].every((each) => (removed.get(each) ?? -1) < last);
  });
}

/** Where the steps of a document stand, by their numbers. */
interface Order {
  /** The last run of each `ip rule` command, by its place. */
  readonly added: ReadonlyMap<string, number>;
  /** The last removal of rules to each table; undefined: of any. */
  readonly removed: ReadonlyMap<string | undefined, number>;
}

/** Every policy rule of a host asks. */
const ordersOfHost = new WeakMap<Host, readonly Order[]>();

function ordersOf(host: Host): readonly Order[] {
  const orders =
    ordersOfHost.get(host) ?? host.documents.map((document) => orderOf(host, document));
  ordersOfHost.set(host, orders);
  return orders;
}

function orderOf(host: Host, document: Document): Order {
  const added = new Map<string, number>();
  const removed = new Map<string | undefined, number>();
  for (const [index, { command, ip }] of executedSteps(document).entries()) {
    if (ip?.object !== 'rule') continue;
    added.set(placeKey({ file: command.file ?? document.file.id, span: ip.span }), index);
    if (removes(ip)) removed.set(tableOf(host, ip), index);
  }
  return { added, removed };
}

/** Undefined where the command may mean any. */
function tableOf(host: Host, { table }: IpRuleCommand): string | undefined {
  const identity = table === undefined ? undefined : tableIdentity(table, host.tableNames);
  return identity?.startsWith('$') === true ? undefined : identity;
}

function removes({ verb, context }: IpRuleCommand): boolean {
  return (
    (verb === 'del' || verb === 'flush' || verb === 'other') &&
    context.netns === undefined &&
    !undoes(context)
  );
}
