/** `ip address` as a request: ipaddr_modify() and ipaddr_list_flush_or_save(), iproute2 6.1 ip/ipaddress.c. */
import { isUnknown } from '../../../base/fact.ts';
import { addressGrammar, addressSelectorGrammar } from '../../../iproute/objects/address.ts';
import type { IpAddressCommand } from '../../../iproute/types.ts';
import { parseIprouteAddress, parseUnsignedC } from '../../../net/address.ts';
import { parseIproutePrefix } from '../../../net/prefix.ts';
import type { AddressRequest } from '../requests.ts';
import type { MachineCommand } from './command.ts';
import { scopeNumber } from './names.ts';
import { argumentsOf, partsOf, type Parts } from './parts.ts';
import { valueOf, type Reading } from './reading.ts';

const unread: MachineCommand = { kind: 'unknown', touches: 'links' };

/** What the command asks of the kernel. */
export function readAddressCommand(command: IpAddressCommand, reading: Reading): MachineCommand {
  const { verb } = command;
  if (verb === 'show') return { kind: 'none' };
  const dev = valueOf(command.dev);
  if (command.incomplete === true || isUnknown(command.family)) return unread;
  if (verb === 'flush') return readFlush(command, reading);
  if (verb === 'other' || dev === undefined || dev === 'unknown') return unread;
  const parts = partsOf(argumentsOf(reading.shell), addressGrammar);
  const [prefix, peer] = [valueOf(command.address), valueOf(command.peer)];
  const scope = scopeOf(parts);
  const broadcast = broadcastOf(parts);
  if (prefix === undefined || prefix === 'unknown' || peer === 'unknown') return unread;
  if (parts.isUnknown || scope === 'unknown' || broadcast === 'unknown') return unread;
  return {
    kind: 'address',
    request: {
      verb,
      dev,
      prefix,
      peer,
      broadcast,
      scope,
      noPrefixRoute: parts.values.has('noprefixroute'),
      priority: Number(
        parts.values.get('metric') ??
          parts.values.get('priority') ??
          parts.values.get('preference') ??
          0,
      ),
      label: parts.values.get('label'),
      hasLifetime: hasLifetime(parts),
      noDad: parts.values.has('nodad'),
      isTemplate: parts.values.has('mngtmpaddr'),
      exact: peer !== undefined || prefix.address.family === 6 || hasLength(parts),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}

function hasLifetime({ values }: Parts): boolean {
  const text = values.get('valid_lft') ?? 'forever';
  return text !== 'forever' && parseUnsignedC(text) !== 0xffff_ffff;
}

function hasLength({ free, values }: Parts): boolean {
  return free.some((word) => word.includes('/')) || values.get('local')?.includes('/') === true;
}

function scopeOf({ values }: Parts): number | undefined | 'unknown' {
  const text = values.get('scope');
  return text === undefined ? undefined : (scopeNumber(text) ?? 'unknown');
}

function broadcastOf({ values }: Parts): AddressRequest['broadcast'] | 'unknown' {
  const text = values.get('broadcast');
  if (text === undefined || text === '+' || text === '-') return text;
  return parseIprouteAddress(text, 4) ?? 'unknown';
}

const flushWords: ReadonlySet<string> = new Set([
  'dev',
  'scope',
  'to',
  'label',
  'dynamic',
  'permanent',
]);

function readFlush(command: IpAddressCommand, reading: Reading): MachineCommand {
  const { family } = command;
  const dev = valueOf(command.dev);
  const parts = partsOf(argumentsOf(reading.shell), addressSelectorGrammar);
  const { values } = parts;
  const scope = scopeOf(parts);
  const to = values.get('to');
  const label = values.get('label');
  if (parts.isUnknown || scope === 'unknown') return unread;
  if (isUnknown(family) || dev === 'unknown') return unread;
  const within = to === undefined ? undefined : parseIproutePrefix(to, family);
  if (to !== undefined && (within === undefined || !/[.:/]/.test(to))) return unread;
  if ([...values.keys()].some((word) => !flushWords.has(word))) return unread;
  if (values.has('dynamic') && values.has('permanent')) return unread;
  if (label !== undefined && /[^\w*?.:@-]/.test(label)) return unread;
  return {
    kind: 'flush-addresses',
    request: {
      dev,
      family: family ?? within?.address.family,
      scope,
      within,
      label,
      hasLifetime: values.has('dynamic') ? true : values.has('permanent') ? false : undefined,
    },
    sure: reading.sure,
  };
}
