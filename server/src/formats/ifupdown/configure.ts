/**
 * What ifupdown does itself for a stanza, as `ip` commands.
 * inet.defn and inet6.defn of ifupdown 0.8.41, Linux: an address, the link up, and a default route by the gateway, which is
 * written with `onlink`.
 */
import { unknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { bondSteps } from './bond.ts';
import type { InterfaceOption, InterfaceStanza } from './lines.ts';
import { valueOf } from './option.ts';

export interface StanzaPlace {
  readonly file: string;
  readonly stanza: InterfaceStanza;
  /** With those that it inherits. */
  readonly options: readonly InterfaceOption[];
  /** The link; `eth0` for the label `eth0:1`. */
  readonly link: PlacedValue;
}

/** A bond is made before it gets addresses. */
export function configureStanza(place: StanzaPlace): readonly FormatStep[] {
  return [...bondSteps(place), ...addressSteps(place)];
}

function addressSteps(place: StanzaPlace): readonly FormatStep[] {
  switch (place.stanza.method) {
    case 'dhcp':
    case 'auto':
    case 'bootp':
    case 'ppp':
    case 'wvdial':
    case 'ipv4ll':
      return fromOutside(place);
    case 'loopback':
    case 'manual':
      return [];
    default:
      return configureStatic(place);
  }
}

/** An address and a default route that nobody knows. */
function fromOutside({ file, stanza, link }: StanzaPlace): readonly FormatStep[] {
  const family = stanza.family === 'inet6' ? '-6' : '-4';
  const span = stanza.nameSpan;
  const value = { value: unknown(`it comes by ${stanza.method ?? 'another program'}`), span };
  return impliedSteps([
    impliedIp([family, 'address', 'add', 'dev', link, 'local', value], { file, span }),
    stanza.method === 'ipv4ll'
      ? undefined
      : impliedIp([family, 'route', 'add', 'to', 'default', 'via', value, 'dev', link], {
          file,
          span,
        }),
  ]);
}

function configureStatic(place: StanzaPlace): readonly FormatStep[] {
  const { file, options, link } = place;
  const addresses = options.filter(({ name }) => name === 'address');
  const gateways = options.filter(({ name }) => name === 'gateway');
  return impliedSteps([
    ...addresses.map((option) =>
      impliedIp(
        [
          ...familyOf(place, option),
          'address',
          'add',
          'dev',
          link,
          'local',
          addressOf(option, options),
        ],
        {
          file,
          span: option.span,
        },
      ),
    ),
    ...gateways.map((option) =>
      impliedIp(
        [
          ...familyOf(place, option),
          'route',
          verbOf(place, option),
          'to',
          'default',
          'via',
          valueOf(option),
          'dev',
          link,
          ...metricOf(options),
          'onlink',
        ],
        { file, span: option.span },
      ),
    ),
  ]);
}

function familyOf({ stanza }: StanzaPlace, option: InterfaceOption): readonly string[] {
  if (stanza.family === 'inet6') return ['-6'];
  return stanza.family === 'inet' || !option.value.includes(':') ? ['-4'] : ['-6'];
}

/** inet6.defn replaces a default route that is there already. */
function verbOf(place: StanzaPlace, option: InterfaceOption): string {
  return familyOf(place, option).includes('-6') ? 'replace' : 'add';
}

function metricOf(options: readonly InterfaceOption[]): readonly (string | PlacedValue)[] {
  const metric = options.find(({ name }) => name === 'metric');
  return metric === undefined ? [] : ['metric', valueOf(metric)];
}

/** The address with its own length, or that of `netmask`: `24` or `255.255.255.0`. */
function addressOf(option: InterfaceOption, options: readonly InterfaceOption[]): PlacedValue {
  const own = valueOf(option);
  const netmask = options.find(({ name }) => name === 'netmask')?.value;
  if (typeof own.value !== 'string' || own.value.includes('/') || netmask === undefined) return own;
  const length = /^\d+$/.test(netmask) ? netmask : maskLength(netmask);
  if (length === undefined) return { ...own, value: unknown('its netmask is not known') };
  return { ...own, value: `${own.value}/${length}` };
}

function maskLength(mask: string): string | undefined {
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) && bits.length === 32
    ? String(bits.replaceAll('0', '').length)
    : undefined;
}
