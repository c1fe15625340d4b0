/** Flushes of the policy rules after which, to the end of the script, no rule leads to the main table. */
import type { IpRuleCommand } from '../../iproute/types.ts';
import type { Family } from '../../net/address.ts';
import type { Condition } from '../../shell/types.ts';
import { executedSteps } from '../commands.ts';
import type { Document, Host } from '../model.ts';
import { hasNumber, isMainTable } from '../table.ts';
import { tables } from './keys.ts';
import { armsOf } from './refusals.ts';
import { canReplay, replayDocument, type Replayed } from './replay.ts';
import type { Machine, MachineRule } from './types.ts';

export interface LostRules {
  readonly command: IpRuleCommand;
  /** Id of the file that the command stands in. */
  readonly file: string;
  readonly family: Family;
}

/** In the order of the documents. */
export function findLostRules(host: Host): readonly LostRules[] {
  return host.documents
    .filter((document) => canReplay(document) && flushesAll(document))
    .flatMap((document) =>
      [undefined, ...armsOf(document)].flatMap((assumed) => lostIn(host, document, assumed)),
    );
}

function flushesAll(document: Document): boolean {
  return executedSteps(document).some(({ ip }) => ip?.object === 'rule' && ip.verb === 'flush');
}

function lostIn(
  host: Host,
  document: Document,
  assumed: Condition | undefined,
): readonly LostRules[] {
  const flushes: Flush[] = [];
  const seen = new Set<object>();
  let adds6 = false;
  const after = (replayed: Replayed, machine: Machine): void => {
    const { asked, command } = replayed;
    seen.add(command);
    if (asked.kind === 'rule' && asked.request.rule.family === 6) adds6 = true;
    const file = replayed.step.command.file ?? document.file.id;
    const family = wholeFlush(replayed);
    if (family !== undefined && command.object === 'rule')
      flushes.push({ command, file, family, machine });
  };
  const { host: machine } = replayDocument(host, document, {
    after,
    ...(assumed === undefined ? {} : { assumed }),
  });
  const own = flushes.filter((flush) => flush.machine === machine);
  return ([4, 6] as const).flatMap((family) => {
    const last = own.findLast((flush) => flush.family === family);
    // IPv6 asks its rules only when one was added (fib6_has_custom_rules(), include/net/netns/ipv6.h); else it takes main.
    if (last === undefined || (family === 6 && !adds6)) return [];
    const { list, known } = machine.rules[family];
    if (!known || list.some((rule) => leadsOn(rule)) || mayBePutBack(host, seen)) return [];
    return [{ command: last.command, file: last.file, family }];
  });
}

interface Flush extends LostRules {
  readonly machine: Machine;
}

/** The family of a flush that surely runs and names no rules. */
function wholeFlush({ asked, isCertain }: Replayed): Family | undefined {
  if (asked.kind !== 'flush-rules' || !asked.sure || !isCertain) return undefined;
  const { family, ...selectors } = asked.request;
  return Object.values(selectors).every((each) => each === undefined) ? family : undefined;
}

/** A rule to the main table, to one whose number is not known, or one for all packets: the script has an order of its own. */
function leadsOn({ action, table, ...rule }: MachineRule): boolean {
  if (action !== 'lookup') return action === 'goto' || takesAll(rule);
  if (table === tables.local) return false;
  return table === tables.main || typeof table === 'string' || takesAll(rule);
}

function takesAll(rule: Omit<MachineRule, 'action' | 'table'>): boolean {
  return (
    rule.not ||
    ([rule.from, rule.to].every((prefix) => (prefix?.length ?? 0) === 0) &&
      rule.iif === undefined &&
      rule.oif === undefined &&
      rule.mask === 0 &&
      rule.tos === 0 &&
      rule.others.size === 0)
  );
}

/** A rule to the main table stands in another file, in another branch, or in a function that nothing calls. */
function mayBePutBack(host: Host, seen: ReadonlySet<object>): boolean {
  return host.documents.some((document) =>
    executedSteps(document).some(
      ({ ip }) =>
        ip?.object === 'rule' &&
        !seen.has(ip) &&
        ip.context.netns === undefined &&
        (ip.verb === 'restore' ||
          (ip.verb === 'add' &&
            (isMainTable(ip.table, host.tableNames) || !hasNumber(ip.table, host.tableNames)))),
    ),
  );
}
