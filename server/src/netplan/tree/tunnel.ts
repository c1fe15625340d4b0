/** What tunnels must have, by mode (validate_tunnel_grammar and validate_tunnel_backend_rules of netplan 1.2). */
import { codeSpan } from '../../base/markdown.ts';
import { parseStrictAddress } from '../../net/address.ts';
import { tunnelModes } from '../keys/tunnel.ts';
import {
  refuseAddress,
  refuseBackend,
  refuseAssertion,
  refuseMissing,
  refuseValue,
} from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { readInteger } from '../values.ts';
import { placeOf, textOf } from './state.ts';
import type { Backend, Definition, TreeState } from './state.ts';
import { checkWireguard } from './wireguard.ts';

const ipv6Modes: ReadonlySet<string> = new Set(['ipip6', 'ip6ip6', 'ip6gre', 'ip6gretap', 'vti6']);

export function checkTunnel(state: TreeState, definition: Definition): void {
  const mode = textOf(definition, 'mode');
  const { id, place } = definition;
  if (mode === undefined) {
    const netplan = `${id}: missing or invalid 'mode' property for tunnel`;
    return state.report(place, refuseMissing('the tunnel has no mode', netplan, 'add `mode:`'));
  }
  if (!tunnelModes.some((known) => known === mode)) return;
  if (mode === 'vxlan') checkVxlan(state, definition);
  if (mode === 'wireguard') return checkWireguard(state, definition);
  for (const path of ['keys.input', 'keys.output']) checkKey(state, definition, path);
  if (mode !== 'vxlan') checkEnds(state, definition, mode);
  checkTtl(state, definition);
}

function checkVxlan(state: TreeState, definition: Definition): void {
  const id = numberAt(definition, 'id');
  if (id === 0) {
    const netplan = `${definition.id}: missing 'id' property (VXLAN VNI)`;
    const refusal = refuseMissing('the tunnel has no VXLAN number', netplan, 'add `id:`');
    state.report(placeOf(definition, 'id'), refusal);
  }
  checkRange(state, definition, { path: 'id', max: 16_777_215, words: "'id' (VNI)", from: 1 });
  checkRange(state, definition, {
    path: 'flow-label',
    max: 1_048_575,
    words: "'flow-label'",
    from: 0,
  });
  const local = parseStrictAddress(textOf(definition, 'local') ?? '');
  const remote = parseStrictAddress(textOf(definition, 'remote') ?? '');
  if (local === undefined || remote === undefined || local.family === remote.family) return;
  const netplan = `${definition.id}: 'local' and 'remote' must be of same IP family type`;
  const what = 'the ends of the tunnel are of different IP families';
  const refusal = refuseAddress(what, netplan, 'write addresses of one family');
  state.report(placeOf(definition, 'remote'), refusal);
}

interface Range {
  readonly path: string;
  readonly from: number;
  readonly max: number;
  readonly words: string;
}

function checkRange(state: TreeState, definition: Definition, range: Range): void {
  const { path, max, words, from } = range;
  const value = numberAt(definition, path);
  if (value <= max) return;
  const netplan = `${definition.id}: VXLAN ${words} must be in range [${from}..${max}]`;
  const refusal = refuseValue(`the number is above ${max}`, netplan, `write ${from} to ${max}`);
  state.report(placeOf(definition, path), refusal);
}

/** 0 if the key is absent, as netplan has it; a text that is no number is reported elsewhere. */
function numberAt(definition: Definition, path: string): number {
  const text = textOf(definition, path);
  if (text === undefined) return 0;
  const reading = readInteger(text);
  return 'value' in reading ? Number(reading.value) : 1;
}

function checkKey(state: TreeState, definition: Definition, path: string): void {
  const key = textOf(definition, path);
  if (key === undefined || 'value' in readInteger(key)) return;
  if (parseStrictAddress(key, 4) !== undefined) return;
  const what = `${codeSpan(key)} is not a key of a tunnel`;
  const todo = 'write a number up to 4294967295, or four numbers with dots';
  state.report(placeOf(definition, path), refuseValue(what, `invalid tunnel key '${key}'`, todo));
}

function checkEnds(state: TreeState, definition: Definition, mode: string): void {
  const family = ipv6Modes.has(mode) ? 6 : 4;
  const required = state.target === '0.106' ? ['local', 'remote'] : ['remote'];
  for (const path of ['local', 'remote']) {
    const text = textOf(definition, path);
    if (text === undefined) {
      if (required.includes(path))
        state.report(definition.place, refuseMissingEnd(definition, path));
      continue;
    }
    const address = parseStrictAddress(text);
    if (address === undefined || address.family === family) continue;
    const netplan = `${definition.id}: '${path}' must be a valid IPv${family} address for this tunnel type`;
    const what = `${codeSpan(text)} is not IPv${family}, which mode ${codeSpan(mode)} needs`;
    const refusal = refuseAddress(what, netplan, `write an IPv${family} address`);
    state.report(placeOf(definition, path), refusal);
  }
}

function refuseMissingEnd({ id }: Definition, path: string): Refusal {
  const netplan = `${id}: missing '${path}' property for tunnel`;
  const what = path === 'remote' ? 'the tunnel has no other end' : 'the tunnel has no local end';
  return refuseMissing(what, netplan, `add \`${path}:\` with an address`);
}

function checkTtl(state: TreeState, definition: Definition): void {
  if (numberAt(definition, 'ttl') <= 255) return;
  const netplan = `${definition.id}: 'ttl' property for tunnel must be in range [1...255]`;
  const refusal = refuseValue('the time to live is above 255', netplan, 'write 1 to 255');
  state.report(placeOf(definition, 'ttl'), refusal);
}

const keyedByNetworkd = /^(?:vti6?|wireguard|gre|ip6gre|gretap|ip6gretap)$/;
const keyedByNetworkManager = /^(?:gre|ip6gre|wireguard|gretap|ip6gretap)$/;

/** What the renderer of a tunnel refuses. */
export function checkTunnelBackend(
  state: TreeState,
  definition: Definition,
  backend: Backend,
): void {
  const mode = textOf(definition, 'mode');
  if (mode === undefined && backend === 'networkd' && !definition.hasGrammar) {
    state.report(definition.place, refuseAssertion('the tunnel has no mode', 'add `mode:`'));
  }
  if (mode === undefined || backend === 'ovs') return;
  const { id } = definition;
  const at = (path: string, refusal: Refusal): void =>
    state.report(placeOf(definition, path), refusal);
  if (mode === 'isatap' && backend === 'networkd') {
    const netplan = `${id}: ISATAP tunnel mode is not supported by networkd`;
    return at('mode', refuseBackend('networkd has no mode `isatap`', netplan, 'write `sit`'));
  }
  if (backend === 'NetworkManager' && state.target === '0.106' && /^(?:ip6)?gretap$/.test(mode)) {
    const netplan = `${id}: ${mode.toUpperCase()} tunnel mode is not supported by NetworkManager`;
    const what = `NetworkManager has no mode ${codeSpan(mode)} for this netplan`;
    return at('mode', refuseBackend(what, netplan, 'write `renderer: networkd`'));
  }
  if ((backend === 'networkd' ? keyedByNetworkd : keyedByNetworkManager).test(mode)) return;
  for (const direction of ['input', 'output']) {
    const path = `keys.${direction}`;
    if (textOf(definition, path) === undefined) continue;
    const netplan = `${id}: '${direction}-key' is not required for this tunnel type`;
    const what = `tunnels of mode ${codeSpan(mode)} have no keys in ${backend}`;
    at(path, refuseBackend(what, netplan, 'remove the key'));
    return;
  }
}
