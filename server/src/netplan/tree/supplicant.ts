/** What networkd hands to wpa_supplicant: keys, channels, modes (write_wpa_conf and append_wpa_auth_conf, src/networkd.c). */
import { codeSpan } from '../../base/markdown.ts';
import type { Origin } from '../../base/fact.ts';
import { refuseBackend } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { readInteger } from '../values.ts';
import type { NetplanVersion } from '../version.ts';
import type { AccessPoint, Definition, Placed, TreeState } from './state.ts';
import { channels5 } from './wifiChannels.ts';

export function checkSupplicant(state: TreeState, definition: Definition): void {
  if (definition.kind !== 'wifis') {
    const { scalars, id } = definition;
    return checkPassword(
      state,
      id,
      passwordOf((key) => scalars.get(`auth.${key}`)),
    );
  }
  checkWake(state, definition);
  for (const accessPoint of definition.accessPoints.values())
    checkAccessPoint(state, definition, accessPoint);
}

function checkAccessPoint(state: TreeState, { id }: Definition, accessPoint: AccessPoint): void {
  const { scalars, sections, ssid, place } = accessPoint;
  checkChannel(state, accessPoint);
  const mode = scalars.get('mode');
  if (mode?.text === 'ap') {
    const netplan = `ERROR: ${id}: ${ssid}: networkd does not support this wifi mode`;
    const what = 'networkd cannot be an access point';
    const refusal = refuseBackend(what, netplan, 'write `renderer: NetworkManager`');
    state.report(mode.origin, refusal);
  }
  const own = scalars.get('password');
  if (own === undefined && !sections.has('auth')) return;
  const password = own ?? passwordOf((key) => scalars.get(`auth.${key}`));
  checkPassword(state, ssid, password ?? { text: '12345678', origin: place });
}

/** The password as a shared key, if the key management takes one. */
function passwordOf(at: (key: string) => Placed | undefined): Placed | undefined {
  const management = at('key-management')?.text;
  const takesKey = management === 'psk' || management === 'psk-sha256' || management === 'sae';
  return takesKey ? at('password') : undefined;
}

const shortest = 8;
const longest = 63;
const rawKey = 64;

function checkPassword(state: TreeState, id: string, password: Placed | undefined): void {
  if (password === undefined) return;
  const length = writtenLength(password.text, state.target);
  if (length === rawKey && /^[0-9a-f]*$/i.test(password.text)) return;
  if (length >= shortest && length <= longest) return;
  state.report(password.origin, refusePassword(id, length));
}

function refusePassword(id: string, length: number): Refusal {
  if (length === rawKey)
    return refuseBackend(
      'a key of 64 characters must be hexadecimal',
      `ERROR: ${id}: PSK length of 64 is only supported for hex-digit representation`,
      'write 64 hexadecimal digits, or 8 to 63 characters',
    );
  return refuseBackend(
    `the password has ${length} characters`,
    `ERROR: ${id}: ASCII passphrase must be between 8 and 63 characters (inclusive)`,
    'write 8 to 63 characters',
  );
}

/** Bytes; later versions than 0.106 write control characters as escapes first, quotes and backslashes as they are. */
function writtenLength(text: string, target: NetplanVersion): number {
  const isEscaped = target !== '0.106';
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isEscaped && '\b\f\n\r\t\v'.includes(character)) length += 2;
    else if (isEscaped && (code < 0x20 || code === 0x7f)) length += 4;
    else length += code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4;
  }
  return length;
}

/** wifi_get_freq24 and wifi_get_freq5 end netplan, whoever the renderer is. */
export function checkChannel(state: TreeState, { scalars }: AccessPoint): void {
  const channel = scalars.get('channel');
  const band = scalars.get('band')?.text;
  if (channel === undefined || band === undefined) return;
  const reading = readInteger(channel.text);
  if (!('value' in reading) || reading.value === 0) return;
  const number = Number(reading.value);
  const is24 = band === '2.4GHz' || band === '2.4G';
  const isKnown = is24 ? number <= 14 : channels5.has(number);
  if (isKnown || !(is24 || band === '5GHz' || band === '5G')) return;
  report(state, channel.origin, { number, band: is24 ? '2.4GHz' : '5GHz' });
}

function report(
  state: TreeState,
  place: Origin,
  { number, band }: { readonly number: number; readonly band: string },
): void {
  const netplan = `ERROR: invalid ${band} WiFi channel: ${number}`;
  const what = `the band of ${band} has no channel ${number}`;
  state.report(place, refuseBackend(what, netplan, 'write a channel of the band'));
}

function checkWake(state: TreeState, definition: Definition): void {
  for (const { node, file } of definition.lists.get('wakeonwlan') ?? []) {
    if (node.kind !== 'scalar' || node.text.toLowerCase() !== 'tcp') continue;
    const netplan = 'ERROR: unsupported wowlan_triggers mask: 0x100';
    const what = `networkd does not know ${codeSpan(node.text)}`;
    const refusal = refuseBackend(what, netplan, 'remove it, or write `renderer: NetworkManager`');
    state.report({ file, span: node.span }, refusal);
  }
}
