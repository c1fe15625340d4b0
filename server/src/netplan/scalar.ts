/** From a scalar's text to its value or netplan's refusal, by the type that its key table gives. */
import { assertNever } from '../base/assertNever.ts';
import { codeSpan } from '../base/markdown.ts';
import {
  readControllerTarget,
  readEndpoint,
  readServerAddress,
  readTunnelAddress,
} from './endpoints.ts';
import type { ScalarType, WordType } from './keys/table.ts';
import {
  readBooleanOrRoute,
  readDriver,
  readHardwareAddress,
  readName,
  readToken,
} from './names.ts';
import { refuseAddress, warn } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import {
  readAddress,
  readBoolean,
  readDestination,
  readInteger,
  readNetwork,
  readTypeOfService,
  readVersion,
  readWord,
} from './values.ts';

/** What netplan refuses of a text, or undefined. */
export function refuseScalar(text: string, type: ScalarType): Refusal | undefined {
  if (type.kind === 'word') return refuseWord(text, type);
  const reading = readScalar(text, type);
  return 'refusal' in reading ? reading.refusal : refuseByOlder(text, type);
}

/** What netplan 0.106 did not take yet: words for a hardware address, an empty endpoint. */
function refuseByOlder(text: string, type: ScalarType): Refusal | undefined {
  if (type.kind === 'hardware-address') {
    const reading = readHardwareAddress(text, undefined);
    return 'refusal' in reading ? { ...reading.refusal, until: '1.1' } : undefined;
  }
  if (type.kind !== 'endpoint' || text !== '') return undefined;
  const netplan = "invalid endpoint address or hostname ''";
  return { ...refuseAddress('the endpoint is empty', netplan, 'remove it'), until: '1.1' };
}

/** A word may be newer than the oldest version, and so may be its check. */
function refuseWord(text: string, type: WordType): Refusal | undefined {
  const reading = readWord(text, type);
  if ('refusal' in reading)
    return type.checkedSince === undefined
      ? reading.refusal
      : { ...reading.refusal, since: type.checkedSince };
  if (type.ignored?.words.includes(text) === true) return warnIgnored(text, type.ignored);
  const until = typeof reading.value === 'string' ? type.newer?.[reading.value] : undefined;
  if (until === undefined) return undefined;
  const none = readWord(text, {
    ...type,
    words: type.words.filter((w) => type.newer?.[w] === undefined),
  });
  return 'refusal' in none
    ? { ...none.refusal, what: `\`${text}\` came with netplan ${until}`, until }
    : undefined;
}

function warnIgnored(text: string, { netplan, since }: NonNullable<WordType['ignored']>): Refusal {
  const said = netplan.replace('%s', () => text);
  return { ...warn(`${codeSpan(text)} is ignored`, said, 'remove it'), since };
}

function readScalar(
  text: string,
  type: Exclude<ScalarType, WordType>,
): { readonly value: unknown } | { readonly refusal: Refusal } {
  switch (type.kind) {
    case 'text':
    case 'reference':
      return { value: text };
    case 'boolean':
      return readBoolean(text);
    case 'boolean-or-route':
      return readBooleanOrRoute(text);
    case 'integer':
      return readInteger(text);
    case 'type-of-service':
      return readTypeOfService(text);
    case 'version':
      return readVersion(text);
    case 'name':
      return readName(text);
    case 'hardware-address':
      return readHardwareAddress(text, type.words);
    case 'address':
      return readAddress(text, type.family);
    case 'token':
      return readToken(text);
    case 'server-address':
      return readServerAddress(text, type.family);
    case 'tunnel-address':
      return readTunnelAddress(text);
    case 'network':
      return readNetwork(text);
    case 'destination':
      return readDestination(text);
    case 'endpoint':
      return readEndpoint(text);
    case 'controller-target':
      return readControllerTarget(text);
    case 'driver':
      return readDriver(text);
    default:
      return assertNever(type);
  }
}
