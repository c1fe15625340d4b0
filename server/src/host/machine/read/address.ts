/** `ip address` as a request: ipaddr_modify() and ipaddr_list_flush_or_save(), iproute2 6.1 ip/ipaddress.c. */
import { isUnknown } from '../../../base/fact.ts';
import { addressGrammar, addressSelectorGrammar } from '../../../iproute/objects/address.ts';
import type { IpAddressCommand } from '../../../iproute/types.ts';
import { parseIprouteAddress } from '../../../net/address.ts';
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
  if (verb === 'other' || dev === undefined || dev === 'unknown') return unread;
  if (command.incomplete === true || isUnknown(command.family)) return unread;
  if (verb === 'flush') return readFlush(command, dev, reading);
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
      exact: peer !== undefined || prefix.address.family === 6 || hasLength(parts),
      sure: reading.sure,
      origin: reading.origin,
    },
  };
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

function readFlush(command: IpAddressCommand, dev: string, reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), addressSelectorGrammar);
  const others = [...parts.values.keys()].filter((word) => word !== 'dev' && word !== 'scope');
  const scope = scopeOf(parts);
  if (parts.isUnknown || others.length > 0 || scope === 'unknown') return unread;
  const { family } = command;
  if (isUnknown(family)) return unread;
  return { kind: 'flush-addresses', dev, family, scope, sure: reading.sure };
}
