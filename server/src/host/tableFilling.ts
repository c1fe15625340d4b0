/**
 * Which routing tables get routes by the scripts of a host, and whether something else may fill a table.
 * A table is taken to be empty only where every program that the scripts run is known to put no route into it.
 */
import { isUnknown } from '../base/fact.ts';
import type { Origin } from '../base/fact.ts';
import type { IpCommand, IpRouteCommand } from '../iproute/types.ts';
import type { Family } from '../net/address.ts';
import type { ShellScript, ShellWord } from '../shell/types.ts';
import { executedSteps, scriptOf, stepsOf } from './commands.ts';
import { isHarmless } from './machine/harmless.ts';
import type { Document, Host, ScriptStep } from './model.ts';
import { tableIdentity } from './table.ts';

/** A command or setting that puts a route into a table. */
export interface Filling {
  /** As `tableIdentity` gives it. */
  readonly table: string;
  /** Undefined where it cannot be told. */
  readonly family: Family | undefined;
  /** In another network namespace: it fills the table of the same number there. */
  readonly isElsewhere: boolean;
  readonly origin: Origin;
}

/** All that fills tables; undefined where something may fill any of them. */
export function tableFillings(host: Host): readonly Filling[] | undefined {
  const scripts = new Set(
    host.documents.filter(({ kind }) => kind === 'shell').map(({ file }) => `/${file.path}`),
  );
  if (!host.documents.every((document) => isFollowed(document, scripts))) return undefined;
  const fillings: Filling[] = [];
  for (const { table, family, origin } of host.routesEverAdded) {
    const name = tableIdentity(table, host.tableNames);
    if (name === undefined || name.startsWith('$')) return undefined;
    fillings.push({ table: name, family: knownFamily(family), isElsewhere: false, origin });
  }
  for (const document of host.documents)
    for (const step of executedSteps(document)) {
      const filling = fillingOf(host, document, step);
      if (filling === 'any') return undefined;
      if (filling !== undefined) fillings.push(filling);
    }
  return fillings;
}

/** True if all that the document runs is known, and nothing of it puts routes into tables by a way that is not read. */
function isFollowed(document: Document, scripts: ReadonlySet<string>): boolean {
  const script = scriptOf(document);
  if (script === undefined) return true;
  if (script.unfollowed.length > 0 || script.errors.length > 0) return false;
  const read = new Set(executedSteps(document).map(({ command }) => command));
  const functions = functionsOf(script);
  return script.executed.every(
    (command) =>
      read.has(command) ||
      command.context.neverRuns === true ||
      command.words.length === 0 ||
      (command.name !== undefined &&
        (functions.has(command.name) ||
          isHarmless(command.name) ||
          withoutTables.has(command.name) ||
          isScript(command.words[0], scripts))),
  );
}

function isScript(program: ShellWord | undefined, scripts: ReadonlySet<string>): boolean {
  return typeof program?.value === 'string' && scripts.has(program.value);
}

/** Programs that change links, or routes of the main table only. */
const withoutTables: ReadonlySet<string> = new Set(
  'bridge brctl depmod ethtool ifconfig insmod iw iwconfig modprobe rmmod route wg'.split(' '),
);

function functionsOf({ executed }: ShellScript): ReadonlySet<string> {
  return new Set(executed.flatMap(({ context }) => context.functionName ?? []));
}

/** What one command fills; `any` where that cannot be told. */
function fillingOf(
  host: Host,
  document: Document,
  { command, ip }: ScriptStep,
): Filling | 'any' | undefined {
  if (ip === undefined || ip.context.neverRuns === true) return undefined;
  const origin = { file: command.file ?? document.file.id, span: ip.span };
  switch (ip.object) {
    case 'route':
      return fillingOfRoute(host, ip, origin);
    case 'rule':
      return undefined;
    case 'link':
      return fillingOfVrf(ip, origin);
    case 'other':
      return ip.batch !== undefined && !readsOwnBatch(document, ip) ? 'any' : undefined;
    default:
      return undefined;
  }
}

const filling: ReadonlySet<IpRouteCommand['verb']> = new Set([
  'add',
  'append',
  'prepend',
  'replace',
  'change',
]);

function fillingOfRoute(
  host: Host,
  command: IpRouteCommand,
  origin: Origin,
): Filling | 'any' | undefined {
  if (command.verb === 'restore' || command.verb === 'other') return 'any';
  if (!filling.has(command.verb)) return undefined;
  const table = tableIdentity(command.table, host.tableNames);
  const isUnread = command.incomplete === true && command.table === undefined;
  if (table === undefined || table.startsWith('$') || isUnread || command.vrf !== undefined)
    return 'any';
  const { netns } = command.context;
  return {
    table,
    family: routeFamily(command),
    isElsewhere: netns !== undefined && !isUnknown(netns),
    origin,
  };
}

/** Undefined where an address may be of either. */
function routeFamily({ family, destination, nexthops }: IpRouteCommand): Family | undefined {
  if (family !== undefined) return knownFamily(family);
  if (destination === undefined || isUnknown(destination.value)) return undefined;
  if (destination.value !== 'default') return destination.value.address.family;
  const via = nexthops.find(({ via: gateway }) => gateway !== undefined)?.via?.value;
  return via === undefined ? 4 : isUnknown(via) ? undefined : via.family;
}

function knownFamily(family: Family | object): Family | undefined {
  return typeof family === 'number' ? family : undefined;
}

/** `ip link add NAME type vrf table 10`: the routes of its members stand there. */
function fillingOfVrf(
  { settings }: Extract<IpCommand, { readonly object: 'link' }>,
  origin: Origin,
): Filling | 'any' | undefined {
  const table = settings.find(({ keyword }) => keyword === 'table')?.values[0]?.value;
  if (table === undefined) return undefined;
  if (isUnknown(table) || !/^\d+$/.test(table)) return 'any';
  return { table, family: undefined, isElsewhere: false, origin };
}

/** True for `ip -batch -` with lines that stand in the script. */
function readsOwnBatch(
  document: Document,
  ip: Extract<IpCommand, { readonly object: 'other' }>,
): boolean {
  const step = stepsOf(document).find((each) => each.ip === ip);
  return (
    ip.batch?.file.value === '-' &&
    step?.command.input !== undefined &&
    step.batchProblems?.length === 0
  );
}

/** Whether two tables may be one: a name may stand for any number, where no file here defines it. */
export function mayBeOneTable(host: Host, a: string, b: string): boolean {
  return a === b || isNumbered(host, a) !== isNumbered(host, b);
}

/** True if the number of the table is known. */
export function isNumbered(host: Host, table: string): boolean {
  return /^\d+$/.test(table) || host.tableNames.has(table);
}
