/** `ip rule` as a request: iprule_modify(), iproute2 6.1 ip/iprule.c. */
import { isUnknown } from '../../../base/fact.ts';
import { ruleGrammar } from '../../../iproute/objects/rule.ts';
import type { IpRuleCommand } from '../../../iproute/types.ts';
import { parseUnsignedC, type Family } from '../../../net/address.ts';
import type { Prefix } from '../../../net/prefix.ts';
import { protocolNumber } from '../../../net/protocol.ts';
import { tables } from '../keys.ts';
import type { MachineRule } from '../types.ts';
import type { MachineCommand } from './command.ts';
import { protocolName, realmsOf, tableOf, tosNumber } from './names.ts';
import { argumentsOf, partsOf, type Parts } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

/** Selectors that are compared by their text, once numbers are written alike. */
const otherWords = [
  'tun_id',
  'l3mdev',
  'uidrange',
  'ipproto',
  'sport',
  'dport',
  'suppress_ifgroup',
];

const unread = (family: Family | undefined): MachineCommand => ({
  kind: 'unknown',
  touches: 'rules',
  ...(family === undefined ? {} : { family }),
});

/** What the command asks of the kernel. */
export function readRuleCommand(command: IpRuleCommand, reading: Reading): MachineCommand {
  const { verb } = command;
  if (verb === 'show' || verb === 'save') return { kind: 'none' };
  const family = command.family ?? 4;
  if (isUnknown(family)) return unread(undefined);
  if (verb === 'flush') return readFlush(command, family, reading);
  if (verb !== 'add' && verb !== 'del') return unread(family);
  const parts = partsOf(argumentsOf(reading.shell), ruleGrammar);
  const rule = readRule(command, { family, parts, reading });
  if (rule === undefined || command.incomplete === true || parts.isUnknown) return unread(family);
  return {
    kind: 'rule',
    request: {
      verb,
      rule,
      hasPriority: command.priority !== undefined,
      hasTable: command.table !== undefined,
      hasAction: verb === 'add' || command.action !== 'lookup',
    },
  };
}

const flushWords: ReadonlySet<string> = new Set([
  'table',
  'protocol',
  'priority',
  'iif',
  'oif',
  'from',
  'to',
]);

function readFlush(command: IpRuleCommand, family: Family, reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), ruleGrammar);
  const { values } = parts;
  const table = command.table === undefined ? undefined : tableOf(command.table, reading.names);
  const [priority, from, to, iif, oif] = [
    valueOf(command.priority),
    valueOf(command.from),
    valueOf(command.to),
    valueOf(command.iif),
    valueOf(command.oif),
  ];
  if (parts.isUnknown || command.incomplete === true) return unread(family);
  if ([...values.keys()].some((word) => !flushWords.has(word)) || command.not)
    return unread(family);
  if (command.table !== undefined && table === undefined) return unread(family);
  if (priority === 'unknown' || from === 'unknown' || to === 'unknown') return unread(family);
  if (iif === 'unknown' || oif === 'unknown' || values.get('table') === 'all')
    return unread(family);
  const protocol = values.get('protocol');
  return {
    kind: 'flush-rules',
    sure: reading.sure,
    request: {
      family,
      priority,
      table,
      protocol: protocol === undefined ? undefined : protocolName(protocol),
      iif,
      oif,
      from: from === 'all' ? undefined : from,
      to: to === 'all' ? undefined : to,
    },
  };
}

interface Context {
  readonly family: Family;
  readonly parts: Parts;
  readonly reading: Reading;
}

function readRule(command: IpRuleCommand, context: Context): MachineRule | undefined {
  const { family, parts, reading } = context;
  const { values } = parts;
  const table = command.table === undefined ? tables.main : tableOf(command.table, reading.names);
  const tos = tosNumber(values.get('dsfield') ?? '0');
  const [priority, from, to, iif, oif, suppress] = [
    valueOf(command.priority),
    valueOf(command.from),
    valueOf(command.to),
    valueOf(command.iif),
    valueOf(command.oif),
    valueOf(command.suppressPrefixLength),
  ];
  const mark = readMark(command, values);
  const realms = realmsOf(values.get('realms'));
  if (realms === undefined) return undefined;
  if (table === undefined || tos === undefined || mark === undefined || values.has('dscp'))
    return undefined;
  if (priority === 'unknown' || from === 'unknown' || to === 'unknown') return undefined;
  if (iif === 'unknown' || oif === 'unknown' || suppress === 'unknown') return undefined;
  if (!isOf(from, family) || !isOf(to, family)) return undefined;
  const protocol = values.get('protocol');
  return {
    family,
    priority: priority ?? 0,
    not: command.not,
    from: from === 'all' || from?.length === 0 ? undefined : from,
    to: to === 'all' || to?.length === 0 ? undefined : to,
    iif,
    oif,
    ...mark,
    tos,
    table: hasNoTable(command, values) ? 0 : table,
    action: command.action,
    target: Number(values.get('goto') ?? 0),
    suppressPrefixLength: suppress ?? -1,
    protocol: protocol === undefined ? undefined : protocolName(protocol),
    realms: family === 4 ? realms : 0,
    others: othersOf(values),
    sure: reading.sure,
    origin: reading.origin,
  };
}

/** Only a rule that looks up is of table main where none is written. */
function hasNoTable(
  { table, action, l3mdev }: IpRuleCommand,
  values: ReadonlyMap<string, string>,
): boolean {
  return table === undefined && (action !== 'lookup' || l3mdev || values.has('l3mdev'));
}

function isOf(prefix: Prefix | 'all' | undefined, family: Family): boolean {
  return prefix === undefined || prefix === 'all' || prefix.address.family === family;
}

/** The kernel compares all bits of a mark other than 0, unless a mask is written. */
function readMark(
  { fwmark }: IpRuleCommand,
  values: ReadonlyMap<string, string>,
): Pick<MachineRule, 'mark' | 'mask'> | undefined {
  if (fwmark === undefined) return { mark: 0, mask: 0 };
  if (isUnknown(fwmark.value.value) || isUnknown(fwmark.mask.value)) return undefined;
  const hasMask = values.get('fwmark')?.includes('/') === true;
  const mark = fwmark.value.value;
  return { mark, mask: hasMask || mark !== 0 ? fwmark.mask.value : 0 };
}

function othersOf(values: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = otherWords.filter((word) => values.has(word));
  return new Map(found.map((word) => [word, canonical(word, values.get(word) ?? '')]));
}

/** `tcp` and `6`, `80` and `80-80`, `0x10` and `16` are one value to the kernel. */
function canonical(word: string, text: string): string {
  if (word === 'ipproto') return String(protocolNumber(text) ?? number(text));
  const [first = '', last = first] = text.split('-').map(number);
  return word === 'sport' || word === 'dport' || word === 'uidrange' ? `${first}-${last}` : first;
}

/** Anything but a number stays as it stands. */
function number(text: string): string {
  return String(parseUnsignedC(text) ?? text);
}
