/**
 * The common forms of `ifconfig` and `route` of net-tools 2.10, as the `ip` commands with the same effect: an IPv4 address with
 * its mask, a route with a gateway or a link. Of every other form nothing is read; what it sets is unknown.
 */
import { isUnknown, unknown } from '../base/fact.ts';
import { isOpen } from '../shell/pieces.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { impliedIp, impliedSteps, type ImpliedPlace, type PlacedValue } from './implied.ts';
import type { FormatStep } from './types.ts';

/** What a command sets; undefined for any other command, and for forms that are not read. */
export function readNetToolsCommand(
  { name, words, span, context }: ShellCommand,
  file: string,
): readonly FormatStep[] | undefined {
  const args = words.slice(1);
  if (args.some((word) => word.several === true || (isOpen(word) && !isUnknown(word.value))))
    return undefined;
  const place = { file, span, context };
  if (name === 'ifconfig') return readIfconfig(args, place);
  return name === 'route' ? readRoute(args, place) : undefined;
}

/** Options with a word behind them that change no address and no route here. */
const otherIfconfig: ReadonlySet<string> = new Set(['broadcast', 'mtu', 'metric', 'txqueuelen']);

/** `ifconfig IF [inet] A[/N] [netmask M] [broadcast B] [mtu N] [up]`: `IF:1` is a label of `IF`. */
function readIfconfig(
  [link, ...rest]: readonly ShellWord[],
  place: ImpliedPlace,
): readonly FormatStep[] | undefined {
  const [address, ...options] = rest[0]?.value === 'inet' ? rest.slice(1) : rest;
  if (link === undefined || address === undefined || !mayBeAddress(address)) return undefined;
  let mask: ShellWord | undefined;
  for (let at = 0; at < options.length; at++) {
    const { value } = options[at] ?? { value: undefined };
    if (value === 'netmask') mask = options[++at];
    else if (typeof value === 'string' && otherIfconfig.has(value)) at++;
    else if (value !== 'up') return undefined;
  }
  const dev = {
    ...link,
    value: typeof link.value === 'string' ? unlabelled(link.value) : link.value,
  };
  const prefix = prefixOf(address, mask, classOf);
  return prefix === undefined
    ? undefined
    : impliedSteps([impliedIp(['address', 'add', prefix, 'dev', dev], place)]);
}

function unlabelled(name: string): string {
  return name.replace(/:.*$/, '');
}

const dotted = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function mayBeAddress({ value }: ShellWord): boolean {
  return isUnknown(value) || (dotted.test(value.replace(/\/\d+$/, '')) && !value.startsWith('0.'));
}

/** The length that the class of an address had; of others `ifconfig` takes the kernel's. */
function classOf(address: string): number | undefined {
  const first = Number(address.split('.')[0]);
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : undefined;
}

/** Address and mask as a prefix; unknown where one of them is, undefined where the mask is none. */
function prefixOf(
  address: ShellWord,
  mask: ShellWord | undefined,
  otherwise: (address: string) => number | undefined,
): PlacedValue | undefined {
  const { span, value } = address;
  if (isUnknown(value)) return { value: mask === undefined ? value : unknown(value.reason), span };
  if (value.includes('/')) return mask === undefined ? { value, span } : undefined;
  if (mask !== undefined && isUnknown(mask.value))
    return { value: unknown(mask.value.reason), span };
  const length = mask === undefined ? otherwise(value) : lengthOf(mask.value);
  return length === undefined ? undefined : { value: `${value}/${length}`, span };
}

/** The length of `255.255.240.0`. */
function lengthOf(mask: ShellWord['value']): number | undefined {
  if (typeof mask !== 'string' || !dotted.test(mask)) return undefined;
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) && bits.length === 32 ? bits.lastIndexOf('1') + 1 : undefined;
}

interface RouteWords {
  kind: 'net' | 'host' | undefined;
  target: ShellWord | undefined;
  mask: ShellWord | undefined;
  rejects: boolean;
  /** In the words of `ip`. */
  readonly rest: (string | PlacedValue)[];
}

/** `route add|del [-net|-host] T [netmask M] [gw G] [metric N] [[dev] IF] [reject]`. */
function readRoute(
  [verb, ...words]: readonly ShellWord[],
  place: ImpliedPlace,
): readonly FormatStep[] | undefined {
  if (verb?.value !== 'add' && verb?.value !== 'del') return undefined;
  const read = readRouteWords(words);
  const target = read === undefined ? undefined : targetOf(read);
  if (read === undefined || target === undefined) return undefined;
  const type = read.rejects ? ['unreachable'] : [];
  return impliedSteps([impliedIp(['route', verb.value, ...type, target, ...read.rest], place)]);
}

const routeOptions: Readonly<Record<string, string>> = { gw: 'via', metric: 'metric', dev: 'dev' };

function readRouteWords(words: readonly ShellWord[]): RouteWords | undefined {
  const read: RouteWords = {
    kind: undefined,
    target: undefined,
    mask: undefined,
    rejects: false,
    rest: [],
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const text = typeof word.value === 'string' ? word.value : '';
    const option = Object.hasOwn(routeOptions, text) ? routeOptions[text] : undefined;
    const next = words[at + 1];
    if (read.target === undefined && (text === '-net' || text === '-host'))
      read.kind = text === '-net' ? 'net' : 'host';
    else if (text.startsWith('-')) return undefined;
    else if (read.target === undefined) read.target = word;
    else if (text === 'reject') read.rejects = true;
    else if (text === 'netmask' || option !== undefined) {
      if (next === undefined) return undefined;
      if (option === undefined) read.mask = next;
      else read.rest.push(option, next);
      at++;
    } else if (at === words.length - 1 || next?.value === 'metric') read.rest.push('dev', word);
    else return undefined;
  }
  return read;
}

/** Of a network without a mask nothing is said: which one is meant is a guess of the tool's own. */
function targetOf({ kind, target, mask }: RouteWords): string | PlacedValue | undefined {
  if (target === undefined) return undefined;
  const { value } = target;
  const isPrefix = mask !== undefined || (!isUnknown(value) && value.includes('/'));
  if (kind === 'host' && isPrefix) return undefined;
  if (value === 'default') return kind === 'host' ? undefined : { value, span: target.span };
  if (!isUnknown(value) && !dotted.test(value.replace(/\/\d+$/, ''))) return undefined;
  const isHost =
    kind === 'host' || (kind === undefined && !isUnknown(value) && !value.endsWith('.0'));
  return prefixOf(target, mask, () => (isHost ? 32 : undefined));
}
