/** Whether a policy rule that a script adds is still there when the script has ended. */
import type { IpRuleCommand } from '../iproute/types.ts';
import { executedSteps } from './commands.ts';
import type { Host, HostPolicyRule, ScriptStep } from './model.ts';
import { tableIdentity } from './table.ts';
import { undoes } from './teardown.ts';

/** False if a command behind it may remove it. A removal in front of it clears away what an earlier run has left. */
export function ruleStands(host: Host, { origin, table }: HostPolicyRule): boolean {
  const identity = tableIdentity(table, host.tableNames);
  const mayRemove = (command: IpRuleCommand): boolean => {
    const other = tableIdentity(command.table, host.tableNames);
    return (
      command.table === undefined ||
      other === undefined ||
      other.startsWith('$') ||
      other === identity
    );
  };
  return host.documents.every((document) => {
    const steps = executedSteps(document);
    const isAdding = ({ command, ip }: ScriptStep): boolean =>
      ip?.span.start === origin.span.start &&
      (command.file ?? document.file.id) === origin.file &&
      ip.span.end === origin.span.end;
    const last = steps.findLastIndex((step) => isAdding(step));
    return (
      last < 0 ||
      !steps.slice(last + 1).some(({ ip }) => ip?.object === 'rule' && removes(ip) && mayRemove(ip))
    );
  });
}

function removes({ verb, context }: IpRuleCommand): boolean {
  return (
    (verb === 'del' || verb === 'flush' || verb === 'other') &&
    context.netns === undefined &&
    !undoes(context)
  );
}
